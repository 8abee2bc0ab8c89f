package io.tidelock.sandbox.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A commit status: error, failure, pending or success under a context. Posting again under one context adds, and the last counts. */
public record CommitStatus(
        long id,
        String sha,
        String state,
        String context,
        @Nullable String description,
        @Nullable String targetUrl,
        Account creator,
        Instant createdAt) {}
