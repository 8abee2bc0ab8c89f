package io.tidelock.run.hook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** How the files of a tree were before the first hook: by size and time, so that those that were written since are known. */
final class TreeMark {
    private static final String NAME = "tidelock-before-hooks";

    /** What terraform and terragrunt keep for themselves. */
    private static final Set<String> PASSED_OVER = Set.of(".git", ".terraform", ".terragrunt-cache");

    private TreeMark() {}

    /** Notes how the tree is, unless that was noted before. */
    static void set(Path root) throws IOException {
        Path file = file(root);
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        StringBuilder text = new StringBuilder();
        files(root)
                .forEach((path, look) ->
                        text.append(path).append('\0').append(look).append('\0'));
        Path draft = file.resolveSibling(NAME + ".new");
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** By path; empty when no hook was run in the tree. */
    static Optional<Map<String, String>> read(Path root) throws IOException {
        Path file = file(root);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        String[] parts = Files.readString(file, StandardCharsets.UTF_8).split("\0", -1);
        Map<String, String> found = new HashMap<>();
        for (int i = 0; i + 1 < parts.length; i += 2) {
            found.put(parts[i], parts[i + 1]);
        }
        return Optional.of(found);
    }

    /** Every file and link now, with what tells whether it was written since. */
    static SortedMap<String, String> files(Path root) throws IOException {
        TreeMap<String, String> found = new TreeMap<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                boolean ours = !dir.equals(root) && PASSED_OVER.contains(String.valueOf(dir.getFileName()));
                return ours ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() || attributes.isSymbolicLink()) {
                    String kind = attributes.isSymbolicLink() ? "link" : "file";
                    found.put(
                            root.relativize(file).toString(),
                            kind + " " + attributes.size() + " " + attributes.lastModifiedTime());
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE; // removed meanwhile, or a folder that nobody may read
            }
        });
        return found;
    }

    private static Path file(Path root) {
        return root.resolve(".git").resolve(NAME);
    }
}
