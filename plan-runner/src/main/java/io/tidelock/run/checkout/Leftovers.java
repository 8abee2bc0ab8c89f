package io.tidelock.run.checkout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Constants;

/** What a killed process or a lost disk leaves in a mirror: locks that nobody holds, and files that were not finished. */
final class Leftovers {
    /** Names that JGit gives to files which it will rename or delete. */
    private static final Pattern UNFINISHED = Pattern.compile("gc\\.pid|(incoming_|noz).*|\\.tmp-.*|.*_tmp");

    private Leftovers() {}

    static void sweep(Path mirror) throws IOException {
        Path refs = mirror.resolve("refs");
        Files.walkFileTree(mirror, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                boolean left =
                        file.startsWith(refs) ? !isRef(file, attributes) : attributes.size() == 0 || isUnfinished(file);
                if (left) {
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

    private static boolean isUnfinished(Path file) {
        String name = file.toString();
        return name.endsWith(".lock")
                || UNFINISHED.matcher(String.valueOf(file.getFileName())).matches();
    }

    /** A commit's name and a line end; no ref of ours is symbolic, and no ref's name ends so. */
    private static boolean isRef(Path file, BasicFileAttributes attributes) throws IOException {
        return !file.toString().endsWith(".lock")
                && attributes.size() == Constants.OBJECT_ID_STRING_LENGTH + 1
                && Files.readString(file, StandardCharsets.ISO_8859_1).matches("[0-9a-f]{40}\n");
    }
}
