package io.tidelock.run.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What Linux tells of its processes; elsewhere nothing is there and every answer is empty. */
final class Proc {
    private static final Path ROOT = Path.of("/proc");
    static final boolean PRESENT = Files.isReadable(ROOT.resolve("self/stat"));

    private Proc() {}

    /** @param start when it was started, in ticks since the machine was; with the pid it names a process for good */
    record Stat(long pid, char state, long parent, long session, String start) {
        boolean gone() {
            return state == 'Z' || state == 'X' || state == 'x';
        }
    }

    static Optional<Stat> stat(long pid) {
        try {
            return parse(Files.readString(ROOT.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A line of {@code /proc/PID/stat}. The name in parentheses may itself hold spaces and parentheses. */
    static Optional<Stat> parse(String line) {
        int open = line.indexOf(" (");
        int close = line.lastIndexOf(") ");
        if (open < 1 || close < open) {
            return Optional.empty();
        }
        String[] fields = line.substring(close + 2).strip().split(" ", 21);
        if (fields.length < 21 || fields[0].length() != 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Stat(
                    Long.parseLong(line.substring(0, open)),
                    fields[0].charAt(0),
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[3]),
                    fields[19]));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Everything that runs; processes that end meanwhile are left out. */
    static List<Stat> all() {
        List<Stat> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(ROOT, "[0-9]*")) {
            for (Path folder : folders) {
                stat(Long.parseLong(folder.getFileName().toString()))
                        .filter(stat -> !stat.gone())
                        .ifPresent(found::add);
            }
        } catch (IOException | NumberFormatException e) {
            return found;
        }
        return found;
    }

    /** Whether the process was started with this {@code NAME=value} in its environment. False when we may not look. */
    static boolean startedWith(long pid, String assignment) {
        try {
            String environment = Files.readString(ROOT.resolve(pid + "/environ"), StandardCharsets.ISO_8859_1);
            return ("\0" + environment).contains("\0" + assignment + "\0");
        } catch (IOException e) {
            return false;
        }
    }

    /** Changes whenever the machine starts; empty where the system does not say. */
    static String boot() {
        try {
            return Files.readString(ROOT.resolve("sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
