package io.tidelock.run.checkout;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Where everything lies. No name that comes from outside can leave its folder, and two names never share one: what is not a
 * plain character is written as {@code =} and its hexadecimal bytes, and only the last folder of a repository ends in
 * {@code .git}, so that {@code a/b} and {@code a/b/7} cannot lie within each other.
 */
record Places(Path data) {
    private static final int LONGEST = 200;

    /** Makes the two folders, which nobody but us may look into: sources and states are secret. */
    void lay() {
        try {
            for (Path folder : List.of(mirrors(), trees())) {
                Files.createDirectories(folder);
                PosixFileAttributeView view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
                if (view != null) {
                    view.setPermissions(PosixFilePermissions.fromString("rwx------"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folders for checkouts in " + data, e);
        }
    }

    Path mirrors() {
        return data.resolve("mirrors");
    }

    Path mirror(RepoRef repo) {
        return under(mirrors(), repo);
    }

    private Path trees() {
        return data.resolve("trees");
    }

    Path trees(PullRef pull) {
        return under(trees(), pull.repo()).resolve(Integer.toString(pull.number()));
    }

    Path trees(PullRef pull, CommitSha commit) {
        return trees(pull).resolve(commit.hex());
    }

    Path tree(PullRef pull, CommitSha commit, String workspace) {
        return trees(pull, commit).resolve(plain(workspace));
    }

    private static Path under(Path root, RepoRef repo) {
        Path path = root.resolve(plain(repo.host()));
        for (String segment : repo.owner().split("/", -1)) {
            path = path.resolve(plain(segment));
        }
        return path.resolve(plain(repo.name()) + ".git");
    }

    static String plain(String name) {
        StringBuilder plain = new StringBuilder();
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int suffix = name.endsWith(".git") ? bytes.length - 4 : -1;
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xff);
            if (letterOrDigit(c) || c == '_' || (c == '-' && i > 0) || (c == '.' && i > 0 && i != suffix)) {
                plain.append(c);
            } else {
                plain.append('=').append(HexFormat.of().toHexDigits(bytes[i]));
            }
        }
        if (plain.isEmpty()) {
            return "=";
        }
        return plain.length() <= LONGEST ? plain.toString() : plain.substring(0, LONGEST / 2) + "==" + digest(bytes);
    }

    private static boolean letterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
