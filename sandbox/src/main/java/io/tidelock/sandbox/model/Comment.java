package io.tidelock.sandbox.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A comment in the conversation of a pull request. */
public final class Comment {
    public final long id;
    public final Repo repo;
    /** Number of the pull request. */
    public final int number;

    public final Account author;
    public final Instant createdAt;
    public String body;
    public Instant updatedAt;
    /** Whether the text was changed after it was posted. */
    public boolean edited;
    /** Why it was hidden, in GraphQL's spelling such as OUTDATED; null while it is shown. */
    public @Nullable String minimizedReason;

    public final List<Reaction> reactions = new ArrayList<>();

    public Comment(long id, Repo repo, int number, Account author, String body, Instant now) {
        this.id = id;
        this.repo = repo;
        this.number = number;
        this.author = author;
        this.body = body;
        this.createdAt = now;
        this.updatedAt = now;
    }
}
