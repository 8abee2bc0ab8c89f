package io.tidelock.server;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.Ending;
import io.tidelock.core.job.Job;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.store.Jobs;
import io.tidelock.server.execute.Locksmith;
import io.tidelock.server.report.Reporter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Promise in, words out. Whatever happens, the pull request ends up saying what is true. */
final class Worker {
    /** Pushes this close together belong together. */
    private static final Duration QUICK = Duration.ofSeconds(6);

    private static final Duration CALM = Duration.ofSeconds(2);

    /** A sign that was stored is sent in any case; the second one is for a server that died before it stored the first. */
    private static final int SIGNS = 2;

    /** With this try, a host is believed although it told something else before. */
    private static final int BELIEF = 4;

    private final Hands hands;
    private final Jobs jobs;
    private final Reporter reporter;
    private final Postman postman;
    private final Handover handover;
    private final InstantSource clock;

    Worker(Hands hands, Jobs jobs, Reporter reporter, Postman postman, Tempo tempo, InstantSource clock) {
        this.hands = hands;
        this.jobs = jobs;
        this.reporter = reporter;
        this.postman = postman;
        this.handover = new Handover(hands.merger(), postman, tempo);
        this.clock = clock;
    }

    void fulfil(Job job, Lease lease) {
        if (job.attempt() <= SIGNS) {
            postman.sendFirst(reporter.begun(job)); // report: the first sign, before anything slow
        }
        hands.aftermath().stopPlans(lease);
        List<Evidence> evidence = switch (job.work()) { // execute
            case Work.AutoPlan plan -> {
                calm(plan, lease);
                yield hands.planner().plan(plan, lease);
            }
            case Work.Plan plan -> hands.planner().plan(plan, lease);
            case Work.Apply apply -> hands.applier().apply(apply, lease);
            case Work.Unlock unlock -> hands.locksmith().unlock(unlock, besideAnApply(job), lease);
            case Work.Close close -> close(close, lease);
            case Work.Land land ->
                hands.lander()
                        .land(land, toldBefore(job, land), lease)
                        .orElseGet(() -> lookAgain(land.pull(), land.head(), lease));
            case Work.Merge merge -> handover.merge(merge, lease);
            case Work.PostHooks hooks -> hands.hooks().after(hooks, lease);
            case Work.LockFreed freed -> hands.planner().plan(freed, lease);
            case Work.Queued queued -> queued(queued);
            case Work.Refit refit -> hands.onlooker().refit(refit, lease);
            case Work.BaseMoved moved -> pass(moved);
            case Work.Reassess reassess -> hands.onlooker().reassess(reassess, lease);
            case Work.Checked checked -> pass(checked);
            case Work.EditState edit -> hands.registrar().edit(edit, lease);
            case Work.Version version -> hands.registrar().version(version, lease);
            case Work.Reply reply -> List.of(new Evidence.Answer(reply.order(), reply.text()));
        };
        lookAround(job, evidence);
        List<Evidence> told = tidied(evidence, lease);
        if (job.work() instanceof Work.OnPull work && hands.onlooker().asksAgain(work)) {
            jobs.add(new Work.Reassess(work.pull()), clock.instant());
        }
        promiseHooks(told, lease);
        told.stream()
                .filter(Evidence.Complete.class::isInstance)
                .forEach(complete -> promise(((Evidence.Complete) complete).next(), lease));
        end(lease, Ending.done(evidence.toString()), told);
    }

    /** Another server that planned the same commit is noticed by what it said of it. */
    private void lookAround(Job job, List<Evidence> evidence) {
        if (job.work() instanceof Work.AutoPlan plan
                && evidence.getLast() instanceof Evidence.Shown shown
                && shown.board().isOf(plan.announcedHead())) {
            hands.neighbours().look(plan.pull().repo(), plan.announcedHead(), job.acceptedAt());
        }
    }

    /** What comes after the command is the next job. */
    private void promiseHooks(List<Evidence> evidence, Lease lease) {
        if (lease.job().work() instanceof Work.OnPull work) {
            hands.hooks().afterwards(work, evidence, lease).ifPresent(next -> promise(next, lease));
        }
    }

    /** What comes next, once: it may have been promised before a crash. */
    private void promise(Work.OnPull next, Lease lease) {
        boolean promised = jobs.of(next.pull()).stream()
                .anyMatch(other -> other.id().value() > lease.job().id().value()
                        && other.work().equals(next));
        if (!promised) {
            jobs.add(next, clock.instant());
        }
    }

    /**
     * What was found, and the board as it then is: no project waits for this job any more, and nothing stays as an earlier
     * try has shown it.
     */
    private List<Evidence> tidied(List<Evidence> evidence, Lease lease) {
        if (!(lease.job().work() instanceof Work.OnPull work)) {
            return evidence;
        }
        boolean tidied = hands.aftermath().tidy(work.pull(), lease);
        boolean shown = evidence.stream().anyMatch(Evidence.Shown.class::isInstance);
        List<Evidence> told = new ArrayList<>();
        if (!shown && (tidied || (lease.job().attempt() > 1 && showsProgress(work)))) {
            Evidence.Shown now = hands.aftermath().shown(work.pull(), Optional.empty());
            if (!now.board()
                    .closed()) { // else its rows are forgotten, and the last words were promised before they were
                told.add(now);
            }
        }
        for (Evidence found : evidence) {
            told.add(found instanceof Evidence.Shown before ? newer(before, lease) : found);
        }
        return told;
    }

    /**
     * The board as it is now. When its rows were forgotten after this job had planned, the one before that: nothing else tells how
     * the plan ended that is shown as being under way.
     */
    private Evidence newer(Evidence.Shown before, Lease lease) {
        Evidence.Shown now = hands.aftermath().shown(before.board().pull(), before.asked());
        boolean planned = before.board().results().stream()
                .anyMatch(row -> row.outcome() instanceof Outcome.Unchanged
                        && row.job().equals(lease.job().id()));
        return planned && now.board().closed() ? before : now;
    }

    private static boolean showsProgress(Work.OnPull work) {
        return work instanceof Work.AutoPlan
                || work instanceof Work.Plan
                || work instanceof Work.LockFreed
                || work.applies();
    }

    /**
     * A pull request that is open although its end was told: the host's answers may lag behind its webhooks. If it stays so,
     * something came late or twice, and it is planned: by a job of its own, after which its end can be told again.
     */
    private List<Evidence> lookAgain(PullRef pull, CommitSha head, Lease lease) {
        if (lease.job().attempt() < BELIEF) {
            throw Unavailable.notDone("the host says that " + pull + " is open, and told that it was closed", null);
        }
        jobs.add(new Work.AutoPlan(pull, head, true), clock.instant());
        return List.of(new Evidence.Nothing("it is open, and looking at it is the next job"));
    }

    private boolean toldBefore(Job job, Work.Land land) {
        return jobs.of(land.pull()).stream()
                .anyMatch(other -> other.work() instanceof Work.Land
                        && other.id().value() < job.id().value());
    }

    /**
     * What a queue is about to merge stands as its pull request does. One that was never planned as it is, is planned first, by a job
     * that runs the hooks which plans need.
     */
    private List<Evidence> queued(Work.Queued queued) {
        List<PullRef> along = hands.onlooker().queuedAlong(queued);
        if (!queued.again() && planFirst(queued.pull(), along)) {
            jobs.add(new Work.Queued(queued.pull(), queued.commit(), queued.base(), true), clock.instant());
            return List.of(new Evidence.Nothing("it is planned first"));
        }
        along.stream().filter(this::isBeingPlanned).findFirst().ifPresent(other -> {
            throw Unavailable.notDone(
                    other + ", which is queued along with " + queued.pull() + ", is being planned", null);
        });
        return List.of(hands.onlooker().queued(queued, along));
    }

    /** True when one of them was not planned as it is, and now will be. */
    private boolean planFirst(PullRef pull, List<PullRef> along) {
        boolean some = false;
        for (PullRef one : Stream.concat(Stream.of(pull), along.stream()).toList()) {
            Optional<CommitSha> head = hands.onlooker().unplanned(one);
            head.ifPresent(sha -> jobs.add(new Work.AutoPlan(one, sha, true), clock.instant()));
            some |= head.isPresent();
        }
        return some;
    }

    private boolean isBeingPlanned(PullRef pull) {
        return jobs.open().stream()
                .anyMatch(job ->
                        job.work() instanceof Work.AutoPlan plan && plan.pull().equals(pull));
    }

    private List<Evidence> close(Work.Close close, Lease lease) {
        return switch (hands.locksmith().close(close, lease)) {
            case Locksmith.Closing.Over over -> List.of(over.evidence());
            case Locksmith.Closing.Open open -> lookAgain(close.pull(), close.head(), lease);
            case Locksmith.Closing.Merged merged -> {
                jobs.add(merged.work(), clock.instant());
                yield List.of(new Evidence.Nothing("it was merged, and that is the next job"));
            }
        };
    }

    /** An unlock may be taken up while an apply of its pull request is under way. */
    private boolean besideAnApply(Job unlock) {
        return jobs.open().stream()
                .anyMatch(other -> other.id().value() < unlock.id().value()
                        && other.work().applies()
                        && other.work().lane().equals(unlock.work().lane()));
    }

    /** Pushes in quick succession: once a plan was thrown away, the newest waits a moment for one that is newer still. */
    private void calm(Work.AutoPlan plan, Lease lease) {
        if (hands.aftermath().cutOffSince(plan.pull(), clock.instant().minus(QUICK))) {
            Calm.wait(CALM, lease);
        }
    }

    /** Ends a job that later work replaced, once nothing of it runs any more. */
    void abandon(Lease lease) {
        hands.aftermath().stopPlans(lease);
        List<Evidence> evidence = List.of();
        if (lease.job().work() instanceof Work.AutoPlan plan) {
            evidence = hands.aftermath().overtaken(plan.pull(), lease, next(plan));
            hands.aftermath().tidy(plan.pull(), lease);
        }
        end(lease, new Ending(Ending.State.SUPERSEDED, "later work took its place"), evidence);
    }

    /** The head that the newest plan which took its place was told of; empty when a close did. */
    private Optional<CommitSha> next(Work.AutoPlan plan) {
        return jobs.open().stream()
                .map(Job::work)
                .filter(Work.AutoPlan.class::isInstance)
                .map(Work.AutoPlan.class::cast)
                .filter(other -> other.pull().equals(plan.pull()) && !other.equals(plan))
                .reduce((first, second) -> second)
                .map(Work.AutoPlan::announcedHead);
    }

    /** Ends a job that cannot be done: what it began is settled, and its pull request says what is true and what went wrong. */
    void fail(Lease lease, Problem problem) {
        List<Evidence> evidence = new ArrayList<>();
        if (lease.job().work() instanceof Work.OnPull work) {
            hands.aftermath().stopPlans(lease);
            if (work instanceof Work.Apply apply) {
                hands.applier().giveUp(apply, lease);
            }
            if (work instanceof Work.EditState) {
                hands.registrar().giveUp(lease);
            }
            evidence.addAll(hands.aftermath().overtaken(work.pull(), lease, Optional.empty()));
            hands.aftermath().tidy(work.pull(), lease);
            evidence.addAll(
                    work instanceof Work.Land land
                            ? hands.lander().giveUp(land, problem, lease)
                            : List.of(hands.aftermath().shown(work.pull(), Optional.empty())));
            if (work instanceof Work.Merge merge) {
                evidence.addAll(handover.fail(merge, problem));
            }
            evidence.add(new Evidence.Broken(
                    work.pull(),
                    work.announced(),
                    work instanceof Work.Ordered ordered ? Optional.of(ordered.order()) : Optional.empty(),
                    problem));
            promiseHooks(evidence, lease);
        }
        end(lease, new Ending(Ending.State.FAILED, problem.sentence()), evidence);
    }

    /** Ends the job with what is known: one transaction for the outcome and the words to be sent. */
    private void end(Lease lease, Ending ending, List<Evidence> evidence) {
        jobs.finish(lease, shortened(ending), reporter.words(lease.job(), evidence)); // report
        postman.ring();
    }

    private List<Evidence> pass(Work.BaseMoved moved) {
        hands.onlooker().touched(moved).forEach(pull -> jobs.add(new Work.Refit(pull), clock.instant()));
        return List.of(new Evidence.Nothing("the plans on " + moved.branch() + " are looked at again"));
    }

    private List<Evidence> pass(Work.Checked checked) {
        hands.onlooker().touched(checked).forEach(pull -> jobs.add(new Work.Reassess(pull), clock.instant()));
        return List.of(new Evidence.Nothing("who waits for checks of it is looked at again"));
    }

    private static Ending shortened(Ending ending) {
        return ending.said().length() <= 500
                ? ending
                : new Ending(ending.state(), ending.said().substring(0, 500));
    }
}
