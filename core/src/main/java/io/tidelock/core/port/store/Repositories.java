package io.tidelock.core.port.store;

import io.tidelock.core.change.OpenPull;
import io.tidelock.core.change.RepoRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The repositories that webhooks have told us of, and how each looked when it was last compared with its host. */
public interface Repositories {
    /** Every one, in the order in which they were first heard of. */
    List<Known> all();

    /** Remembers how it looked, in place of how it looked before. A repository that nobody has heard of stays unknown. */
    void compared(RepoRef repo, Look look);

    /**
     * @param firstHeard when the first delivery about it was kept, by our clock
     * @param last empty when it was never compared
     */
    record Known(RepoRef repo, Instant firstHeard, Optional<Look> last) {}

    /**
     * @param open the pull requests that were open
     * @param openTag the host's tag of that list
     * @param commentsSince by the host's clock: everything that was written before has been looked at
     * @param commentsTag the host's tag of the comments since then
     */
    record Look(List<OpenPull> open, Optional<String> openTag, Instant commentsSince, Optional<String> commentsTag) {
        public Look {
            open = List.copyOf(open);
        }
    }
}
