package io.tidelock.core.port;

import io.tidelock.core.outcome.Problem;

/** The world said no, and will say no again: not found, not allowed, not acceptable. The problem is for people. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** How the world said no. */
    public enum Kind {
        /** It is not there, or we may not see it. */
        NOT_FOUND,
        NOT_ALLOWED,
        NOT_ACCEPTABLE
    }

    private final Kind kind;
    private final transient Problem problem;

    public Refused(Kind kind, Problem problem) {
        super(problem.sentence());
        this.kind = kind;
        this.problem = problem;
    }

    public Kind kind() {
        return kind;
    }

    public Problem problem() {
        return problem;
    }
}
