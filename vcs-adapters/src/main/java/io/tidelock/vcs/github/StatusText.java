package io.tidelock.vcs.github;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Makes the texts of a status fit: GitHub refuses long ones, and any character outside the basic plane, such as emoji. */
final class StatusText {
    private static final int CONTEXT = 255;
    private static final int DESCRIPTION = 140;
    private static final int HASH_DIGITS = 12;

    private StatusText() {}

    /** Shortened to 255 characters; then it ends with 12 digits of the whole text's SHA-256, so that two long ones differ. */
    static String context(String context) {
        String plain = plain(context);
        if (plain.length() <= CONTEXT && plain.equals(context.strip())) {
            return plain;
        }
        int room = CONTEXT - 1 - HASH_DIGITS;
        return (plain.length() <= room ? plain : plain.substring(0, room)) + "-" + hash(context);
    }

    /** One line of at most 140 characters. */
    static String description(String description) {
        String line = plain(description).replaceAll("\\s+", " ");
        return line.length() <= DESCRIPTION ? line : line.substring(0, DESCRIPTION - 1) + "…";
    }

    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        text.strip()
                .codePoints()
                .forEach(c -> plain.append(c > 0xFFFF || Character.isSurrogate((char) c) ? '\uFFFD' : (char) c));
        return plain.toString();
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
