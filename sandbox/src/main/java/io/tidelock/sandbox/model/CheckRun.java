package io.tidelock.sandbox.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A check run on a commit. */
public final class CheckRun {
    public final long id;
    public final long suiteId;
    public final Repo repo;
    public final String headSha;
    public final Account creator;
    public String name;
    /** queued, in_progress or completed. */
    public String status = "queued";
    /** Null until completed. */
    public @Nullable String conclusion;

    public @Nullable String externalId;
    public @Nullable String detailsUrl;
    public Instant startedAt;
    public @Nullable Instant completedAt;
    public @Nullable String title;
    public @Nullable String summary;
    public @Nullable String text;
    /** As they were sent. */
    public final List<Map<String, Object>> annotations = new ArrayList<>();

    public CheckRun(long id, long suiteId, Repo repo, String headSha, Account creator, String name, Instant now) {
        this.id = id;
        this.suiteId = suiteId;
        this.repo = repo;
        this.headSha = headSha;
        this.creator = creator;
        this.name = name;
        this.startedAt = now;
    }
}
