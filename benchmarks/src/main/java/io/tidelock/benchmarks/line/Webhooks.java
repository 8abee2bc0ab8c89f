package io.tidelock.benchmarks.line;

import io.tidelock.benchmarks.Bench;
import io.tidelock.benchmarks.Line;
import io.tidelock.benchmarks.Row;
import io.tidelock.benchmarks.Series;
import io.tidelock.benchmarks.scene.Disk;
import io.tidelock.benchmarks.scene.Flood;
import io.tidelock.benchmarks.scene.Patience;
import io.tidelock.benchmarks.scene.Repository;
import io.tidelock.benchmarks.scene.Scene;
import io.tidelock.benchmarks.scene.Store;
import io.tidelock.sandbox.PullId;
import io.tidelock.sandbox.hook.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** More webhooks than anybody sends, each stored before it is answered; and the server killed in the middle of them. */
public final class Webhooks implements Line {
    /** What Atlantis answers on this kind of machine, without storing anything. */
    private static final double ATLANTIS = 3_660;

    private static final int CONNECTIONS = 16;
    private static final int BODY = 20_480;

    @Override
    public String name() {
        return "webhooks";
    }

    @Override
    public String about() {
        return "signed webhooks of 20 KB from 16 connections: how many a second; killed in their midst: what is left";
    }

    @Override
    public List<Row> run(Bench bench) {
        List<Flood.Result> floods = new ArrayList<>();
        List<Double> missing = new ArrayList<>();
        Flood.Result alone;
        double disk;
        int bytes;
        List<Row> killed;
        try (Scene scene = bench.scene()) {
            scene.server().start();
            Flood flood = flood(scene);
            bytes = flood.bytes();
            int port = scene.server().port();
            Duration time = Duration.ofMillis(bench.size(8_000, 800));
            flood.run(port, CONNECTIONS, time, "warm-");
            disk = Disk.syncs(scene.store().resolveSibling("syncs"), Duration.ofMillis(bench.size(2_000, 200)));
            for (int i = 0; i < bench.rounds(5); i++) {
                String prefix = "flood-" + i + "-";
                Flood.Result result = flood.run(port, CONNECTIONS, time, prefix);
                floods.add(result);
                missing.add((double) (result.answered().size()
                        + result.refused()
                        - Store.deliveries(scene.store(), prefix).size()));
                bench.say(name() + " round " + (i + 1) + ": " + Math.round(result.perSecond()) + " a second, "
                        + result.refused() + " refused");
            }
            alone = flood.run(port, 1, time.dividedBy(2), "alone-");
            killed = killed(bench, scene, flood);
        }
        List<Row> rows = new ArrayList<>(List.of(
                Row.of(name(), "size of a body", "bytes", Series.of(bytes)),
                Row.of(name(), "answered 2xx and stored", "a second", Series.of(floods, Flood.Result::perSecond))
                        .beside("fdatasync", Series.of(floods, any -> disk))
                        .atLeast(ATLANTIS),
                Row.of(name(), "answered but not in the store", "", new Series(missing))
                        .always(0),
                Row.of(name(), "half are answered within", "ms", Series.of(floods, it -> it.quantile(0.5))),
                Row.of(name(), "99 of 100 are answered within", "ms", Series.of(floods, it -> it.quantile(0.99))),
                Row.of(name(), "one connection: half are answered within", "ms", Series.of(alone.quantile(0.5)))));
        rows.addAll(killed);
        return rows;
    }

    /** SIGKILL at some moment of a flood, several times; then the rows are compared with the answers. */
    private List<Row> killed(Bench bench, Scene scene, Flood flood) {
        List<Double> answers = new ArrayList<>();
        List<Double> lost = new ArrayList<>();
        List<Double> doubled = new ArrayList<>();
        List<Double> unanswered = new ArrayList<>();
        for (int i = 0; i < bench.rounds(3); i++) {
            String prefix = "killed-" + i + "-";
            Duration life = Duration.ofMillis(bench.size(1_000, 200) + 377L * i);
            Thread killer = Thread.ofPlatform().start(() -> {
                Patience.pause(life);
                scene.server().kill();
            });
            Flood.Result result = flood.run(scene.server().port(), CONNECTIONS, Duration.ofMinutes(1), prefix);
            try {
                killer.join();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            scene.server().start();
            List<String> rows = Store.deliveries(scene.store(), prefix);
            Set<String> stored = new HashSet<>(rows);
            answers.add((double) result.answered().size());
            lost.add((double) result.answered().stream()
                    .filter(id -> !stored.contains(id))
                    .count());
            doubled.add((double) (rows.size() - stored.size()));
            unanswered.add((double) (stored.size() - result.answered().size()));
            bench.say(name() + " killed after " + life.toMillis() + " ms: "
                    + result.answered().size() + " answers, " + rows.size() + " rows");
        }
        return List.of(
                Row.of(name(), "killed: answers before", "", new Series(answers)),
                Row.of(name(), "killed: answered, and not in the store", "", new Series(lost))
                        .always(0),
                Row.of(name(), "killed: twice in the store", "", new Series(doubled))
                        .always(0),
                Row.of(
                                name(),
                                "killed: stored, not yet answered (one a connection at most)",
                                "",
                                new Series(unanswered))
                        .atMost(CONNECTIONS));
    }

    /** A real webhook that needs no work, with a body as long as those of a busy repository. */
    private static Flood flood(Scene scene) {
        Repository repository = scene.repository(Map.of("README.md", "Begin\n"));
        String name = repository.name();
        scene.sandbox().commitFiles(name, "words", Map.of("README.md", "More\n"), "More", "dev");
        PullId pull = scene.sandbox().openPull(name, "Words", "x".repeat(1), "words", "main", "dev", false);
        int rest = BODY - labeled(scene, repository, pull, "one").payload().length;
        PullId longer = pull;
        if (rest > 0) {
            scene.sandbox().commitFiles(name, "more", Map.of("README.md", "Still more\n"), "More", "dev");
            longer = scene.sandbox().openPull(name, "Words", "x".repeat(rest), "more", "main", "dev", false);
        }
        return new Flood(labeled(scene, repository, longer, "two"), Scene.SECRET);
    }

    private static Delivery labeled(Scene scene, Repository repository, PullId pull, String label) {
        scene.sandbox().label(pull, label, "dev");
        return Patience.until(
                Duration.ofSeconds(30),
                Duration.ofMillis(20),
                "a webhook",
                () -> scene.sandbox().deliveries(repository.hook()).stream()
                        .filter(delivery -> delivery.action().equals("labeled"))
                        .reduce((one, other) -> other)
                        .filter(delivery ->
                                new String(delivery.payload(), StandardCharsets.UTF_8).contains("\"" + label + "\"")));
    }
}
