package io.tidelock.run.terraform;

import io.tidelock.run.process.End;

/**
 * A call of terraform that has ended, one way or another.
 *
 * @param from where in the run's log its output begins
 */
public record Ran(End end, long from) {
    /** Whether it ended by itself, with this exit code. */
    public boolean exited(int code) {
        return end instanceof End.Exited exited && exited.code() == code;
    }
}
