package io.tidelock.benchmarks.line;

import io.tidelock.benchmarks.Bench;
import io.tidelock.benchmarks.Line;
import io.tidelock.benchmarks.Row;
import io.tidelock.benchmarks.Series;
import io.tidelock.benchmarks.scene.Disk;
import io.tidelock.benchmarks.scene.Flood;
import io.tidelock.benchmarks.scene.Scene;
import io.tidelock.benchmarks.scene.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** More webhooks than anybody sends, each stored before it is answered. */
public final class Webhooks implements Line {
    /** What Atlantis answers on this kind of machine, without storing anything. */
    private static final double ATLANTIS = 3_660;

    static final int CONNECTIONS = 16;

    @Override
    public String name() {
        return "webhooks";
    }

    @Override
    public String about() {
        return "signed webhooks of 20 KB from 16 connections: how many a second";
    }

    @Override
    public List<Row> run(Bench bench) {
        List<Flood.Result> floods = new ArrayList<>();
        List<Double> missing = new ArrayList<>();
        List<Double> work = new ArrayList<>();
        Flood.Result alone;
        double disk;
        int bytes;
        try (Scene scene = bench.scene()) {
            scene.server().start();
            Flood flood = Sample.flood(scene);
            bytes = flood.bytes();
            int port = scene.server().port();
            Duration time = Duration.ofMillis(bench.size(8_000, 800));
            flood.run(port, CONNECTIONS, time, "warm-");
            disk = Disk.syncs(scene.store().resolveSibling("syncs"), Duration.ofMillis(bench.size(2_000, 200)));
            for (int i = 0; i < bench.rounds(5); i++) {
                String prefix = "flood-" + i + "-";
                double before = scene.server().cpuSeconds();
                Flood.Result result = flood.run(port, CONNECTIONS, time, prefix);
                work.add((scene.server().cpuSeconds() - before)
                        * 1e6
                        / Math.max(1, result.answered().size()));
                floods.add(result);
                missing.add((double) (result.answered().size()
                        + result.refused()
                        - Store.deliveries(scene.store(), prefix).size()));
                bench.say(name() + " round " + (i + 1) + ": " + Math.round(result.perSecond()) + " a second, "
                        + result.refused() + " refused");
            }
            alone = flood.run(port, 1, time.dividedBy(2), "alone-");
        }
        return List.of(
                Row.of(name(), "size of a body", "bytes", Series.of(bytes)),
                Row.of(name(), "answered 2xx and stored", "a second", Series.of(floods, Flood.Result::perSecond))
                        .beside("fdatasync", Series.of(floods, any -> disk))
                        .atLeast(ATLANTIS),
                Row.of(name(), "processor time of the server for each", "µs", new Series(work)),
                Row.of(name(), "answered but not in the store", "", new Series(missing))
                        .always(0),
                Row.of(name(), "half are answered within", "ms", Series.of(floods, it -> it.quantile(0.5))),
                Row.of(name(), "99 of 100 are answered within", "ms", Series.of(floods, it -> it.quantile(0.99))),
                Row.of(name(), "one connection: half are answered within", "ms", Series.of(alone.quantile(0.5))));
    }
}
