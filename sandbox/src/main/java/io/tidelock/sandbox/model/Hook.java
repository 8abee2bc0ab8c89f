package io.tidelock.sandbox.model;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A webhook of a repository. */
public final class Hook {
    public final long id;
    public final Repo repo;
    public final Instant createdAt;
    public Instant updatedAt;
    public String url;
    public @Nullable String secret;
    /** json or form. */
    public String contentType;

    public boolean active = true;
    public boolean insecureSsl;
    /** Whether it speaks as GitLab does, token and all. */
    public boolean gitlab;
    /** Event names, or an asterisk for all. */
    public Set<String> events;
    /** Status code of the last delivery, 0 when there was no answer, -1 before the first. */
    public volatile int lastCode = -1;

    public Hook(
            long id,
            Repo repo,
            String url,
            @Nullable String secret,
            String contentType,
            Set<String> events,
            Instant now) {
        this.id = id;
        this.repo = repo;
        this.url = url;
        this.secret = secret;
        this.contentType = contentType;
        this.events = events;
        this.createdAt = now;
        this.updatedAt = now;
    }

    public boolean wants(String event) {
        return active && (event.equals("ping") || events.contains("*") || events.contains(event));
    }
}
