package io.tidelock.testkit.contract;

import static io.tidelock.testkit.contract.Sample.apply;
import static io.tidelock.testkit.contract.Sample.autoPlan;
import static io.tidelock.testkit.contract.Sample.plan;
import static io.tidelock.testkit.contract.Sample.pull;
import static io.tidelock.testkit.contract.Sample.reply;
import static io.tidelock.testkit.contract.Sample.sha;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.command.MergeWish;
import io.tidelock.core.command.StateEdit;
import io.tidelock.core.command.Target;
import io.tidelock.core.job.Ending;
import io.tidelock.core.job.Job;
import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.job.Work;
import io.tidelock.core.port.store.Jobs.Claim;
import io.tidelock.core.port.store.Outbox;
import io.tidelock.core.project.MergeMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@code Jobs} promises. */
public abstract class JobsContract extends StoreContract {
    private JobId add(Work work) {
        return store().jobs().add(work, clock.instant());
    }

    private Optional<Stopped.Reason> beat(Claim claim) {
        return store().jobs().beat(claim.job().id(), claim.fence(), clock.in(LEASE));
    }

    @Test
    void nothingIsClaimedWhenNothingWaits() {
        assertThat(claim()).isEmpty();
        assertThat(store().jobs().open()).isEmpty();
    }

    @Test
    void aClaimGivesTheJobAsItWasPromised() {
        Work work = plan(pull(1));
        JobId id = add(work);

        Claim claim = claimed();

        assertThat(claim.job()).isEqualTo(new Job(id, work, clock.instant(), 1));
        assertThat(claim.stop()).isEmpty();
    }

    @Test
    void everyKindOfWorkIsKeptToTheLetter() {
        List<Work> works = List.of(
                autoPlan(pull(1), 7),
                plan(pull(2)),
                apply(pull(3)),
                new Work.Apply(
                        Sample.order(pull(3)),
                        new Target.All(),
                        false,
                        Optional.of(new MergeWish.By(MergeMethod.SQUASH))),
                new Work.Apply(Sample.order(pull(3)), new Target.All(), true, Optional.of(new MergeWish.Not())),
                new Work.Merge(Sample.order(pull(3)), sha(3), Optional.of(MergeMethod.REBASE), true),
                new Work.Unlock(Sample.order(pull(4))),
                new Work.Version(Sample.order(pull(5))),
                new Work.Reply(Sample.order(pull(6)), "Grüße, 世界 \u0000 '\"; DROP TABLE job"),
                new Work.Close(pull(7), sha(7)),
                new Work.Land(pull(7), sha(7)),
                new Work.LockFreed(pull(7)),
                new Work.EditState(
                        Sample.order(pull(6)), new Target.All(), new StateEdit.Removal(List.of("a.b")), List.of()),
                new Work.EditState(
                        Sample.order(pull(6)),
                        new Target.Named("net"),
                        new StateEdit.Import("a.b", "id"),
                        List.of("-var=x=y")),
                new Work.PostHooks(
                        pull(8), "plan", true, java.util.Optional.of(Sample.order(pull(8))), List.of("-x"), "net"),
                new Work.Queued(pull(7), sha(9), Optional.of(sha(8)), true),
                new Work.Refit(pull(8)),
                new Work.Reassess(pull(8)),
                new Work.Checked(Sample.INFRA, sha(9)),
                new Work.BaseMoved(Sample.INFRA, "main", sha(9)));
        works.forEach(this::add);

        assertThat(store().jobs().open().stream().map(Job::work)).containsExactlyElementsOf(works);
    }

    @Test
    void aLaterJobHasAGreaterNumber() {
        assertThat(add(plan(pull(2))).value()).isLessThan(add(plan(pull(1))).value());
    }

    @Test
    void theOldestGoesFirst() {
        JobId first = add(plan(pull(2)));
        JobId second = add(plan(pull(1)));

        assertThat(claimed().job().id()).isEqualTo(first);
        assertThat(claimed().job().id()).isEqualTo(second);
        assertThat(claim()).isEmpty();
    }

    @Test
    void withinALaneOneJobRunsAtATime() {
        JobId first = add(plan(pull(1)));
        JobId second = add(plan(pull(1)));

        HeldLease running = leased();
        assertThat(running.job().id()).isEqualTo(first);
        assertThat(claim()).isEmpty();
        finish(running);
        assertThat(claimed().job().id()).isEqualTo(second);
    }

    @Test
    void aJobThatWaitsToBeTriedAgainHoldsUpItsLaneAndNoOther() {
        add(plan(pull(1)));
        store().jobs().giveBack(leased(), clock.in(Duration.ofMinutes(5)), "the host is down");
        add(plan(pull(1)));
        JobId other = add(plan(pull(11)));

        assertThat(claimed().job().id()).isEqualTo(other);
        assertThat(claim()).isEmpty();
    }

    @Test
    void pullRequestsOfTheSameNumberElsewhereAreOtherLanes() {
        add(plan(pull(1)));
        add(plan(new PullRef(Sample.INFRA_PROD, 1)));
        add(plan(new PullRef(Sample.INFRA_ELSEWHERE, 1)));

        assertThat(List.of(claimed(), claimed(), claimed())).hasSize(3);
    }

    @Test
    void aRepositorysOwnLaneIsNoPullRequestsLane() {
        add(plan(pull(1)));
        add(new Work.BaseMoved(Sample.INFRA, "main", sha(1)));
        add(new Work.BaseMoved(Sample.INFRA, "next", sha(1)));

        claimed();
        claimed();
        assertThat(claim()).isEmpty();
    }

    @Test
    void whatWasPromisedForAPullRequestIsFoundAlsoWhenItHasEnded() {
        JobId first = add(autoPlan(pull(1), 1));
        add(plan(pull(11)));
        add(plan(new PullRef(Sample.INFRA_PROD, 1)));
        finish(leased());
        JobId second = add(plan(pull(1)));

        assertThat(store().jobs().of(pull(1)))
                .containsExactly(
                        new Job(first, autoPlan(pull(1), 1), clock.instant(), 1),
                        new Job(second, plan(pull(1)), clock.instant(), 0));
        assertThat(store().jobs().of(pull(2))).isEmpty();
    }

    @Test
    void workThatIsAddedIsDoneAlsoWhenItsCommentWasObeyedBefore() {
        store().deliveries().keep(Sample.arrival("d1", clock.instant(), plan(pull(1))));

        add(plan(pull(1)));

        assertThat(store().jobs().open()).hasSize(2);
    }

    @Test
    void appliesOfOneRepositoryNeverRunTogether() {
        JobId first = add(apply(pull(1)));
        JobId second = add(apply(pull(2)));

        HeldLease running = leased();
        assertThat(running.job().id()).isEqualTo(first);
        assertThat(claim()).isEmpty();
        finish(running);
        assertThat(claimed().job().id()).isEqualTo(second);
    }

    @Test
    void anUnlockIsNotHeldUpByARunningApplySoThatItIsRefusedAtOnce() {
        add(apply(pull(1)));
        JobId refit = add(new Work.Refit(pull(1)));
        JobId unlock = add(new Work.Unlock(Sample.order(pull(1))));
        JobId another = add(new Work.Unlock(Sample.order(pull(1))));

        Claim applying = claimed();
        Claim unlocking = claimed();
        assertThat(unlocking.job().id()).isEqualTo(unlock);
        assertThat(claim()).isEmpty();
        finish(HeldLease.of(unlocking));
        Claim again = claimed();
        assertThat(again.job().id()).isEqualTo(another);
        finish(HeldLease.of(again));
        assertThat(claim()).isEmpty();
        finish(HeldLease.of(applying));
        assertThat(claimed().job().id()).isEqualTo(refit);
    }

    @Test
    void anUnlockWaitsForWhatWasPromisedBeforeWhileNothingIsApplied() {
        JobId plan = add(plan(pull(1)));
        JobId last = add(new Work.Unlock(Sample.order(pull(1))));

        Claim planning = claimed();
        assertThat(planning.job().id()).isEqualTo(plan);
        assertThat(claim()).isEmpty();
        finish(HeldLease.of(planning));
        assertThat(claimed().job().id()).isEqualTo(last);
    }

    @Test
    void anApplyAndAMergeOfOneRepositoryNeverRunTogether() {
        JobId first = add(new Work.Land(pull(1), sha(1)));
        JobId second = add(apply(pull(2)));
        JobId third = add(new Work.Land(pull(3), sha(3)));

        Claim claim = claimed();
        assertThat(claim.job().id()).isEqualTo(first);
        assertThat(claim()).isEmpty();
        finish(HeldLease.of(claim));
        claim = claimed();
        assertThat(claim.job().id()).isEqualTo(second);
        assertThat(claim()).isEmpty();
        finish(HeldLease.of(claim));
        assertThat(claimed().job().id()).isEqualTo(third);
    }

    @Test
    void whatChangesAStateRunsBesideNoApplyOfItsRepository() {
        JobId first = add(new Work.Land(pull(1), sha(1)));
        JobId second = add(new Work.EditState(
                Sample.order(pull(2)), new Target.All(), new StateEdit.Removal(List.of("a.b")), List.of()));
        JobId third = add(apply(pull(3)));

        for (JobId next : List.of(first, second, third)) {
            Claim claim = claimed();
            assertThat(claim.job().id()).isEqualTo(next);
            assertThat(claim()).isEmpty();
            finish(HeldLease.of(claim));
        }
    }

    @Test
    void anUnlockIsNotHeldUpByWhatChangesAState() {
        add(new Work.EditState(
                Sample.order(pull(1)), new Target.All(), new StateEdit.Removal(List.of("a.b")), List.of()));
        JobId unlock = add(new Work.Unlock(Sample.order(pull(1))));

        claimed();

        assertThat(claimed().job().id()).isEqualTo(unlock);
    }

    @Test
    void appliesOfOtherRepositoriesAreNotHeldUp() {
        add(apply(pull(1)));
        add(apply(new PullRef(Sample.INFRA_PROD, 1)));
        add(apply(new PullRef(Sample.INFRA_ELSEWHERE, 1)));

        assertThat(List.of(claimed(), claimed(), claimed())).hasSize(3);
    }

    @Test
    void aPlanIsNotHeldUpByTheApplyOfAnotherPullRequest() {
        add(apply(pull(1)));
        JobId plan = add(plan(pull(2)));
        claimed();

        assertThat(claimed().job().id()).isEqualTo(plan);
    }

    @Test
    void anApplyThatWaitsToBeTriedAgainHoldsUpNoApplyOfAnotherPullRequest() {
        add(apply(pull(1)));
        store().jobs().giveBack(leased(), clock.in(Duration.ofMinutes(5)), "the host is down");
        JobId other = add(apply(pull(2)));

        assertThat(claimed().job().id()).isEqualTo(other);
    }

    @Test
    void aRunningJobIsNotClaimedBeforeItsLeaseRanOut() {
        add(plan(pull(1)));
        claimed();

        clock.pass(LEASE);

        assertThat(claim()).isEmpty();
    }

    @Test
    void aJobWhoseLeaseRanOutIsTakenOverUnderANewFence() {
        add(plan(pull(1)));
        Claim first = claimed();
        clock.pass(LEASE.plusSeconds(1));

        Claim second = claimed();

        assertThat(second.job().id()).isEqualTo(first.job().id());
        assertThat(second.job().attempt()).isEqualTo(2);
        assertThat(second.fence()).isGreaterThan(first.fence());
        assertThat(beat(first)).contains(Stopped.Reason.LOST);
        assertThat(beat(second)).isEmpty();
    }

    @Test
    void aBeatProlongsTheLease() {
        add(plan(pull(1)));
        Claim claim = claimed();
        clock.pass(LEASE.minusSeconds(1));
        assertThat(beat(claim)).isEmpty();
        clock.pass(LEASE.minusSeconds(1));

        assertThat(claim()).isEmpty();
    }

    @Test
    void aSupersededHolderKeepsItsLeaseToSayItsLastWords() {
        add(autoPlan(pull(1), 1));
        Claim old = claimed();
        add(autoPlan(pull(1), 2));

        assertThat(beat(old)).contains(Stopped.Reason.SUPERSEDED);
        assertThat(claim()).isEmpty();
        store().jobs()
                .finish(
                        HeldLease.of(old),
                        new Ending(Ending.State.SUPERSEDED, "overtaken"),
                        List.of(reply(pull(1), "r1")));
        assertThat(claimed().job().work()).isEqualTo(autoPlan(pull(1), 2));
        assertThat(store().outbox().due(clock.instant(), 9)).hasSize(1);
    }

    @Test
    void whoTakesOverASupersededJobIsToldAtOnce() {
        add(autoPlan(pull(1), 1));
        claimed();
        add(autoPlan(pull(1), 2));
        clock.pass(LEASE.plusSeconds(1));

        Claim successor = claimed();

        assertThat(successor.job().work()).isEqualTo(autoPlan(pull(1), 1));
        assertThat(successor.stop()).contains(Stopped.Reason.SUPERSEDED);
        assertThat(beat(successor)).contains(Stopped.Reason.SUPERSEDED);
    }

    @Test
    void finishingStoresTheWords() {
        add(plan(pull(1)));

        store().jobs().finish(leased(), Ending.done("planned"), List.of(reply(pull(1), "r1"), reply(pull(1), "r2")));

        assertThat(store().jobs().open()).isEmpty();
        assertThat(store().outbox().due(clock.instant(), 9).stream().map(Outbox.Letter::message))
                .containsExactly(reply(pull(1), "r1"), reply(pull(1), "r2"));
    }

    @Test
    void finishingUnderALostLeaseEndsNothingAndSaysNothing() {
        add(plan(pull(1)));
        HeldLease old = leased();
        clock.pass(LEASE.plusSeconds(1));
        Claim current = claimed();

        lost(() -> store().jobs().finish(old, Ending.done("planned"), List.of(reply(pull(1), "r1"))));

        assertThat(store().jobs().open()).hasSize(1);
        assertThat(store().outbox().due(clock.instant(), 9)).isEmpty();
        assertThat(beat(current)).isEmpty();
    }

    @Test
    void finishingTwiceIsRefused() {
        refusedWhenLost(lease -> store().jobs().finish(lease, Ending.done("planned"), List.of(reply(pull(1), "r1"))));
        assertThat(store().outbox().due(clock.instant(), 9)).isEmpty();
    }

    @Test
    void aJobGivenBackIsTriedAgainWhenItsTimeHasCome() {
        add(plan(pull(1)));
        Claim first = claimed();
        store().jobs().giveBack(HeldLease.of(first), clock.in(Duration.ofMinutes(5)), "the host is down");

        clock.pass(Duration.ofMinutes(5).minusMillis(1));
        assertThat(claim()).isEmpty();
        clock.pass(Duration.ofMillis(1));
        Claim second = claimed();

        assertThat(second.job().attempt()).isEqualTo(2);
        assertThat(second.fence()).isGreaterThan(first.fence());
    }

    @Test
    void givingBackUnderALostLeaseIsRefused() {
        refusedWhenLost(lease -> store().jobs().giveBack(lease, clock.instant(), "no"));
    }

    @Test
    void anEndedJobHasNoGoodLease() {
        add(plan(pull(1)));
        Claim claim = claimed();
        finish(HeldLease.of(claim));

        assertThat(beat(claim)).contains(Stopped.Reason.LOST);
    }

    @Test
    void ofOneThousandJobsEachIsClaimedOnceByEightThreads() throws InterruptedException, ExecutionException {
        IntStream.rangeClosed(1, 1000).forEach(number -> add(plan(pull(number))));

        List<List<JobId>> claims = Race.of(IntStream.range(0, 8)
                .<Callable<List<JobId>>>mapToObj(worker -> () -> {
                    List<JobId> mine = new ArrayList<>();
                    for (Optional<Claim> claim = claim(); claim.isPresent() && mine.size() <= 1000; claim = claim()) {
                        mine.add(claim.get().job().id());
                    }
                    return mine;
                })
                .toList());

        List<JobId> all = claims.stream().flatMap(List::stream).toList();
        assertThat(all).hasSize(1000).doesNotHaveDuplicates();
    }

    @Test
    void ofEightThatFinishAtOnceOneEndsTheJob() throws InterruptedException, ExecutionException {
        add(plan(pull(1)));
        Lease lease = leased();

        List<Boolean> ended = Race.of(IntStream.range(0, 8)
                .<Callable<Boolean>>mapToObj(nth -> () -> {
                    try {
                        store().jobs().finish(lease, Ending.done("done"), List.of(reply(pull(1), "r" + nth)));
                        return true;
                    } catch (Stopped stopped) {
                        return false;
                    }
                })
                .toList());

        assertThat(ended).containsOnlyOnce(true);
        assertThat(store().outbox().due(clock.instant(), 9)).hasSize(1);
    }
}
