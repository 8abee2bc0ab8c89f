package io.tidelock.sandbox.gitlab.ci;

import io.tidelock.sandbox.model.Account;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A job of a pipeline; here always one that another service reports, as a commit status. */
public final class Job {
    private static final Set<String> UNFINISHED = Set.of("created", "pending", "running");

    /** To each event of GitLab's state machine the states it may start from. */
    private static final Map<String, Set<String>> FROM = Map.of(
            "enqueue",
            Set.of("created"),
            "run",
            Set.of("created", "pending"),
            "success",
            UNFINISHED,
            "drop",
            UNFINISHED,
            "cancel",
            UNFINISHED,
            "skip",
            Set.of("created", "pending"));

    public final long id;
    public final Pipeline pipeline;
    public final String name;
    public final Account creator;
    public final Instant createdAt;
    public String state = "created";
    public @Nullable String description;
    public @Nullable String targetUrl;
    public @Nullable Instant startedAt;
    public @Nullable Instant finishedAt;
    /** Whether a later status of the same name took its place. */
    public boolean retried;

    public Job(long id, Pipeline pipeline, String name, Account creator, Instant now) {
        this.id = id;
        this.pipeline = pipeline;
        this.name = name;
        this.creator = creator;
        this.createdAt = now;
    }

    public boolean isUnfinished() {
        return UNFINISHED.contains(state);
    }

    /** Whether the event is possible in the state. */
    static boolean can(String event, String state) {
        return FROM.getOrDefault(event, Set.of()).contains(state);
    }

    void become(String next, Instant now) {
        state = next;
        if (next.equals("running")) {
            startedAt = now;
        }
        if (!isUnfinished()) {
            finishedAt = now;
        }
    }
}
