package io.tidelock.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.PlanId;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.outcome.Publication;
import io.tidelock.core.port.host.Posted;
import io.tidelock.core.port.run.ApplyTask;
import io.tidelock.core.port.store.Locks;
import io.tidelock.core.port.store.Outbox;
import io.tidelock.core.port.store.StoredPlan;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.Message;
import io.tidelock.core.words.StatusState;
import io.tidelock.server.execute.Bench;
import io.tidelock.server.report.Markers;
import io.tidelock.testkit.contract.host.HostStage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sees every call, and says what must never happen, and how everything must look once all is quiet. */
final class Witness {
    private final Bench bench;
    private final Map<String, StoredPlan> plans = new HashMap<>();
    private final Map<PlanId, Publication> published = new HashMap<>();
    private final Map<PullRef, CommitSha> lastRead = new HashMap<>();
    private final Set<String> applied = new HashSet<>();
    private final Map<PullRef, Set<CommitSha>> commits = new LinkedHashMap<>();

    Witness(Bench bench) {
        this.bench = bench;
    }

    void knows(PullRef pull) {
        commits.computeIfAbsent(pull, unseen -> new LinkedHashSet<>()).add(bench.head(pull));
    }

    Set<PullRef> pulls() {
        return commits.keySet();
    }

    // ---- while it happens

    void kept(StoredPlan plan) {
        plans.put(text(plan.file()), plan);
    }

    void read(PullRequest pull) {
        lastRead.put(pull.ref(), pull.head().sha());
    }

    void sent(Outbox.Letter letter, Optional<Posted> posted) {
        if (letter.message() instanceof Message.Summary summary) {
            Publication now = new Publication(posted.orElseThrow().at(), bench.clock.instant());
            summary.publishes().forEach(plan -> published.putIfAbsent(plan, now));
        }
    }

    /** An apply is about to begin. */
    void applies(ApplyTask task, Lease lease) {
        Work.OnPull work = (Work.OnPull) lease.job().work();
        StoredPlan plan = Optional.ofNullable(plans.get(text(task.planFile()))).orElseThrow();
        assertThat(plan.pull()).isEqualTo(work.pull());
        assertThat(plan.key()).isEqualTo(task.project().key());
        assertThat(plan.heads().head()).as("the live head").isEqualTo(lastRead.get(plan.pull()));
        assertThat(applied.add(text(task.planFile()))).as("never twice").isTrue();
        switch (work) {
            case Work.Apply apply ->
                assertThat(readBefore(plan, apply.order().writtenAt(), lease))
                        .as("published before the comment")
                        .isTrue();
            case Work.Land land -> {
                Instant merged = bench.read(plan.pull()).mergedAt().orElseThrow();
                assertThat(plans.values().stream()
                                .filter(other -> other.pull().equals(plan.pull())
                                        && other.key().equals(plan.key())
                                        && other.heads()
                                                .head()
                                                .equals(plan.heads().head()))
                                .filter(other -> readBefore(other, merged, lease))
                                .anyMatch(other -> other.id().equals(plan.id())
                                        || other.fingerprint().equivalentTo(plan.fingerprint())))
                        .as("it, or one that means the same, was published before the merge")
                        .isTrue();
            }
            default -> throw new AssertionError("nothing else applies: " + work);
        }
        assertThat(bench.store.locks().all())
                .as("its lock")
                .anyMatch(
                        lock -> lock.holder().equals(plan.pull()) && lock.key().equals(plan.key()));
    }

    private boolean readBefore(StoredPlan plan, Instant asked, Lease lease) {
        return Optional.ofNullable(published.get(plan.id()))
                .map(shown -> shown.hostTime().isBefore(asked)
                        || (shown.hostTime().equals(asked)
                                && shown.ourTime().isBefore(lease.job().acceptedAt())))
                .orElse(false);
    }

    private static String text(byte[] file) {
        return new String(file, StandardCharsets.UTF_8);
    }

    // ---- once all is quiet

    void judge() {
        for (PullRef pull : commits.keySet()) {
            statuses(pull);
            Board board = bench.board(pull);
            if (bench.read(pull).open()) {
                open(pull);
            } else if (board.stage() == Board.Stage.MERGED && bench.read(pull).merged()) {
                assertThat(board.results()).as("what is left of %s", pull).isNotEmpty();
                board.results().forEach(row -> row(pull, row));
            } else {
                closed(pull);
            }
            comments(pull);
        }
        bench.store.locks().all().forEach(this::lock);
    }

    private void statuses(PullRef pull) {
        for (CommitSha commit : commits.getOrDefault(pull, Set.of())) {
            for (CommitStatus status : bench.host(pull.repo()).statuses(commit)) {
                boolean waitsForAPerson = status.context().endsWith("/apply")
                        && (status.description().contains("to apply")
                                || status.description().contains("again"));
                boolean waitsForALock = status.description().contains("for the lock")
                        || status.description().contains("for locks");
                assertThat(status.state() == StatusState.PENDING && !waitsForAPerson && !waitsForALock)
                        .as("%s at %s is for ever %s", pull, commit.abbreviated(), status)
                        .isFalse();
            }
        }
    }

    private void open(PullRef pull) {
        CommitSha head = bench.head(pull);
        Board board = bench.board(pull);
        assertThat(board.closed()).as("%s", pull).isFalse();
        assertThat(board.heads().orElseThrow().head())
                .as("the head of %s", pull)
                .isEqualTo(head);
        boolean inLine = board.results().stream().anyMatch(row -> row.outcome() instanceof Outcome.Locked);
        assertThat(state(pull, head, "plan"))
                .as("plan of %s", pull)
                .isIn(
                        Optional.of(StatusState.SUCCESS),
                        Optional.of(StatusState.FAILURE),
                        Optional.of(inLine ? StatusState.PENDING : StatusState.SUCCESS));
        Optional<StatusState> apply = state(pull, head, "apply");
        assertThat(apply).as("apply of %s", pull).isPresent();
        if (apply.equals(Optional.of(StatusState.SUCCESS))) {
            assertThat(board.results())
                    .as("green apply of %s", pull)
                    .allMatch(row -> (row.outcome() instanceof Outcome.Applied
                                    || row.outcome() instanceof Outcome.Unchanged
                                    || (board.appliesOnMerge()
                                            && row.outcome().kept().isPresent()))
                            && row.heads().head().equals(head));
        }
        board.results().forEach(row -> row(pull, row));
    }

    private void row(PullRef pull, ProjectResult row) {
        assertThat(row.outcome()).isNotInstanceOf(Outcome.Underway.class);
        if (row.outcome() instanceof Outcome.Locked locked) {
            assertThat(bench.store.locks().all())
                    .as("what %s of %s waits for", row.key(), pull)
                    .anyMatch(lock -> lock.holder().equals(locked.holder())
                            && !lock.holder().equals(pull)
                            && lock.key().equals(row.key()));
            List<PullRef> line = bench.store.locks().waiting().stream()
                    .filter(wait ->
                            wait.key().equals(row.key()) && wait.holder().repo().equals(pull.repo()))
                    .map(Locks.Lock::holder)
                    .toList();
            assertThat(line.indexOf(pull) + 1)
                    .as("the place of %s in line", pull)
                    .isEqualTo(locked.place());
        }
        if (row.outcome() instanceof Outcome.Planned planned) {
            assertThat(bench.store.plans().plan(planned.plan()))
                    .as("the plan of %s in %s", row.key(), pull)
                    .isPresent();
            assertThat(bench.store.locks().all())
                    .as("the lock of %s in %s", row.key(), pull)
                    .anyMatch(lock -> lock.holder().equals(pull) && lock.key().equals(row.key()));
            assertThat(row.published()).as("%s of %s is shown", row.key(), pull).isPresent();
        }
    }

    private void closed(PullRef pull) {
        assertThat(bench.board(pull).results()).as("the rows of %s", pull).isEmpty();
        for (CommitStatus status : bench.host(pull.repo()).statuses(bench.head(pull))) {
            assertThat(status.state())
                    .as("closed %s still says %s", pull, status)
                    .isNotEqualTo(StatusState.PENDING);
        }
    }

    private Optional<StatusState> state(PullRef pull, CommitSha commit, String verb) {
        return bench.host(pull.repo()).statuses(commit).stream()
                .filter(status -> status.context().endsWith("/" + verb))
                .map(CommitStatus::state)
                .findFirst();
    }

    private void comments(PullRef pull) {
        List<String> ours = bench.host(pull.repo()).comments(pull).stream()
                .filter(said -> said.author().equals("tidelock"))
                .map(HostStage.Said::body)
                .map(body -> body.lines().findFirst().orElse(""))
                .toList();
        assertThat(ours).as("comments of ours on %s", pull).doesNotHaveDuplicates();
        assertThat(ours.stream().filter(line -> line.contains(Markers.summary(pull))))
                .hasSizeLessThanOrEqualTo(1);
    }

    private void lock(Locks.Lock lock) {
        assertThat(bench.read(lock.holder()).open()
                        || bench.board(lock.holder()).stage() == Board.Stage.MERGED)
                .as("%s", lock)
                .isTrue();
        Optional<Outcome> outcome =
                bench.board(lock.holder()).result(lock.key()).map(ProjectResult::outcome);
        assertThat(outcome).as("the row of %s", lock).isPresent();
        assertThat(outcome.orElseThrow())
                .as("the row of %s", lock)
                .isNotInstanceOfAny(Outcome.Locked.class, Outcome.PlanFailed.class, Outcome.Unchanged.class);
    }
}
