package io.tidelock.core.port.host;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.RepoRef;
import java.time.Instant;
import java.util.List;

/** Asks a host what is said of a commit. Throws {@code Unavailable} or {@code Refused}. */
public interface StatusReader {
    /**
     * The names of the statuses that were last said since then, by the host's clock: ours and everybody's, each once; of more than a
     * hundred, some. In one request.
     */
    List<String> names(RepoRef repo, CommitSha commit, Instant since);
}
