package io.tidelock.sandbox.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A review of a pull request. */
public final class Review {
    /** The states, in the API's own spelling. */
    public enum State {
        PENDING,
        COMMENTED,
        APPROVED,
        CHANGES_REQUESTED,
        DISMISSED
    }

    public final long id;
    public final Pull pull;
    public final Account author;
    public final String commitSha;
    public String body;
    public State state;
    /** The teams that were asked for a review, and got it by this one. */
    public final List<Team> onBehalfOf = new ArrayList<>();
    /** Null while pending. */
    public @Nullable Instant submittedAt;

    public Review(long id, Pull pull, Account author, String commitSha, State state, String body) {
        this.id = id;
        this.pull = pull;
        this.author = author;
        this.commitSha = commitSha;
        this.state = state;
        this.body = body;
    }

    /** Whether it speaks for or against merging, rather than merely commenting. */
    public boolean isOpinionated() {
        return state == State.APPROVED || state == State.CHANGES_REQUESTED || state == State.DISMISSED;
    }
}
