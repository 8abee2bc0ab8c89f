package io.tidelock.core.port.host;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import java.util.List;

/** Asks a host about its merge queue. Throws {@code Unavailable} or {@code Refused}. */
public interface QueueReader {
    /**
     * The pull requests that a queue's commit brings into the branch, as far as its commits tell: in their order, and without a look
     * at whether they are still open. None where the host has no queue.
     *
     * @param branch short name of what is merged into
     */
    List<PullRef> queued(RepoRef repo, String branch, CommitSha commit);
}
