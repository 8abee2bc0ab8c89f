package io.tidelock.core.job;

/**
 * How a job ended.
 *
 * @param said one line for the record
 */
public record Ending(State state, String said) {
    public enum State {
        DONE,
        SUPERSEDED,
        FAILED
    }

    public static Ending done(String said) {
        return new Ending(State.DONE, said);
    }
}
