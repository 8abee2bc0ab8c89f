package io.tidelock.server;

import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Unavailable;
import io.tidelock.server.execute.Merger;
import java.util.List;

/**
 * Has a pull request merged once its host has been told all there is to tell: it may ask for our statuses. A host takes a
 * moment to believe what it was told, so that a no is doubted for a while.
 */
final class Handover {
    /** About half a minute at the usual tempo. */
    private static final int TRIES = 6;

    private final Merger merger;
    private final Postman postman;
    private final Tempo tempo;

    Handover(Merger merger, Postman postman, Tempo tempo) {
        this.merger = merger;
        this.postman = postman;
        this.tempo = tempo;
    }

    List<Evidence> merge(Work.Merge work, Lease lease) {
        if (!postman.hasBrought(work.pull())) {
            throw Unavailable.notDone("the host has not heard yet that all of it is applied", null);
        }
        Merger.Try came = merger.merge(work, lease);
        for (int tried = 1; came instanceof Merger.Try.NotYet && tried < TRIES; tried++) {
            Calm.wait(tempo.before(tried, lease.job().id().value()), lease);
            came = merger.merge(work, lease);
        }
        return switch (came) {
            case Merger.Try.Ended ended -> ended.evidence();
            case Merger.Try.NotYet not -> merger.giveUp(work, not.why());
        };
    }

    /** The job is given up. */
    List<Evidence> fail(Work.Merge work, Problem why) {
        return merger.fail(work, why);
    }
}
