package io.tidelock.core.port.host;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.RepoRef;
import java.util.List;

/** Asks a host what is said of a commit. Throws {@code Unavailable} or {@code Refused}. */
public interface StatusReader {
    /** The names of its statuses, ours and everybody's, each once; of more than a hundred, some. In one request. */
    List<String> names(RepoRef repo, CommitSha commit);
}
