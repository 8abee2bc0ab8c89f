package io.tidelock.core.port.run;

import io.tidelock.core.outcome.Problem;
import java.util.Optional;

/** What came of applying one project, or of changing its state otherwise. {@code localState} is the local state file afterwards, when there is one. */
public sealed interface ApplyRun {
    String text();

    Optional<byte[]> localState();

    /** @param line terraform's last word, e.g. {@code Apply complete! Resources: 1 added, 0 changed, 0 destroyed.} */
    record Done(String line, String text, Optional<byte[]> localState) implements ApplyRun {}

    /** @param stale true when terraform refused the plan because the state has moved on: nothing was changed */
    record Failed(Problem problem, boolean stale, String text, Optional<byte[]> localState) implements ApplyRun {}

    /** It was started, and nobody can say how it ended. */
    record Unknown(Problem problem, String text, Optional<byte[]> localState) implements ApplyRun {}

    /** It never started, and now never will under this run id. Nothing was changed. */
    record NeverStarted(String text) implements ApplyRun {
        @Override
        public Optional<byte[]> localState() {
            return Optional.empty();
        }
    }
}
