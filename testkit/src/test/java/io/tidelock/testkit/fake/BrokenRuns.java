package io.tidelock.testkit.fake;

import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.RunId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Runs that are wrong in one way each. */
final class BrokenRuns {
    private BrokenRuns() {}

    static List<Broken> all() {
        return List.of(
                Broken.in("a run whose second ending counts", shelf -> new FakeRuns(shelf) {
                    @Override
                    boolean ended(Run run) {
                        return false;
                    }
                }),
                Broken.in("a run that leaves its trace only when it ends", shelf -> new FakeRuns(shelf) {
                    @Override
                    public void begin(Lease lease, Run run) {}
                }),
                Broken.in("a log that is lost", shelf -> new FakeRuns(shelf) {
                    @Override
                    public void end(Lease lease, RunId id, String result, Instant at, byte[] log) {
                        super.end(lease, id, result, at, new byte[0]);
                    }
                }),
                Broken.in("runs of a job in the order of their names", shelf -> new FakeRuns(shelf) {
                    @Override
                    public List<Run> of(JobId job) {
                        return super.of(job).stream()
                                .sorted(Comparator.comparing(run -> run.id().value()))
                                .toList();
                    }
                }),
                Broken.in("runs of every job", shelf -> new FakeRuns(shelf) {
                    @Override
                    public List<Run> of(JobId job) {
                        return List.copyOf(shelf.runs.values());
                    }
                }),
                Broken.fenceless());
    }
}
