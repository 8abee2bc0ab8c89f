package io.tidelock.benchmarks.line;

import io.tidelock.benchmarks.Bench;
import io.tidelock.benchmarks.Line;
import io.tidelock.benchmarks.Row;
import io.tidelock.benchmarks.Series;
import io.tidelock.benchmarks.scene.Patience;
import io.tidelock.benchmarks.scene.Projects;
import io.tidelock.benchmarks.scene.Repository;
import io.tidelock.benchmarks.scene.Scene;
import java.time.Duration;
import java.util.List;

/** The memory of a server that has nothing to do. */
public final class Memory implements Line {
    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String about() {
        return "memory of an idle server, after its start and after some work; seconds until it is up";
    }

    @Override
    public List<Row> run(Bench bench) {
        try (Scene scene = bench.scene()) {
            double start = scene.server().start();
            Patience.pause(Duration.ofMillis(bench.size(10_000, 500)));
            double before = scene.server().residentMebibytes();
            Projects projects = Projects.of(2);
            Repository repository = scene.repository(projects.files(0));
            for (int i = 0; i < bench.size(20, 2); i++) {
                Repository.Change change = repository.open("change-" + i, projects.files(i + 1));
                repository.close(change);
            }
            Patience.pause(Duration.ofMillis(bench.size(20_000, 500)));
            double after = scene.server().residentMebibytes();
            return List.of(
                    Row.of(name(), "start to open door", "s", Series.of(start)).atMost(1.5),
                    Row.of(name(), "resident, idle after the start", "MiB", Series.of(before))
                            .atMost(150),
                    Row.of(name(), "resident, idle after 20 pull requests", "MiB", Series.of(after))
                            .atMost(150));
        }
    }
}
