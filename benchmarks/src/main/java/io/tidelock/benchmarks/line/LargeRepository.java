package io.tidelock.benchmarks.line;

import io.tidelock.benchmarks.Bench;
import io.tidelock.benchmarks.Line;
import io.tidelock.benchmarks.Row;
import io.tidelock.benchmarks.Series;
import io.tidelock.benchmarks.scene.Projects;
import io.tidelock.benchmarks.scene.Repository;
import io.tidelock.benchmarks.scene.Scene;
import io.tidelock.sandbox.http.Call;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A repository of many files: when people see the first sign, and what its second pull request makes the host send. */
public final class LargeRepository implements Line {
    @Override
    public String name() {
        return "large-repository";
    }

    @Override
    public String about() {
        return "20,000 files: the first sign, and the bytes that git sends for the next pull request";
    }

    private static final class Figures {
        private final List<Double> place = new ArrayList<>();
        private final List<Double> sign = new ArrayList<>();
        private final List<Double> git = new ArrayList<>();
        private final List<Double> bytes = new ArrayList<>();
        private final List<Double> clone = new ArrayList<>();
        private final List<Double> fetch = new ArrayList<>();
        private final List<Double> done = new ArrayList<>();
        private final List<Double> bare = new ArrayList<>();
    }

    @Override
    public List<Row> run(Bench bench) {
        Projects one = Projects.of(1);
        Figures first = new Figures();
        Figures next = new Figures();
        try (Scene scene = bench.scene().warm(bench.size(4, 1))) {
            Repository repository = scene.repository(files(one, bench.size(20_000, 300)));
            Path mirror = scene.raw().mirror(repository.url());
            for (int i = 0; i < bench.rounds(3) + 1; i++) {
                Repository.Change change = repository.open("change-" + i, one.files(i + 1));
                Instant before = Instant.now();
                double bare = scene.raw()
                        .serial(repository.url(), change.branch(), one.names())
                        .seconds();
                long cloned = gitBytes(scene, before);
                before = Instant.now();
                scene.raw().git(mirror, "fetch", "--quiet", "origin", change.branch());
                long fetched = gitBytes(scene, before);
                note(i == 0 ? first : next, change.seen(), bare, cloned, fetched);
                repository.close(change);
                bench.say(name() + " pull request " + (i + 1) + ": done "
                        + change.seen().seconds() + " s, git sent "
                        + change.seen().gitBytes() + " bytes");
            }
        }
        return rows(first, next);
    }

    private static void note(Figures to, Repository.Seen seen, double bare, long cloned, long fetched) {
        Call sign = seen.calls().getFirst();
        to.place.add((double) seen.calls().stream()
                        .takeWhile(call -> !call.path().contains("/statuses/"))
                        .count()
                + 1);
        to.sign.add(seen.since(sign.at().plus(sign.took())) * 1000);
        to.git.add(seen.calls().stream()
                .filter(Call::isGit)
                .findFirst()
                .map(call -> seen.since(call.at()) * 1000)
                .orElseThrow());
        to.bytes.add(seen.gitBytes() / 1024.0);
        to.clone.add(cloned / 1024.0);
        to.fetch.add(fetched / 1024.0);
        to.done.add(seen.seconds());
        to.bare.add(bare);
    }

    private static long gitBytes(Scene scene, Instant since) {
        return scene.sandbox().calls().stream()
                .filter(call -> call.isGit() && !call.at().isBefore(since))
                .mapToLong(Call::bytes)
                .sum();
    }

    private List<Row> rows(Figures first, Figures next) {
        List<Double> places = new ArrayList<>(first.place);
        places.addAll(next.place);
        List<Double> signs = new ArrayList<>(first.sign);
        signs.addAll(next.sign);
        List<Double> gits = new ArrayList<>(first.git);
        gits.addAll(next.git);
        return List.of(
                Row.of(name(), "first sign: its place among all requests", "", new Series(places))
                        .always(1),
                Row.of(name(), "first sign: webhook → the host has it", "ms", new Series(signs))
                        .beside("first git", new Series(gits)),
                Row.of(name(), "first pull request: git sent", "KiB", new Series(first.bytes))
                        .beside("shallow clone", new Series(first.clone)),
                Row.of(name(), "next pull request: git sent", "KiB", new Series(next.bytes))
                        .beside("shallow clone", new Series(next.clone))
                        .beside("git fetch", new Series(next.fetch))
                        .atMostTimes(0.01, "shallow clone"),
                Row.of(name(), "next pull request: webhook → last status", "s", new Series(next.done))
                        .beside("R", new Series(next.bare)));
    }

    private static Map<String, String> files(Projects projects, int number) {
        Map<String, String> files = new TreeMap<>(projects.files(0));
        for (int i = 0; i < number; i++) {
            files.put(
                    "docs/%03d/page-%05d.md".formatted(i % 200, i),
                    "Page %d%n%s%n".formatted(i, "words ".repeat(i % 80)));
        }
        return files;
    }
}
