package io.tidelock.server.journey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process that was started for a run of one data folder, as the kernel tells. */
record Stray(long pid, String command) {
    private static final String MARK = "TIDELOCK_RUN=";

    /** All that carry the name of a run in {@code data}, or that name the folder in their arguments; {@code server} aside. */
    static List<Stray> of(Path data, long server) {
        List<Stray> found = new ArrayList<>();
        Set<String> runs = runs(data);
        try (Stream<Path> folders = Files.list(Path.of("/proc"))) {
            for (Path folder : folders.toList()) {
                String name = String.valueOf(folder.getFileName());
                if (name.matches("[0-9]+") && Long.parseLong(name) != server) {
                    String command = read(folder.resolve("cmdline")).replace('\0', ' ');
                    boolean marked = Arrays.stream(
                                    read(folder.resolve("environ")).split("\0"))
                            .filter(entry -> entry.startsWith(MARK))
                            .anyMatch(entry -> runs.contains(entry.substring(MARK.length())));
                    if (marked || command.contains(data.toString())) {
                        found.add(new Stray(Long.parseLong(name), command));
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new IllegalStateException("this test needs /proc", unreadable);
        }
        return found;
    }

    void kill() {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static Set<String> runs(Path data) {
        try (Stream<Path> runs = Files.list(data.resolve("runs"))) {
            return runs.map(run -> String.valueOf(run.getFileName())).collect(Collectors.toSet());
        } catch (IOException none) {
            return Set.of();
        }
    }

    /** Of a process that has ended meanwhile there is nothing to read. */
    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
