package io.tidelock.server.execute;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.HookSign;
import io.tidelock.core.project.ProjectKey;
import java.util.Collection;

/** Told of the board while work goes on, so that people can be shown it before the end. */
public interface Progress {
    /** The projects are known and are about to be planned. */
    void planning(Board board);

    /** Plans are about to be applied. */
    void applying(Board board);

    /** The pull request is over, and its rows are about to be forgotten. */
    void closing(Board board);

    /** A commit was shown as being planned, and another is planned instead. */
    void overtaken(Evidence.Overtaken overtaken);

    /**
     * Projects are no longer on the board.
     *
     * @param untouched whether it is certain that the commit does not concern them
     */
    void gone(PullRef pull, CommitSha head, Collection<ProjectKey> projects, boolean untouched);

    /** Projects are no longer on the board although the commit changes them: nothing plans them before somebody asks. */
    void unasked(PullRef pull, CommitSha head, Collection<ProjectKey> projects);

    /** A hook was begun, or has ended. */
    void hook(HookSign sign);
}
