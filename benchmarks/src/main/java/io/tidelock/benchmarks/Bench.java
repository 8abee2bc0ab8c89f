package io.tidelock.benchmarks;

import io.tidelock.benchmarks.scene.Repository;
import io.tidelock.benchmarks.scene.Scene;
import io.tidelock.benchmarks.scene.ServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where lines are measured: a folder, a size, a number of rounds. */
public final class Bench {
    private final Path folder;
    private final ServerProcess.Build build;
    private final Optional<Integer> rounds;
    private final boolean quick;
    private final boolean calls;
    private final PrintStream progress;
    private int scenes;

    Bench(
            Path folder,
            ServerProcess.Build build,
            Optional<Integer> rounds,
            boolean quick,
            boolean calls,
            PrintStream progress) {
        this.folder = folder;
        this.build = build;
        this.rounds = rounds;
        this.quick = quick;
        this.calls = calls;
        this.progress = progress;
    }

    /** A forge and a server that nothing has happened in yet. */
    public Scene scene(String... flags) {
        try {
            Path place = Files.createDirectories(folder.resolve("scene-" + ++scenes));
            return Scene.open(place, build, List.of(flags));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Tells of every call that the host got, when that was asked for. */
    public void tell(String what, Repository.Seen seen) {
        if (calls) {
            say(what + ", milliseconds after the webhook:");
            seen.calls()
                    .forEach(call -> progress.printf(
                            Locale.ROOT,
                            "      %7.1f +%6.1f  %-5s %d %s%n",
                            seen.since(call.at()) * 1000,
                            call.took().toNanos() / 1e6,
                            call.method(),
                            call.status(),
                            call.path()));
        }
    }

    /** How often to take a figure when nobody says otherwise. */
    public int rounds(int usually) {
        return rounds.orElse(quick ? 1 : usually);
    }

    /** A size in earnest, or a small one when it is only to be seen that all works. */
    public int size(int earnest, int small) {
        return quick ? small : earnest;
    }

    /** Tells whoever waits. */
    public void say(String what) {
        progress.println("    " + what);
    }
}
