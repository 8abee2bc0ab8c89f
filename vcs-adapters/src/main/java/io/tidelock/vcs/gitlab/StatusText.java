package io.tidelock.vcs.gitlab;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Makes the texts of a status fit: GitLab takes 255 characters of each. */
final class StatusText {
    private static final int LONGEST = 255;
    private static final int HASH_DIGITS = 12;

    private StatusText() {}

    /** Shortened to 255 characters; then it ends with 12 digits of the whole name's SHA-256, so that two long ones differ. */
    static String name(String name) {
        String plain = name.strip();
        return length(plain) <= LONGEST ? plain : cut(plain, LONGEST - 1 - HASH_DIGITS) + "-" + hash(plain);
    }

    /** One line of at most 255 characters. */
    static String description(String description) {
        String line = Nouns.inLine(description).strip().replaceAll("\\s+", " ");
        return length(line) <= LONGEST ? line : cut(line, LONGEST - 1) + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String cut(String text, int characters) {
        return text.substring(0, text.offsetByCodePoints(0, characters));
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
