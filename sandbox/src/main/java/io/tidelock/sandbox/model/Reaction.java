package io.tidelock.sandbox.model;

import java.time.Instant;
import java.util.List;

/** A reaction; on GitHub its content is one of {@link #CONTENTS}, on GitLab it may be any emoji's name. */
public record Reaction(long id, Account user, String content, Instant createdAt) {
    public static final List<String> CONTENTS =
            List.of("+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes");
}
