package io.tidelock.server.execute;

import io.tidelock.core.change.PullRef;
import java.util.List;

/** Runs tasks, so many at a time over all pull requests, each pull request in its turn. */
public interface Pool {
    /**
     * Returns when every task has ended. When one throws, those of this call that have not begun never will, and the first
     * exception is thrown once the others have ended.
     */
    void run(PullRef owner, List<Runnable> tasks);
}
