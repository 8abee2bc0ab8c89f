package io.tidelock.sandbox.model;

import java.time.Instant;
import java.util.List;

/** A reaction; content is one of {@link #CONTENTS}. */
public record Reaction(long id, Account user, String content, Instant createdAt) {
    public static final List<String> CONTENTS =
            List.of("+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes");
}
