package io.tidelock.benchmarks.line;

import io.tidelock.benchmarks.Bench;
import io.tidelock.benchmarks.Line;
import io.tidelock.benchmarks.Row;
import io.tidelock.benchmarks.Series;
import io.tidelock.benchmarks.scene.Projects;
import io.tidelock.benchmarks.scene.Raw;
import io.tidelock.benchmarks.scene.Repository;
import io.tidelock.benchmarks.scene.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A pull request that changes many projects: opened, pushed to, applied; beside it the bare commands for the same. */
public final class Plans implements Line {
    private final int projects;
    private final int rounds;

    /** @param rounds how often, when nobody says otherwise */
    public Plans(int projects, int rounds) {
        this.projects = projects;
        this.rounds = rounds;
    }

    @Override
    public String name() {
        return "projects-" + projects;
    }

    @Override
    public String about() {
        return (projects == 1 ? "1 project" : projects + " projects")
                + ": webhook → last status, and the calls it takes";
    }

    private record Round(
            Repository.Seen cold,
            Repository.Seen second,
            Repository.Seen apply,
            double cpu,
            double r,
            double b,
            double applies) {
        int calls() {
            return cold.apiCalls() + apply.apiCalls();
        }
    }

    @Override
    public List<Row> run(Bench bench) {
        Projects all = Projects.of(bench.size(projects, Math.min(projects, 6)));
        List<Round> taken = new ArrayList<>();
        try (Scene scene = bench.scene().warm(bench.size(6, 1))) {
            for (int i = 0; i < bench.rounds(rounds); i++) {
                taken.add(round(scene, all));
                bench.tell("plan, nothing remembered", taken.get(i).cold());
                bench.tell("plan of the second head", taken.get(i).second());
                bench.tell("apply", taken.get(i).apply());
                bench.say(name() + " round " + (i + 1) + ": cold "
                        + taken.get(i).cold().seconds() + " s, R "
                        + taken.get(i).r() + " s, B " + taken.get(i).b() + " s");
            }
        }
        return rows(taken);
    }

    private static Round round(Scene scene, Projects all) {
        Repository repository = scene.repository(all.files(0));
        repository.open("words", Map.of("README.md", "The mirror is warm now.\n"));
        Repository.Change opened = repository.open("change", all.files(1));
        Raw.Planned r = scene.raw().serial(repository.url(), "change", all.names());
        double before = scene.server().cpuSeconds();
        Repository.Change pushed = repository.push(opened, all.files(2));
        double cpu = scene.server().cpuSeconds() - before;
        Raw.Planned b = scene.raw().two(repository.url(), "change", all.names());
        Repository.Change applied = repository.apply(pushed);
        double applies = scene.raw().applies(b, all.names());
        return new Round(opened.seen(), pushed.seen(), applied.seen(), cpu, r.seconds(), b.seconds(), applies);
    }

    private List<Row> rows(List<Round> taken) {
        Row cold = row("plan, nothing remembered", taken, round -> round.cold().seconds());
        Row second = row(
                "plan of the second head, init remembered",
                taken,
                round -> round.second().seconds());
        Row apply = Row.of(
                        name(),
                        "apply",
                        "s",
                        Series.of(taken, round -> round.apply().seconds()))
                .beside("raw", Series.of(taken, Round::applies));
        Row cpu = Row.of(name(), "processor time of the server, second head", "s", Series.of(taken, Round::cpu));
        Row planCalls = calls("calls of a plan", taken, round -> round.cold().apiCalls());
        Row applyCalls = calls("calls of plan and apply", taken, Round::calls);
        return switch (projects) {
            case 1 ->
                List.of(cold.atMostTimes(1.9, "R"), second.atMostTimes(1.5, "R"), apply, cpu, planCalls, applyCalls);
            case 50 ->
                List.of(
                        cold.atMostTimes(1.7, "B"),
                        second.atMostTimes(1.2, "B"),
                        apply,
                        cpu,
                        planCalls.atMost(20),
                        applyCalls);
            default ->
                List.of(
                        cold.atMostTimes(1.7, "B"),
                        second.atMostTimes(1.2, "B"),
                        apply,
                        cpu,
                        planCalls,
                        applyCalls.atMost(60));
        };
    }

    private Row row(String what, List<Round> taken, ToDoubleFunction<Round> figure) {
        return Row.of(name(), what, "s", Series.of(taken, figure))
                .beside("R", Series.of(taken, Round::r))
                .beside("B", Series.of(taken, Round::b));
    }

    private Row calls(String what, List<Round> taken, ToDoubleFunction<Round> figure) {
        return Row.of(name(), what, "calls", Series.of(taken, figure));
    }
}
