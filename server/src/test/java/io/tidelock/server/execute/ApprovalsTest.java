package io.tidelock.server.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.config.repo.Terms;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.command.Target;
import io.tidelock.core.job.Job;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.project.Conditions;
import io.tidelock.core.project.Requirement;
import io.tidelock.testkit.contract.HeldLease;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of approvals when a comment plans anew. */
class ApprovalsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Bench bench;

    @SuppressWarnings("NullAway.Init")
    private PullRef pull;

    @BeforeEach
    void start() {
        bench = new Bench(folder);
        pull = bench.open(Bench.INFRA, "a");
        bench.host(Bench.INFRA).approve(pull, "rob");
        bench.host(Bench.INFRA).approve(pull, "ann");
    }

    @Test
    void aCommentThatPlansTakesThemBackAndSaysWhose() {
        bench.takeApprovalsBack();

        List<Evidence> evidence = plan("wanda", new Target.All());

        assertThat(answers(evidence))
                .singleElement()
                .asString()
                .contains("`ann`, `rob`", "is taken back", "approve again");
        assertThat(approved()).isFalse();
    }

    @Test
    void ofWhatNobodyApprovedNothingIsSaid() {
        bench.takeApprovalsBack();
        plan("wanda", new Target.All());

        assertThat(answers(plan("wanda", new Target.All()))).isEmpty();
    }

    @Test
    void theyStandWhenAPushPlans() {
        bench.takeApprovalsBack();
        Work.AutoPlan work = new Work.AutoPlan(pull, bench.head(pull), false);
        HeldLease lease = bench.store.lease(work);
        bench.planner().plan(work, lease);
        bench.end(lease);

        assertThat(approved()).isTrue();
    }

    @Test
    void theyStandWhereTheOperatorDoesNotAskForIt() {
        assertThat(answers(plan("wanda", new Target.All()))).isEmpty();
        assertThat(approved()).isTrue();
    }

    @Test
    void theyStandWhenTheCommentIsNotObeyed() {
        bench.takeApprovalsBack();

        assertThat(plan("rita", new Target.All())).singleElement().isInstanceOf(Evidence.Denied.class);
        assertThat(plan("wanda", new Target.Named("unknown"))).hasOnlyElementsOfType(Evidence.Denied.class);
        assertThat(approved()).isTrue();
    }

    @Test
    void whatIsRequiredBeforeAPlanIsAskedBeforeTheyAreTakenBack() {
        bench.terms(Terms.USUAL.under(new Conditions(
                List.of(Requirement.APPROVED), List.of(), List.of(), Conditions.Locking.ON_PLAN, false)));
        bench.takeApprovalsBack();

        plan("wanda", new Target.All());

        assertThat(bench.outcome(pull, "a")).isInstanceOf(Outcome.Planned.class);
        assertThat(approved()).isFalse();
    }

    @Test
    void aHostThatKeepsThemIsQuotedAndThePlanIsThere() {
        bench.takeApprovalsBack();
        bench.host(Bench.INFRA)
                .keepApprovals(Problem.of("403: a person's token", "a token of the project", "Ask the operator"));

        List<Evidence> evidence = plan("wanda", new Target.All());

        assertThat(answers(evidence))
                .singleElement()
                .asString()
                .contains("Approvals still stand", "403: a person's token", "a token of the project");
        assertThat(bench.outcome(pull, "a")).isInstanceOf(Outcome.Planned.class);
    }

    @Test
    void aHostThatStumblesIsAskedAgainAndNothingIsPlannedTwice() {
        bench.takeApprovalsBack();
        Work.Plan work = one();
        HeldLease lease = bench.store.lease(work);
        stumble();
        assertThatThrownBy(() -> bench.planner().plan(work, lease)).isInstanceOf(Unavailable.class);

        List<Evidence> evidence = bench.planner().plan(work, again(lease, 2));

        assertThat(bench.planned()).containsExactly("a");
        assertThat(answers(evidence)).singleElement().asString().contains("`ann`, `rob`", "is taken back");
    }

    @Test
    void aHostThatStumblesForLongKeepsThemAndThePlanIsThere() {
        bench.takeApprovalsBack();
        Work.Plan work = one();
        HeldLease lease = bench.store.lease(work);
        stumble();

        List<Evidence> evidence = bench.planner().plan(work, again(lease, 4));

        assertThat(answers(evidence))
                .singleElement()
                .asString()
                .contains("Approvals still stand", "502", "read the new ones before you apply");
        assertThat(bench.outcome(pull, "a")).isInstanceOf(Outcome.Planned.class);
    }

    private Work.Plan one() {
        return new Work.Plan(
                bench.order(pull, "wanda", "plan -d a"), new Target.InDirectory("a", "default"), List.of(), false);
    }

    /** When it is to take approvals back. */
    private void stumble() {
        bench.host(Bench.INFRA).misfortune().spareNext(); // the pull request
        bench.host(Bench.INFRA).misfortune().spareNext(); // the permission
        bench.host(Bench.INFRA).misfortune().failNext(Unavailable.notDone("502 Bad Gateway", null));
    }

    private static HeldLease again(HeldLease lease, int attempt) {
        Job job = lease.job();
        return new HeldLease(new Job(job.id(), job.work(), job.acceptedAt(), attempt), lease.fence());
    }

    private boolean approved() {
        return !bench.hosts().dropApprovals(bench.read(pull)).by().isEmpty();
    }

    private List<Evidence> plan(String who, Target target) {
        Work.Plan work = new Work.Plan(bench.order(pull, who, "plan"), target, List.of(), false);
        HeldLease lease = bench.store.lease(work);
        List<Evidence> evidence = bench.planner().plan(work, lease);
        bench.end(lease);
        return evidence;
    }

    private static List<String> answers(List<Evidence> evidence) {
        return evidence.stream()
                .filter(Evidence.Answer.class::isInstance)
                .map(answer -> ((Evidence.Answer) answer).text())
                .toList();
    }
}
