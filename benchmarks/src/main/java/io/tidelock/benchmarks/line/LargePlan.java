package io.tidelock.benchmarks.line;

import io.tidelock.benchmarks.Bench;
import io.tidelock.benchmarks.Line;
import io.tidelock.benchmarks.Row;
import io.tidelock.benchmarks.Series;
import io.tidelock.benchmarks.scene.Repository;
import io.tidelock.benchmarks.scene.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A plan of five megabytes: what it costs the server itself, beside terraform. */
public final class LargePlan implements Line {
    private static final int LINE = 100;

    @Override
    public String name() {
        return "large-plan";
    }

    @Override
    public String about() {
        return "a plan of 5 MB: processor time of the server until the comment stands, and the number of comments";
    }

    @Override
    public List<Row> run(Bench bench) {
        int lines = bench.size(1000, 100);
        List<Double> cpu = new ArrayList<>();
        List<Double> comments = new ArrayList<>();
        List<Double> seconds = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        double first;
        double megabytes;
        try (Scene scene = bench.scene().warm(bench.size(6, 1))) {
            Repository repository = scene.repository(Map.of("README.md", "Large things\n"));
            double begin = scene.server().cpuSeconds();
            Repository.Change change = repository.open("large", file(0, lines));
            first = scene.server().cpuSeconds() - begin;
            for (int i = 1; i <= bench.rounds(5); i++) {
                double before = scene.server().cpuSeconds();
                change = repository.push(change, file(i, lines));
                cpu.add(scene.server().cpuSeconds() - before);
                comments.add((double) scene.sandbox().comments(change.pull()).size());
                seconds.add(change.seen().seconds());
                bare.add(scene.raw()
                        .serial(repository.url(), "large", List.of("large"))
                        .seconds());
                bench.say(name() + " round " + i + ": " + cpu.getLast() + " s of the server, done in "
                        + seconds.getLast());
            }
            megabytes = scene.raw()
                            .plan(scene.raw().clone(repository.url(), "large").resolve("large"))
                            .length()
                    / 1e6;
        }
        return List.of(
                Row.of(name(), "size of the plan's text", "MB", Series.of(megabytes)),
                Row.of(name(), "processor time of the server, first one ever", "s", Series.of(first)),
                Row.of(name(), "processor time of the server, from then on", "s", new Series(cpu))
                        .atMost(1),
                Row.of(name(), "comments", "", new Series(comments)).atMost(2),
                Row.of(name(), "webhook → last status", "s", new Series(seconds))
                        .beside("R", new Series(bare)));
    }

    private static Map<String, String> file(int version, int lines) {
        return Map.of("large/main.tf", """
                locals {
                  lines = [for i in range(%d) : format("%%05d in version %d %s", i)]
                }

                resource "terraform_data" "large" {
                  count = 50
                  input = join("\\n", [for line in local.lines : "${count.index} ${line}"])
                }
                """.formatted(lines, version, "x".repeat(LINE - 36)));
    }
}
