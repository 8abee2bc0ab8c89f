package io.tidelock.run.checkout;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Pattern;

/** What a killed process leaves in a mirror: locks that nobody holds, packs that were not finished. */
final class Leftovers {
    /** Names that JGit gives to files which it will rename or delete; a ref's name cannot end in {@code .lock}. */
    private static final Pattern NAMES = Pattern.compile("gc\\.pid|(incoming_|noz).*|\\.tmp-.*|.*_tmp");

    private Leftovers() {}

    static void sweep(Path mirror) throws IOException {
        Files.walkFileTree(mirror, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (NAMES.matcher(file.getFileName().toString()).matches() && !file.startsWith(mirror.resolve("refs"))
                        || file.toString().endsWith(".lock")) {
                    Files.deleteIfExists(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }
}
