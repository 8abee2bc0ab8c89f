package io.tidelock.core.port.store;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.Ending;
import io.tidelock.core.job.Job;
import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.job.Work;
import io.tidelock.core.words.Message;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The promises. Within a lane, jobs run in order, one at a time, but that an unlock waits neither for a running apply nor for what
 * waits behind it; of one repository, applies of different pull requests never run at the same time. A waiting job may be claimed by anyone; a running one only after its lease ran out.
 */
public interface Jobs {
    /** Takes the oldest job that may run, for {@code owner}, until {@code until}. */
    Optional<Claim> claim(String owner, Instant now, Instant until);

    /** Prolongs; gives the reason when the holder must stop. A superseded holder keeps its lease, to say its last words. */
    Optional<Stopped.Reason> beat(JobId job, long fence, Instant until);

    /** Ends the job and stores its words, in one transaction. Throws {@code Stopped} when the lease is no longer good. */
    void finish(Lease lease, Ending ending, List<Message> words);

    /** Puts the job back, not to be tried before {@code notBefore}. */
    void giveBack(Lease lease, Instant notBefore, String why);

    /**
     * Promises work that no delivery asked for, also when it was promised before; it replaces earlier work as a delivery's
     * does.
     */
    JobId add(Work work, Instant at);

    /** Jobs that wait or run, oldest first; attempt 0 for those that were never begun. */
    List<Job> open();

    /** What was promised for a pull request and is not forgotten yet, oldest first, whether or not it has ended. */
    List<Job> of(PullRef pull);

    /** @param stop set when the job was superseded before its holder ended it: only its last words are still to be said */
    record Claim(Job job, long fence, Optional<Stopped.Reason> stop) {}
}
