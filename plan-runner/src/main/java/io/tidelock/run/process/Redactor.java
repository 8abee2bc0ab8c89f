package io.tidelock.run.process;

import io.tidelock.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Replaces secrets by stars. A secret of several lines is also known by each of its longer lines. In bytes every star
 * stands for one byte, so that offsets stay what they are.
 */
public final class Redactor {
    private static final int SHORTEST = 4;
    private static final int SHORTEST_LINE = 8;
    private static final String STARS = "****";

    private final List<String> needles;
    private final List<byte[]> bytes;
    private final int longest;

    public Redactor(Collection<Secret> secrets) {
        Set<String> all = new LinkedHashSet<>();
        for (Secret secret : secrets) {
            String value = secret.reveal().strip();
            if (value.length() < SHORTEST) {
                continue;
            }
            all.add(value);
            all.add(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
            value.lines()
                    .map(String::strip)
                    .filter(line -> line.length() >= SHORTEST_LINE)
                    .forEach(all::add);
        }
        this.needles = new ArrayList<>(all);
        needles.sort(Comparator.comparingInt(String::length).reversed());
        this.bytes = needles.stream()
                .map(needle -> needle.getBytes(StandardCharsets.UTF_8))
                .toList();
        this.longest = bytes.stream().mapToInt(needle -> needle.length).max().orElse(0);
    }

    public String redact(String text) {
        String result = text;
        for (String needle : needles) {
            result = result.replace(needle, STARS);
        }
        return result;
    }

    /** How many bytes before and after a window must be read with it, so that no secret is cut by its edges. */
    int reach() {
        return Math.max(0, longest - 1);
    }

    /** Replaces every secret in {@code data} in place. */
    void redact(byte[] data) {
        for (byte[] needle : bytes) {
            for (int at = indexOf(data, needle, 0); at >= 0; at = indexOf(data, needle, at + needle.length)) {
                java.util.Arrays.fill(data, at, at + needle.length, (byte) '*');
            }
        }
    }

    /** How many bytes at the end of {@code data} might be the beginning of a secret whose rest is still to come. */
    int unfinished(byte[] data) {
        int held = 0;
        for (byte[] needle : bytes) {
            for (int length = Math.min(needle.length - 1, data.length); length > held; length--) {
                if (java.util.Arrays.equals(data, data.length - length, data.length, needle, 0, length)) {
                    held = length;
                }
            }
        }
        return held;
    }

    private static int indexOf(byte[] data, byte[] needle, int from) {
        byte first = needle[0];
        for (int at = from; at <= data.length - needle.length; at++) {
            if (data[at] == first && java.util.Arrays.equals(data, at, at + needle.length, needle, 0, needle.length)) {
                return at;
            }
        }
        return -1;
    }
}
