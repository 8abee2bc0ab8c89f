package io.tidelock.testkit.fake;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.store.Runs;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Runs in memory. */
public class FakeRuns implements Runs {
    final Shelf shelf;

    FakeRuns(Shelf shelf) {
        this.shelf = shelf;
    }

    @Override
    public void begin(Lease lease, Run run) {
        synchronized (shelf) {
            shelf.held(lease);
            Run exact = new Run(
                    run.id(),
                    run.job(),
                    run.kind(),
                    run.pull(),
                    run.key(),
                    Shelf.ms(run.begunAt()),
                    run.endedAt().map(Shelf::ms),
                    run.result());
            if (shelf.runs.putIfAbsent(run.id(), exact) != null) {
                throw new IllegalStateException("run " + run.id().value() + " was begun before");
            }
        }
    }

    @Override
    public void end(Lease lease, RunId id, String result, Instant at, byte[] log) {
        synchronized (shelf) {
            shelf.held(lease);
            Run run = shelf.runs.get(id);
            if (run == null) {
                throw new IllegalStateException("run " + id.value() + " was never begun");
            }
            if (ended(run)) {
                return;
            }
            shelf.runs.put(
                    id,
                    new Run(
                            id,
                            run.job(),
                            run.kind(),
                            run.pull(),
                            run.key(),
                            run.begunAt(),
                            Optional.of(Shelf.ms(at)),
                            Optional.of(result)));
            shelf.logs.put(id, log.clone());
        }
    }

    @Override
    public List<Run> applying(PullRef pull, Instant since) {
        synchronized (shelf) {
            return shelf.runs.values().stream()
                    .filter(run -> run.kind().once() && run.pull().equals(pull))
                    .filter(run -> run.endedAt().map(end -> end.isAfter(since)).orElse(true))
                    .toList();
        }
    }

    boolean ended(Run run) {
        return run.endedAt().isPresent();
    }

    @Override
    public Optional<Run> run(RunId id) {
        synchronized (shelf) {
            return Optional.ofNullable(shelf.runs.get(id));
        }
    }

    @Override
    public Optional<byte[]> log(RunId id) {
        synchronized (shelf) {
            return Optional.ofNullable(shelf.logs.get(id)).map(byte[]::clone);
        }
    }

    @Override
    public List<Run> of(JobId job) {
        synchronized (shelf) {
            return shelf.runs.values().stream()
                    .filter(run -> run.job().equals(job))
                    .toList();
        }
    }
}
