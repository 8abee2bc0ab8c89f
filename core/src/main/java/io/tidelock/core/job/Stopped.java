package io.tidelock.core.job;

/** The holder of a lease must not go on. Not a failure: the loop that runs jobs knows what each reason means. */
public final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public enum Reason {
        /** Later work made this work pointless. */
        SUPERSEDED,
        /** The lease ran out or was taken by another. */
        LOST,
        /** The server is stopping; the job goes back to the queue. */
        SHUTDOWN
    }

    private final Reason reason;

    public Stopped(Reason reason) {
        super("stopped: " + reason);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
