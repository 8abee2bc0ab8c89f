package io.tidelock.run.process;

import io.tidelock.core.job.Stopped;

/** Why waiting for a program ended. After {@link Late} and {@link Called} it still runs. */
public sealed interface End {
    /** @param code as the program gave it; above 128 when a signal ended it */
    record Exited(int code) implements End {
        /** It did not choose to end, so what it was doing is cut off. */
        public boolean killed() {
            return code > 128;
        }
    }

    /** It is gone, and nobody noted how it ended. */
    record Vanished() implements End {}

    /** It was abandoned before it was started, and never will be. */
    record NeverStarted() implements End {}

    /** The deadline passed. */
    record Late() implements End {}

    /** The lease called us away. */
    record Called(Stopped.Reason reason) implements End {}
}
