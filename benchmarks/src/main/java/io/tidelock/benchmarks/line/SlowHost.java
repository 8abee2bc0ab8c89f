package io.tidelock.benchmarks.line;

import io.tidelock.benchmarks.Bench;
import io.tidelock.benchmarks.Line;
import io.tidelock.benchmarks.Row;
import io.tidelock.benchmarks.Series;
import io.tidelock.benchmarks.scene.Projects;
import io.tidelock.benchmarks.scene.Raw;
import io.tidelock.benchmarks.scene.Repository;
import io.tidelock.benchmarks.scene.Scene;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a host that takes its time costs: the same pull request at a quick one and at a slow one. */
public final class SlowHost implements Line {
    private static final Duration SLOW = Duration.ofMillis(100);

    @Override
    public String name() {
        return "slow-host";
    }

    @Override
    public String about() {
        return "50 projects at a host that takes 100 ms a call: plan and apply";
    }

    private record Course(Repository.Seen plan, Repository.Seen apply, Raw.Planned raw) {}

    @Override
    public List<Row> run(Bench bench) {
        Projects all = Projects.of(bench.size(50, 4));
        List<Double> quick = new ArrayList<>();
        List<Double> slow = new ArrayList<>();
        List<Double> apply = new ArrayList<>();
        List<Double> raw = new ArrayList<>();
        List<Double> goal = new ArrayList<>();
        try (Scene scene = bench.scene().warm(bench.size(6, 1))) {
            for (int i = 0; i < bench.rounds(3); i++) {
                Course near = course(scene, all, Duration.ZERO);
                Course far = course(scene, all, SLOW);
                double applies = scene.raw().applies(far.raw(), all.names());
                quick.add(near.plan().seconds());
                slow.add(far.plan().seconds());
                apply.add(far.apply().seconds());
                raw.add(applies);
                goal.add(far.apply().seconds() - 1.1 * applies);
                bench.say(name() + " round " + (i + 1) + ": plan " + quick.get(i) + " and " + slow.get(i) + " s, apply "
                        + apply.get(i) + " s, raw applies " + applies + " s");
            }
        }
        Series more = new Series(slow).minus(new Series(quick));
        double over = new Series(goal).median();
        return List.of(
                Row.of(name(), "plan", "s", new Series(slow))
                        .beside("quick host", new Series(quick))
                        .with(new Row.Goal("≤ quick host + 0.5 s", more.median(), more.median() <= 0.5)),
                Row.of(name(), "apply", "s", new Series(apply))
                        .beside("raw", new Series(raw))
                        .with(new Row.Goal("≤ 1.1 raw + 0.5 s", over, over <= 0.5)));
    }

    private static Course course(Scene scene, Projects all, Duration delay) {
        Repository repository = scene.repository(all.files(0));
        repository.open("words", Map.of("README.md", "The mirror is warm now.\n"));
        scene.delay(delay);
        try {
            Repository.Change opened = repository.open("change", all.files(1));
            Raw.Planned raw = scene.raw().two(repository.url(), "change", all.names());
            return new Course(opened.seen(), repository.apply(opened).seen(), raw);
        } finally {
            scene.delay(Duration.ZERO);
        }
    }
}
