package io.tidelock.run.process;

import io.tidelock.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Replaces secrets by stars. A secret of several lines is also known by each of its longer lines. In bytes every star
 * stands for one byte, so that offsets stay what they are.
 */
public final class Redactor {
    private static final int SHORTEST = 4;
    private static final int SHORTEST_LINE = 8;
    private static final String STARS = "****";

    private static final int MOST_LEARNED = 500;

    private final Set<String> known = new LinkedHashSet<>();
    private final SequencedSet<String> learned = new LinkedHashSet<>();
    private volatile Needles needles;

    /** What is looked for, the longest first, as text and as bytes. */
    private record Needles(List<String> texts, List<byte[]> bytes, int longest) {
        static Needles of(Collection<String> all) {
            List<String> texts = new ArrayList<>(all);
            texts.sort(Comparator.comparingInt(String::length).reversed());
            List<byte[]> bytes = texts.stream()
                    .map(needle -> needle.getBytes(StandardCharsets.UTF_8))
                    .toList();
            return new Needles(
                    texts,
                    bytes,
                    bytes.stream().mapToInt(needle -> needle.length).max().orElse(0));
        }
    }

    public Redactor(Collection<Secret> secrets) {
        secrets.forEach(secret -> known.addAll(forms(secret)));
        this.needles = Needles.of(known);
    }

    /** From now on these are replaced as well, for whoever uses this redactor; the last few hundred are kept. */
    public synchronized void learn(Secret secret) {
        for (String form : forms(secret)) {
            learned.remove(form);
            learned.addLast(form);
        }
        while (learned.size() > MOST_LEARNED) {
            learned.removeFirst();
        }
        Set<String> all = new LinkedHashSet<>(known);
        all.addAll(learned);
        needles = Needles.of(all);
    }

    private static Set<String> forms(Secret secret) {
        Set<String> all = new LinkedHashSet<>();
        String value = secret.reveal().strip();
        if (value.length() < SHORTEST) {
            return all;
        }
        all.add(value);
        all.add(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
        value.lines()
                .map(String::strip)
                .filter(line -> line.length() >= SHORTEST_LINE)
                .forEach(all::add);
        return all;
    }

    public String redact(String text) {
        String result = text;
        for (String needle : needles.texts()) {
            result = result.replace(needle, STARS);
        }
        return result;
    }

    /** How many bytes before and after a window must be read with it, so that no secret is cut by its edges. */
    int reach() {
        return Math.max(0, needles.longest() - 1);
    }

    /** Replaces every secret in {@code data} in place. */
    void redact(byte[] data) {
        for (byte[] needle : needles.bytes()) {
            for (int at = indexOf(data, needle, 0); at >= 0; at = indexOf(data, needle, at + needle.length)) {
                java.util.Arrays.fill(data, at, at + needle.length, (byte) '*');
            }
        }
    }

    /** How many bytes at the end of {@code data} might be the beginning of a secret whose rest is still to come. */
    int unfinished(byte[] data) {
        int held = 0;
        for (byte[] needle : needles.bytes()) {
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
