package io.tidelock.testkit.fake;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.event.DeliveryId;
import io.tidelock.core.job.Ending;
import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.store.Deliveries;
import io.tidelock.core.port.store.Locks;
import io.tidelock.core.port.store.Repositories;
import io.tidelock.core.port.store.Runs;
import io.tidelock.core.port.store.StoredPlan;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.words.Message;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The memory that all fakes of a store share; whoever touches it holds its monitor. */
class Shelf {
    record OfPull(PullRef pull, ProjectKey key) {}

    record OfRepo(RepoRef repo, ProjectKey key) {}

    record StatePlace(RepoRef repo, String dir, String workspace) {}

    record Told(Deliveries.Record record, Optional<JobId> job) {}

    record Heard(RepoRef repo, String comment) {}

    record Promised(JobId job, List<JobId> stopping, List<Work> superseded) {}

    final InstantSource clock;
    final TreeMap<Long, Promise> promises = new TreeMap<>();
    final Map<DeliveryId, Told> deliveries = new HashMap<>();
    final Map<RepoRef, Repositories.Known> repositories = new LinkedHashMap<>();
    final Set<Heard> heard = new HashSet<>();
    final Map<PullRef, Board> boards = new LinkedHashMap<>();
    final Map<OfPull, StoredPlan> plans = new HashMap<>();
    final Map<OfRepo, Locks.Lock> locks = new LinkedHashMap<>();
    final List<Locks.Lock> lines = new ArrayList<>();
    final Map<RunId, Runs.Run> runs = new LinkedHashMap<>();
    final Map<RunId, byte[]> logs = new HashMap<>();
    final Map<StatePlace, byte[]> states = new HashMap<>();
    final TreeMap<Long, Envelope> letters = new TreeMap<>();
    final List<FakeAudit.Entry> audit = new ArrayList<>();
    private long lastJob = 0;
    private long lastLetter = 0;

    Shelf(InstantSource clock) {
        this.clock = clock;
    }

    /** Stores keep times to the millisecond. */
    static Instant ms(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    Instant now() {
        return ms(clock.instant());
    }

    /** The job that the lease is for; throws when it is another's by now. */
    Promise held(Lease lease) {
        Promise promise = promises.get(lease.job().id().value());
        if (promise == null || promise.state != Promise.State.RUNNING || promise.fence != lease.fence()) {
            throw new Stopped(Stopped.Reason.LOST);
        }
        return promise;
    }

    Promised promise(Work work, Instant at) {
        List<JobId> stopping = new ArrayList<>();
        List<Work> superseded = new ArrayList<>();
        for (Promise earlier : promises.values()) {
            if (!earlier.open() || !earlier.work.lane().equals(work.lane()) || !work.replaces(earlier.work)) {
                continue;
            }
            if (earlier.attempt == 0) {
                earlier.end(new Ending(Ending.State.SUPERSEDED, "replaced before it was begun"));
                superseded.add(earlier.work);
            } else {
                earlier.stop = Optional.of(Stopped.Reason.SUPERSEDED);
                if (earlier.state == Promise.State.RUNNING) {
                    stopping.add(earlier.id);
                } else {
                    earlier.notBefore = ms(at);
                }
            }
        }
        JobId id = new JobId(++lastJob);
        promises.put(id.value(), new Promise(id, work, ms(at)));
        return new Promised(id, List.copyOf(stopping), List.copyOf(superseded));
    }

    /** A newer message takes the place of one that waits, and inherits its doubt. */
    void post(List<Message> words, Instant at) {
        for (Message message : words) {
            boolean doubt = false;
            for (Envelope waiting : List.copyOf(letters.values())) {
                if (waiting.state == Envelope.State.WAITING
                        && waiting.message.key().equals(message.key())) {
                    doubt |= waiting.uncertain;
                    letters.remove(waiting.id);
                }
            }
            if (message instanceof Message.Status && !doubt && isThere(message)) {
                continue;
            }
            Envelope envelope = new Envelope(++lastLetter, message, ms(at));
            envelope.uncertain = doubt;
            letters.put(envelope.id, envelope);
        }
    }

    private boolean isThere(Message message) {
        return letters.values().stream()
                .filter(envelope -> envelope.message.key().equals(message.key()))
                .reduce((earlier, later) -> later)
                .filter(last -> last.state == Envelope.State.SENT && last.message.equals(message))
                .isPresent();
    }

    Board board(PullRef pull) {
        return boards.getOrDefault(pull, Board.empty(pull));
    }
}
