package io.tidelock.sandbox;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A comment as it stands.
 *
 * @param nodeId its id in GraphQL
 * @param edited whether its text was changed
 * @param minimizedReason why it is hidden, such as OUTDATED; null while it is shown
 * @param reactions the contents of the reactions to it, such as eyes
 */
public record CommentView(
        long id,
        String nodeId,
        String author,
        String body,
        Instant createdAt,
        Instant updatedAt,
        boolean edited,
        @Nullable String minimizedReason,
        List<String> reactions) {}
