package io.tidelock.server.execute;

import io.tidelock.config.select.Selector;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.command.Target;
import io.tidelock.core.job.CommentOrder;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Heads;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.PullReader;
import io.tidelock.core.port.run.Prospect;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Plans a pull request: because it changed, or because somebody asked. */
public final class Planner {
    /** With this try, a host that still shows what was planned is believed although a webhook said that there is more. */
    private static final int BELIEF = 4;

    private final PullReader reader;
    private final Gate gate;
    private final Policy policy;
    private final Survey survey;
    private final Batch batch;
    private final Closer closer;
    private final Records records;
    private final Approvals approvals;

    public Planner(Gate gate, Survey survey, Batch batch, Closer closer, Records records, Approvals approvals) {
        this.reader = gate.reader();
        this.gate = gate;
        this.policy = gate.policy();
        this.survey = survey;
        this.batch = batch;
        this.closer = closer;
        this.records = records;
        this.approvals = approvals;
    }

    /** Plans what the pull request touches, as it is now: the event only said that something happened. */
    public List<Evidence> plan(Work.AutoPlan work, Lease lease) {
        PullRequest pull = reader.pull(work.pull());
        Board before = records.boards().board(work.pull());
        CommitSha live = pull.head().sha();
        if (!pull.open()) {
            List<Evidence> left = Aftermath.unanswered(before, lease, Optional.empty());
            return left.isEmpty() ? List.of(new Evidence.Nothing("it is not open")) : left;
        }
        if (perhapsLate(work, before, live) && lease.job().attempt() < BELIEF) {
            throw Unavailable.notDone(
                    "the host shows " + live.abbreviated() + " although it announced "
                            + work.announcedHead().abbreviated(),
                    null);
        }
        List<Evidence> evidence = new ArrayList<>(Aftermath.overtaken(before, lease, live));
        Optional<String> idle = idle(pull);
        Optional<String> untilAsked = idle.isPresent() ? Optional.empty() : gate.untilAsked(pull, lease);
        if (idle.isEmpty() && untilAsked.isEmpty()) {
            evidence.add(planAll(pull, lease, Selector.Mode.AUTO, List.of(), Optional.empty()));
        } else if (speaksFor(before, live)) {
            evidence.add(new Evidence.Shown(before, Optional.empty()));
        } else {
            String why = idle.or(() -> untilAsked).orElseThrow();
            evidence.add(untouched(pull, idle, before, lease)
                    .orElseGet(() -> new Evidence.Skipped(work.pull(), live, why, idle.isEmpty())));
        }
        return evidence;
    }

    /** Nobody needs to ask for what touches no project. Where hooks may say what does, that is not known: they are not run. */
    private Optional<Evidence> untouched(PullRequest pull, Optional<String> idle, Board before, Lease lease) {
        if (idle.isPresent()
                || !(survey.glance(pull, lease) instanceof Survey.Sight.Clear clear)
                || clear.blind()
                || !clear.touched(pull).isEmpty()) {
            return Optional.empty();
        }
        open(pull, clear, before, List.of(), lease);
        planAll(Attempt.of(pull, clear, lease), before, List.of(), List.of());
        return Optional.of(new Evidence.Shown(records.boards().board(pull.ref()), Optional.empty()));
    }

    /** Either the host's answers lag behind its webhooks, or the webhook is an old one; then there is nothing to do in a hurry. */
    private static boolean perhapsLate(Work.AutoPlan work, Board before, CommitSha live) {
        return !work.recheck()
                && !live.equals(work.announcedHead())
                && before.heads().filter(heads -> heads.head().equals(live)).isPresent();
    }

    /** Plans what a comment asks for. */
    public List<Evidence> plan(Work.Plan work, Lease lease) {
        PullRequest pull = reader.pull(work.pull());
        Board before = records.boards().board(work.pull());
        List<Evidence> evidence =
                new ArrayList<>(Aftermath.overtaken(before, lease, pull.head().sha()));
        Optional<Problem> refusal = over(pull, before).or(() -> gate.refuse(work.order(), pull, "plan", lease));
        if (refusal.isPresent()) {
            evidence.add(new Evidence.Denied(work.order(), refusal.get()));
            return evidence;
        }
        Optional<CommentOrder> asked = Optional.of(work.order());
        if (pull.merged() && !before.merged()) { // the comment overtook the news of the merge
            records.boards().stage(lease, work.pull(), Board.Stage.MERGED);
        }
        evidence.add(
                switch (work.target()) {
                    case Target.All all when pull.merged() -> planLanded(pull, lease, work);
                    case Target.All all -> planAll(pull, lease, Selector.Mode.COMMENT, work.extraArgs(), asked);
                    case Target.InDirectory in -> planOne(pull, lease, in, work);
                    case Target.Named named -> planOne(pull, lease, named, work);
                });
        closer.closeIfDone(work.pull(), lease).ifPresent(evidence::add);
        approvals.plannedAnew(work.order(), pull, evidence, lease).ifPresent(evidence::add);
        return evidence;
    }

    /** Plans the projects that have waited for a lock and now have it, and shows the others their place in the line. */
    public List<Evidence> plan(Work.LockFreed work, Lease lease) {
        PullRequest pull = reader.pull(work.pull());
        Board before = records.boards().board(work.pull());
        List<ProjectResult> waiting = before.results().stream()
                .filter(result -> result.outcome() instanceof Outcome.Locked || cutOff(result, lease))
                .toList();
        if (waiting.isEmpty() || over(pull, before).isPresent() || !policy.worksFor(pull)) {
            return List.of(new Evidence.Nothing("nothing of it waits for a lock any more"));
        }
        if (!before.isOf(pull.head().sha())) {
            return List.of(new Evidence.Nothing("its head is about to be planned"));
        }
        return switch (survey.look(pull, lease)) {
            case Survey.Sight.Blocked blocked -> List.of(blocked(pull, blocked, lease, Optional.empty()));
            case Survey.Sight.Clear clear -> {
                Attempt attempt = Attempt.of(pull, clear, lease);
                batch.reopen(
                        attempt, pull, waiting.stream().map(ProjectResult::key).toList());
                batch.plan(attempt, tasks(waiting, clear, pull));
                List<Evidence> evidence = new ArrayList<>();
                evidence.add(new Evidence.Shown(records.boards().board(work.pull()), Optional.empty()));
                closer.closeIfDone(work.pull(), lease).ifPresent(evidence::add);
                yield evidence;
            }
        };
    }

    /** After a crash: this very job was planning it. */
    private static boolean cutOff(ProjectResult result, Lease lease) {
        return result.outcome() instanceof Outcome.Underway
                && result.job().equals(lease.job().id());
    }

    /** With the arguments that they were asked for. */
    private static List<Attempt.Task> tasks(List<ProjectResult> rows, Survey.Sight.Clear clear, PullRequest pull) {
        Map<ProjectKey, List<String>> extraArgs = rows.stream()
                .collect(Collectors.toMap(
                        ProjectResult::key,
                        row -> row.outcome() instanceof Outcome.Locked locked ? locked.extraArgs() : List.of()));
        return clear.known(extraArgs.keySet(), pull).stream()
                .map(project -> new Attempt.Task(project, extraArgs.getOrDefault(project.key(), List.of())))
                .toList();
    }

    /** Of a merged pull request: what is not applied yet, as the base branch now has it. */
    private Evidence planLanded(PullRequest pull, Lease lease, Work.Plan work) {
        Optional<CommentOrder> asked = Optional.of(work.order());
        return switch (survey.look(pull, lease)) {
            case Survey.Sight.Blocked blocked -> {
                records.boards().trouble(lease, pull.ref(), blocked.problems());
                yield new Evidence.Shown(records.boards().board(pull.ref()), asked);
            }
            case Survey.Sight.Clear clear -> {
                planLanded(pull, clear, Selector.Mode.COMMENT, work.extraArgs(), lease);
                yield new Evidence.Shown(records.boards().board(pull.ref()), asked);
            }
        };
    }

    /** Every project that the pull request touches or that is on the board, but for what is applied. */
    void planLanded(
            PullRequest pull, Survey.Sight.Clear clear, Selector.Mode mode, List<String> extraArgs, Lease lease) {
        Prospect.Merged prospect = clear.prospect();
        Board before = records.boards().board(pull.ref());
        Map<ProjectKey, Optional<Problem>> keys = new TreeMap<>();
        before.results().forEach(row -> keys.put(row.key(), Optional.empty()));
        Selector.select(
                        clear.settings(),
                        prospect.source(),
                        prospect.changed(),
                        pull.base().branch(),
                        mode)
                .projects()
                .forEach(project -> keys.put(project.key(), project.refusal()));
        List<Project> projects = clear.known(keys.keySet(), pull).stream()
                .map(project -> Objects.requireNonNull(keys.get(project.key()))
                        .map(project::refused)
                        .orElse(project))
                .filter(project -> before.result(project.key())
                        .filter(row -> row.outcome() instanceof Outcome.Applied)
                        .isEmpty())
                .toList();
        batch.open(
                lease,
                pull,
                prospect.heads(),
                before.results().stream().map(ProjectResult::key).toList());
        planAll(Attempt.of(pull, clear, lease), before, projects, extraArgs);
    }

    /** Without those that this very job has planned before a crash. */
    private void planAll(Attempt attempt, Board before, List<Project> projects, List<String> extraArgs) {
        Map<Boolean, List<Project>> finished = projects.stream()
                .collect(Collectors.partitioningBy(
                        project -> done(before, project, attempt.prospect().heads(), attempt.lease())));
        batch.plan(
                attempt,
                cleared(attempt, before, Objects.requireNonNull(finished.get(false))).stream()
                        .map(project -> new Attempt.Task(project, extraArgs))
                        .toList(),
                Objects.requireNonNull(finished.get(true)));
    }

    /** What somebody may not have planned is shown so, unless a plan of somebody else is there: that stays. */
    private List<Project> cleared(Attempt attempt, Board before, List<Project> projects) {
        Map<ProjectKey, Problem> refused = switch (attempt.lease().job().work()) {
            case Work.AutoPlan plan -> gate.uncleared(attempt, projects);
            case Work.Plan plan -> gate.uncleared(attempt, projects);
            case Work.Land land -> gate.unclearedUnasked(attempt, projects);
            case Work.Queued queued -> gate.unclearedUnasked(attempt, projects);
            case Work other -> Map.of(); // planning is a part of something else
        };
        return projects.stream()
                .filter(project -> !refused.containsKey(project.key())
                        || before.result(project.key())
                                .filter(row ->
                                        row.heads().equals(attempt.prospect().heads()))
                                .flatMap(row -> row.outcome().kept())
                                .isEmpty())
                .map(project -> Optional.ofNullable(refused.get(project.key()))
                        .map(project::refused)
                        .orElse(project))
                .toList();
    }

    /** True when somebody had this commit planned, although nothing plans it by itself. */
    private static boolean speaksFor(Board board, CommitSha head) {
        return !board.closed() && !board.results().isEmpty() && board.isOf(head);
    }

    /** Why nothing can be done for it any more; a merged one is over when all of it is applied or given up. */
    static Optional<Problem> over(PullRequest pull, Board board) {
        boolean left = pull.merged() && !board.closed() && !board.results().isEmpty();
        return pull.open() || left ? Optional.empty() : Optional.of(closed(pull));
    }

    static Problem closed(PullRequest pull) {
        return Problem.of(
                "this pull request is " + (pull.state() == PullRequest.State.MERGED ? "merged" : "closed"),
                "an open one",
                "Reopen it, or open a new one");
    }

    private Optional<String> idle(PullRequest pull) {
        Optional<String> unserved = policy.unserved().apply(pull);
        if (unserved.isPresent()) {
            return unserved;
        }
        if (pull.fromFork() && !policy.forks()) {
            return Optional.of("from a fork: not planned");
        }
        if (pull.draft() && !policy.drafts()) {
            return Optional.of("draft: not planned until it is ready for review");
        }
        return Optional.empty();
    }

    private Evidence planAll(
            PullRequest pull, Lease lease, Selector.Mode mode, List<String> extraArgs, Optional<CommentOrder> asked) {
        Board before = records.boards().board(pull.ref());
        return switch (survey.look(pull, lease)) {
            case Survey.Sight.Blocked blocked -> blocked(pull, blocked, lease, asked);
            case Survey.Sight.Clear clear -> {
                Prospect.Merged prospect = clear.prospect();
                List<Project> projects = Selector.select(
                                clear.settings(),
                                prospect.source(),
                                prospect.changed(),
                                pull.base().branch(),
                                mode)
                        .projects();
                if (asked.isEmpty() && settled(before, pull, projects, prospect.heads(), lease)) {
                    yield new Evidence.Shown(before, asked);
                }
                open(pull, clear, before, projects, lease);
                planAll(Attempt.of(pull, clear, lease), before, projects, extraArgs);
                yield new Evidence.Shown(records.boards().board(pull.ref()), asked);
            }
        };
    }

    private Evidence planOne(PullRequest pull, Lease lease, Target target, Work.Plan work) {
        Optional<CommentOrder> asked = Optional.of(work.order());
        Survey.Sight sight = survey.look(pull, lease);
        return switch (sight) {
            case Survey.Sight.Blocked blocked -> blocked(pull, blocked, lease, asked);
            case Survey.Sight.Clear clear ->
                switch (Selector.find(
                        clear.settings(),
                        clear.prospect().source(),
                        clear.prospect().changed(),
                        target,
                        pull.base().branch())) {
                    case Selector.Missing missing
                    when gate.answersWithoutProjects() -> new Evidence.Denied(work.order(), missing.problem());
                    case Selector.Missing missing ->
                        new Evidence.Nothing(missing.problem().met());
                    case Selector.Found found -> {
                        Attempt attempt = Attempt.of(pull, clear, lease);
                        Optional<Problem> refused = gate.uncleared(attempt, List.of(found.project())).values().stream()
                                .findFirst();
                        if (refused.isPresent()) {
                            yield new Evidence.Denied(work.order(), refused.get());
                        }
                        Heads heads = clear.prospect().heads();
                        if (!done(records.boards().board(pull.ref()), found.project(), heads, lease)) {
                            batch.reopen(attempt, pull, Set.of(found.project().key()));
                            batch.plan(attempt, List.of(new Attempt.Task(found.project(), work.extraArgs())));
                        }
                        yield new Evidence.Shown(records.boards().board(pull.ref()), asked);
                    }
                };
        };
    }

    /** After a crash: this very job has planned the project from these commits already. */
    private static boolean done(Board before, Project project, Heads heads, Lease lease) {
        return before.result(project.key())
                .filter(result -> result.job().equals(lease.job().id()))
                .filter(result -> result.heads().equals(heads))
                .filter(result -> !(result.outcome() instanceof Outcome.Underway))
                .filter(result -> !(result.outcome() instanceof Outcome.Discarded))
                .filter(result -> !(result.outcome() instanceof Outcome.Stale))
                .isPresent();
    }

    /**
     * True when every project was planned from these very commits, and nothing could come out differently. A delivery that
     * was seen before asks for less: that the head was planned, on whatever base, and whether or not that went well.
     */
    private static boolean settled(Board board, PullRequest pull, List<Project> projects, Heads heads, Lease lease) {
        boolean recheck = !(lease.job().work() instanceof Work.AutoPlan plan) || plan.recheck();
        return !board.closed()
                && board.baseBranch().equals(pull.base().branch())
                && board.problems().isEmpty()
                && board.heads().filter(known -> same(known, heads, recheck)).isPresent()
                && projects.stream()
                        .allMatch(project -> board.result(project.key()).isPresent())
                && board.results().stream()
                        .allMatch(result -> same(result.heads(), heads, recheck) && stands(result.outcome(), recheck));
    }

    private static boolean same(Heads known, Heads heads, boolean recheck) {
        return recheck ? known.head().equals(heads.head()) : known.equals(heads);
    }

    private static boolean stands(Outcome outcome, boolean recheck) {
        return switch (outcome) {
            case Outcome.Planned planned -> true;
            case Outcome.Unchanged unchanged -> true;
            case Outcome.Applied applied -> true;
            case Outcome.ApplyFailed failed -> true;
            case Outcome.ApplyUnknown unknown -> true;
            case Outcome.PlanFailed failed -> recheck;
            case Outcome.Locked locked -> recheck;
            case Outcome.Underway underway -> false;
            case Outcome.Stale stale -> false;
            case Outcome.Discarded discarded -> false;
        };
    }

    private Evidence blocked(
            PullRequest pull, Survey.Sight.Blocked blocked, Lease lease, Optional<CommentOrder> asked) {
        Board before = records.boards().board(pull.ref());
        CommitSha head = blocked.prospect().heads().head();
        List<ProjectKey> others = dropOthers(before, Set.of(), lease);
        batch.leave(pull.ref(), head, before.isOf(head) ? others : List.of(), false);
        batch.open(lease, pull, blocked.prospect().heads(), List.of());
        records.boards().trouble(lease, pull.ref(), blocked.problems());
        return new Evidence.Shown(records.boards().board(pull.ref()), asked);
    }

    private void open(PullRequest pull, Survey.Sight.Clear clear, Board before, List<Project> projects, Lease lease) {
        Heads heads = clear.prospect().heads();
        Set<ProjectKey> keys = projects.stream().map(Project::key).collect(Collectors.toSet());
        Set<ProjectKey> changed = changed(pull, clear);
        Map<Boolean, List<ProjectKey>> others =
                dropOthers(before, keys, lease).stream().collect(Collectors.partitioningBy(changed::contains));
        batch.leaveUnasked(pull.ref(), heads.head(), Objects.requireNonNull(others.get(true)));
        batch.leave(pull.ref(), heads.head(), Objects.requireNonNull(others.get(false)), true);
        batch.open(lease, pull, heads, keys, policy.mergesOnceApplied(pull, clear.settings()));
    }

    /** Also those that are planned only when somebody asks. */
    private static Set<ProjectKey> changed(PullRequest pull, Survey.Sight.Clear clear) {
        return Selector.select(
                        clear.settings(),
                        clear.prospect().source(),
                        clear.prospect().changed(),
                        pull.base().branch(),
                        Selector.Mode.COMMENT)
                .projects()
                .stream()
                .map(Project::key)
                .collect(Collectors.toSet());
    }

    /** What the pull request no longer touches, or what is no longer to be planned, is given up: its plan and its lock. */
    private List<ProjectKey> dropOthers(Board before, Set<ProjectKey> keep, Lease lease) {
        List<ProjectKey> others = before.results().stream()
                .map(ProjectResult::key)
                .filter(key -> !keep.contains(key))
                .toList();
        for (ProjectKey key : others) {
            records.plans().drop(lease, before.pull(), key);
            records.locks().free(lease, before.pull(), key);
        }
        return others;
    }
}
