package io.tidelock.benchmarks.line;

import io.tidelock.benchmarks.Bench;
import io.tidelock.benchmarks.Line;
import io.tidelock.benchmarks.Row;
import io.tidelock.benchmarks.Series;
import io.tidelock.benchmarks.scene.Flood;
import io.tidelock.benchmarks.scene.Patience;
import io.tidelock.benchmarks.scene.Scene;
import io.tidelock.benchmarks.scene.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** SIGKILL in the middle of a flood of webhooks; then the rows are compared with the answers. */
public final class Killed implements Line {
    @Override
    public String name() {
        return "webhooks-killed";
    }

    @Override
    public String about() {
        return "the server killed in the midst of webhooks: what was answered, and what is there after the next start";
    }

    @Override
    public List<Row> run(Bench bench) {
        try (Scene scene = bench.scene()) {
            scene.server().start();
            return killed(bench, scene, Sample.flood(scene));
        }
    }

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
            Flood.Result result = flood.run(scene.server().port(), Webhooks.CONNECTIONS, Duration.ofMinutes(1), prefix);
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
                Row.of(name(), "answers before", "", new Series(answers)),
                Row.of(name(), "answered, and not in the store", "", new Series(lost))
                        .always(0),
                Row.of(name(), "twice in the store", "", new Series(doubled)).always(0),
                Row.of(name(), "stored, not yet answered (one a connection at most)", "", new Series(unanswered))
                        .atMost(Webhooks.CONNECTIONS));
    }
}
