package io.tidelock.core.outcome;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.project.Hook;
import java.util.Optional;

/**
 * How far a hook has come.
 *
 * @param said what it wants people to read; may be empty
 */
public record HookSign(PullRef pull, CommitSha head, Hook hook, State state, String said, Optional<RunId> run) {
    /** Of a hook. */
    public enum State {
        RUNNING,
        DONE,
        FAILED
    }
}
