package io.tidelock.server.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.command.Target;
import io.tidelock.core.job.CommentOrder;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.testkit.contract.HeldLease;
import io.tidelock.testkit.contract.Snapshot;
import io.tidelock.testkit.fake.FakeRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StagesTest {
    private static final String GROUPS = """
            version: 3
            %s
            projects:
            - {dir: c, name: c}
            - {dir: a, name: a, execution_order_group: 2}
            - {dir: b, name: b, depends_on: [c]}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(folder);
    }

    @Test
    void projectsArePlannedAndAppliedInTheirTurns() {
        PullRef pull = planned("");

        assertThat(bench.planned()).containsExactly("c", "b", "a");
        apply(pull, new Target.All());
        assertThat(bench.applied()).containsExactly("c", "b", "a");
    }

    @Test
    void aFailureDoesNotStopLaterGroupsUnlessTheFileSaysSo() {
        bench.runner.plans("c", FakeRunner.failing("no"));
        PullRef pull = planned("");

        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Planned", "c PlanFailed");
    }

    @Test
    void aFailureStopsLaterGroupsWhenTheFileSaysSo() {
        bench.runner.plans("c", FakeRunner.failing("no"));
        PullRef pull = planned("abort_on_execution_order_fail: true");

        assertThat(bench.planned()).containsExactly("c");
        assertThat(bench.rows(pull)).containsExactly("a PlanFailed", "b PlanFailed", "c PlanFailed");
        assertThat(((Outcome.PlanFailed) bench.board(pull).results().get(1).outcome())
                        .problem()
                        .met())
                .isEqualTo("not planned: `c`, which comes before it, did not end well");
    }

    @Test
    void aFailedApplyStopsLaterGroupsWhenTheFileSaysSo() {
        PullRef pull = planned("abort_on_execution_order_fail: true");
        bench.runner.applies("b", failed());

        List<Evidence> evidence = apply(pull, new Target.All());

        assertThat(bench.applied()).containsExactly("c", "b");
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b ApplyFailed", "c Applied");
        assertThat(answers(evidence)).singleElement().asString().contains("`a`: `b`, which comes before it");
    }

    @Test
    void aProjectIsNotAppliedBeforeWhatItDependsOn() {
        PullRef pull = planned("");

        List<Evidence> evidence = apply(pull, new Target.Named("b"));

        assertThat(bench.applied()).isEmpty();
        assertThat(answers(evidence))
                .singleElement()
                .asString()
                .contains("`b`: it depends on `c`, which is not applied");

        apply(pull, new Target.Named("c"));
        apply(pull, new Target.Named("b"));
        assertThat(bench.applied()).containsExactly("c", "b");
    }

    @Test
    void whatDependsOnAFailedApplyWaits() {
        PullRef pull = planned("");
        bench.runner.applies("c", failed());

        apply(pull, new Target.All());

        assertThat(bench.rows(pull)).containsExactly("a Applied", "b Planned", "c ApplyFailed");
    }

    private static ApplyRun failed() {
        return new ApplyRun.Failed(Problem.of("no", "", ""), false, "no", Optional.empty());
    }

    private static List<String> answers(List<Evidence> evidence) {
        return evidence.stream()
                .filter(Evidence.Answer.class::isInstance)
                .map(answer -> ((Evidence.Answer) answer).text())
                .toList();
    }

    private PullRef planned(String line) {
        PullRef pull = bench.open(Bench.INFRA, "a", "b", "c");
        Snapshot files = bench.files(pull).with("atlantis.yaml", GROUPS.formatted(line));
        bench.push(pull, files);
        Work.AutoPlan work = new Work.AutoPlan(pull, bench.head(pull), false);
        HeldLease lease = bench.store.lease(work);
        bench.planner().plan(work, lease);
        bench.end(lease);
        bench.publish(pull);
        bench.tick();
        return pull;
    }

    private List<Evidence> apply(PullRef pull, Target target) {
        CommentOrder order = bench.order(pull, "wanda", "apply");
        Work.Apply work = new Work.Apply(order, target, false);
        HeldLease lease = bench.store.lease(work);
        List<Evidence> evidence = bench.applier().apply(work, lease);
        bench.end(lease);
        bench.tick();
        return evidence;
    }
}
