package io.tidelock.server.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.config.repo.Terms;
import io.tidelock.config.workflow.Recipe;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.command.Target;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.project.ApplyOn;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.Search;
import io.tidelock.core.project.Step;
import io.tidelock.core.project.Workflow;
import io.tidelock.testkit.contract.HeldLease;
import io.tidelock.testkit.contract.Snapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project is planned and applied by the workflow that the files give it now, and by no other. */
final class OwnWorkflowsTest {
    private static final Workflow OWN = new Workflow(
            Workflow.STANDARD.plan(),
            List.of(
                    new Step.Run(Step.Script.of("./before.sh"), Step.Shown.ALL),
                    new Step.Apply(List.of("-parallelism=1"))));
    private static final String FILE = """
            version: 3
            projects:
            - {dir: c, workflow: own}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(folder);
        bench.policy(new Policy(false, false, ApplyOn.BOTH));
        bench.terms(terms(OWN));
    }

    @Test
    void whatIsRunOtherwiseSinceTheBaseMovedIsPlannedAgainAndNotApplied() {
        PullRef pull = planned();
        base(FILE);

        List<Evidence> evidence = apply(pull);

        assertThat(bench.applied()).isEmpty();
        assertThat(evidence)
                .filteredOn(Evidence.Answer.class::isInstance)
                .singleElement()
                .asString()
                .contains("`c`: atlantis.yaml now says how it is run, and did not when it was planned");
        assertThat(bench.runner.planned().getLast().project().workflow()).isEqualTo(OWN);
        bench.publish(pull);
        bench.tick();
        apply(pull);
        assertThat(applied()).singleElement().extracting(Project::workflow).isEqualTo(OWN);
    }

    @Test
    void whatTheOperatorHasRunOtherwiseSinceIsPlannedAgain() {
        base(FILE);
        PullRef pull = planned();
        Workflow other = new Workflow(OWN.plan(), List.of(new Step.Apply(List.of())));
        bench.terms(terms(other));

        List<Evidence> evidence = apply(pull);

        assertThat(bench.applied()).isEmpty();
        assertThat(evidence)
                .filteredOn(Evidence.Answer.class::isInstance)
                .singleElement()
                .asString()
                .contains("`c`: the way it is run has changed since it was planned");
        assertThat(bench.runner.planned().getLast().project().workflow()).isEqualTo(other);
    }

    private static Terms terms(Workflow own) {
        return new Terms(
                Optional.empty(),
                Map.of("own", new Recipe(own, Optional.empty()), Terms.DEFAULT_WORKFLOW, Recipe.STANDARD),
                Terms.DEFAULT_WORKFLOW,
                Set.of("workflow"),
                false,
                Set.of(),
                Search.USUAL,
                Terms.SearchFixed.NOTHING,
                List.of());
    }

    @Test
    void itIsMarkedWhenTheBaseMoves() {
        PullRef pull = planned();
        base(FILE);
        Work.Refit work = new Work.Refit(pull);

        bench.onlooker().refit(work, bench.store.lease(work));

        assertThat(bench.rows(pull)).containsExactly("c Stale");
    }

    @Test
    void mergingComparesItWithAPlanByTheNewWorkflow() {
        PullRef pull = planned();
        base(FILE);

        land(pull);

        assertThat(bench.planned()).containsExactly("c", "c");
        assertThat(bench.runner.planned().getLast().project().workflow()).isEqualTo(OWN);
    }

    @Test
    void anotherLookByTheMergeUsesTheSameWorkflowAndArguments() {
        base(FILE);
        PullRef pull = bench.open(Bench.INFRA, "c");
        Work.Plan work = new Work.Plan(
                bench.order(pull, "wanda", "plan"),
                new Target.InDirectory("c", "default"),
                List.of("-lock=false"),
                false);
        HeldLease lease = bench.store.lease(work);
        bench.planner().plan(work, lease);
        bench.end(lease);
        bench.publish(pull);
        bench.tick();
        bench.runner.appliesOnce(
                "c", task -> new ApplyRun.Failed(Problem.of("stale", "", ""), true, "", Optional.empty()));

        land(pull);

        assertThat(bench.runner.planned()).hasSize(2).allSatisfy(task -> {
            assertThat(task.extraArgs()).containsExactly("-lock=false");
            assertThat(task.project().workflow()).isEqualTo(OWN);
        });
        assertThat(applied()).hasSize(2).allMatch(project -> project.workflow().equals(OWN));
        assertThat(bench.board(pull).closed()).isTrue();
    }

    @Test
    void whoWaitedForALockIsPlannedByItsWorkflow() {
        base(FILE);
        PullRef first = planned();
        PullRef pull = planned();
        assertThat(bench.rows(pull)).containsExactly("c Locked");
        Work.Unlock unlock = new Work.Unlock(bench.order(first, "wanda", "unlock"));
        HeldLease lease = bench.store.lease(unlock);
        bench.locksmith().unlock(unlock, false, lease);
        bench.end(lease);
        Work.LockFreed work = new Work.LockFreed(pull);

        bench.planner().plan(work, bench.store.lease(work));

        assertThat(bench.rows(pull)).containsExactly("c Planned");
        assertThat(bench.runner.planned().getLast().project().workflow()).isEqualTo(OWN);
    }

    private List<Project> applied() {
        return bench.runner.applied().stream().map(task -> task.project()).toList();
    }

    private void base(String file) {
        bench.setMain(
                Bench.INFRA,
                Snapshot.of(
                        "a/main.tf",
                        "a",
                        "b/main.tf",
                        "b",
                        "c/main.tf",
                        "c",
                        "README.md",
                        "read me",
                        "atlantis.yaml",
                        file));
    }

    private PullRef planned() {
        PullRef pull = bench.open(Bench.INFRA, "c");
        Work.AutoPlan work = new Work.AutoPlan(pull, bench.head(pull), false);
        HeldLease lease = bench.store.lease(work);
        bench.planner().plan(work, lease);
        bench.end(lease);
        bench.publish(pull);
        bench.tick();
        return pull;
    }

    private List<Evidence> apply(PullRef pull) {
        Work.Apply work = new Work.Apply(bench.order(pull, "wanda", "apply"), new Target.All(), false);
        HeldLease lease = bench.store.lease(work);
        List<Evidence> evidence = bench.applier().apply(work, lease);
        bench.end(lease);
        bench.tick();
        return evidence;
    }

    private void land(PullRef pull) {
        bench.merge(pull);
        Work.Land work = new Work.Land(pull, bench.head(pull));
        HeldLease lease = bench.store.lease(work);
        bench.lander().land(work, false, lease);
        bench.end(lease);
    }
}
