package io.tidelock.run.checkout;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Deletes a folder with all that is in it, as far as it can. Links are deleted, never followed. */
final class Deletion {
    private Deletion() {}

    /** @param stuck is told what could not be deleted, and why */
    static void delete(Path root, List<String> stuck) {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.walkFileTree(root, new Walk(stuck));
        } catch (IOException e) {
            stuck.add(root + ": " + e.getMessage());
        }
    }

    private static final class Walk extends SimpleFileVisitor<Path> {
        private final List<String> stuck;

        Walk(List<String> stuck) {
            this.stuck = stuck;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            remove(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) && makeWritable(file)) {
                delete(file, stuck); // it could not be listed; now it can
            } else {
                stuck.add(file + ": " + failure.getMessage());
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
            remove(folder);
            return FileVisitResult.CONTINUE;
        }

        private void remove(Path path) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException first) {
                Path parent = path.getParent();
                if (parent == null || !makeWritable(parent)) {
                    stuck.add(path + ": " + first.getMessage());
                    return;
                }
                try {
                    Files.deleteIfExists(path);
                } catch (IOException second) {
                    stuck.add(path + ": " + second.getMessage());
                }
            }
        }

        /** Gives the owner all rights on a folder; tools leave read-only ones. False when they were there already. */
        private static boolean makeWritable(Path folder) {
            Set<PosixFilePermission> all = EnumSet.of(
                    PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
            try {
                PosixFileAttributeView view =
                        Files.getFileAttributeView(folder, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
                if (view == null || view.readAttributes().permissions().containsAll(all)) {
                    return false;
                }
                view.setPermissions(all);
                return true;
            } catch (IOException e) {
                return false;
            }
        }
    }
}
