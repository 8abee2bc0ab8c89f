package io.tidelock.run.memory;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The hash of a provider's unpacked package, as lock files have it under {@code h1:}. */
final class PackageHash {
    private PackageHash() {}

    /** Throws when there is something else in it than files and folders. */
    static String of(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.toList()) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    files.put(folder.relativize(file).toString().replace('\\', '/'), sum(file));
                } else if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    throw new IOException(file + " is neither a file nor a folder");
                }
            }
        }
        MessageDigest whole = sha256();
        files.forEach((name, sum) -> whole.update((sum + "  " + name + "\n").getBytes(StandardCharsets.UTF_8)));
        return "h1:" + Base64.getEncoder().encodeToString(whole.digest());
    }

    private static String sum(Path file) throws IOException {
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), sha256())) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
