package io.tidelock.benchmarks.line;

import io.tidelock.benchmarks.Bench;
import io.tidelock.benchmarks.Line;
import io.tidelock.benchmarks.Row;
import io.tidelock.benchmarks.Series;
import io.tidelock.config.select.Selector;
import io.tidelock.core.change.ChangedFiles;
import io.tidelock.core.port.run.SourceTree;
import io.tidelock.core.project.ConfiguredProject;
import io.tidelock.core.project.Place;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.RepoSettings;
import io.tidelock.core.project.RepoSettings.Autodiscover;
import io.tidelock.core.project.Workflow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which of very many projects a pull request with very many files touches: no disk, no processes. */
public final class Selection implements Line {
    @Override
    public String name() {
        return "selection";
    }

    @Override
    public String about() {
        return "which of 10,000 directories 1,000 changed files touch, configured one by one and discovered";
    }

    @Override
    public List<Row> run(Bench bench) {
        int dirs = bench.size(10_000, 500);
        int files = bench.size(1_000, 50);
        SourceTree tree = tree(dirs);
        ChangedFiles changed = ChangedFiles.of(changed(dirs, files));
        RepoSettings configured = new RepoSettings(Optional.of("atlantis.yaml"), projects(dirs), Autodiscover.DISABLED);
        return List.of(
                Row.of(name(), "configured", "s", series(bench, configured, tree, changed, files))
                        .atMost(1),
                Row.of(name(), "discovered", "s", series(bench, RepoSettings.none(), tree, changed, files))
                        .atMost(1));
    }

    private static Series series(
            Bench bench, RepoSettings settings, SourceTree tree, ChangedFiles changed, int expected) {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < bench.rounds(5); i++) {
            long begin = System.nanoTime();
            int selected = Selector.select(settings, tree, changed, "main", Selector.Mode.AUTO)
                    .projects()
                    .size();
            seconds.add((System.nanoTime() - begin) / 1e9);
            if (selected != expected) {
                throw new IllegalStateException(selected + " projects were selected, and not " + expected);
            }
        }
        return new Series(seconds);
    }

    private static String dir(int number) {
        return "live/account-" + number % 100 + "/region-" + number / 100 % 10 + "/stack-" + number;
    }

    private static String[] changed(int dirs, int files) {
        String[] changed = new String[files];
        for (int i = 0; i < files; i++) {
            changed[i] = dir(i * (dirs / files)) + "/main.tf";
        }
        return changed;
    }

    private static List<ConfiguredProject> projects(int dirs) {
        List<ConfiguredProject> projects = new ArrayList<>();
        for (int i = 0; i < dirs; i++) {
            projects.add(new ConfiguredProject(
                    new ProjectKey(dir(i), ProjectKey.DEFAULT_WORKSPACE, "stack-" + i),
                    List.of("**/*.tf*", "../../modules/**/*.tf", "!**/*.md", "**/.terraform.lock.hcl"),
                    true,
                    Optional.empty(),
                    Workflow.STANDARD,
                    Optional.empty(),
                    new Place.Wish(i % 3, i < 100 ? List.of() : List.of("stack-" + (i - 100)))));
        }
        return projects;
    }

    private static SourceTree tree(int dirs) {
        SortedSet<String> files = new TreeSet<>();
        for (int i = 0; i < dirs; i++) {
            files.add(dir(i) + "/main.tf");
            files.add(dir(i) + "/README.md");
        }
        SortedSet<String> all = Collections.unmodifiableSortedSet(files);
        return new SourceTree() {
            @Override
            public SortedSet<String> files() {
                return all;
            }

            @Override
            public Optional<byte[]> read(String path, int limit) {
                return all.contains(path) ? Optional.of(new byte[0]) : Optional.empty();
            }

            @Override
            public Optional<String> id(String path) {
                return Optional.empty();
            }

            @Override
            public SortedSet<String> links() {
                return Collections.emptySortedSet();
            }
        };
    }
}
