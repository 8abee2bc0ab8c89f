package io.tidelock.core.port.host;

import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.Reaction;
import java.util.Optional;

/**
 * Says things on a host. Throws {@code Unavailable} (with {@code perhapsDone} when the answer was lost) or {@code Refused}.
 * Repeats nothing by itself.
 */
public interface PullWriter {
    /** Setting the same status again is harmless. */
    void status(CommitStatus status);

    /** Creates a comment. Body: at most {@link #maxBody()} characters. */
    Posted post(PullRef pull, String body);

    /** Replaces the text of a comment of ours; {@code Refused} with NOT_FOUND when somebody deleted it. */
    Posted edit(CommentRef comment, String body);

    /** Finds a comment that we wrote and that contains {@code marker}, the oldest if there are several. */
    Optional<Posted> find(PullRef pull, String marker);

    /** Reacting twice is harmless. */
    void react(CommentRef comment, Reaction reaction);

    /** How many characters a comment may have. */
    int maxBody();
}
