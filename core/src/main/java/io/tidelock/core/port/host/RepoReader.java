package io.tidelock.core.port.host;

import io.tidelock.core.change.OpenPull;
import io.tidelock.core.change.RepoRef;
import java.time.Instant;
import java.util.Optional;

/**
 * Asks a host what there is in a repository, so that what no webhook told is found. Cheap while nothing changes: with the tag
 * of the last answer to the same question. Throws {@code Unavailable} or {@code Refused}.
 */
public interface RepoReader {
    /** Every open pull request. */
    Listing<OpenPull> openPulls(RepoRef repo, Optional<String> tag);

    /**
     * Comments on pull requests, at least those that were written at {@code since} or later by the host's clock, of everybody, in no
     * order that could be relied upon. When there are too many of them to be read at once, the older ones; or the newer ones, when
     * they are so many that nobody could have written them.
     */
    Listing<Remark> comments(RepoRef repo, Instant since, Optional<String> tag);
}
