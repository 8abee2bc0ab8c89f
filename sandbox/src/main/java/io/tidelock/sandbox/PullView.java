package io.tidelock.sandbox;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pull request as it stands.
 *
 * @param state open or closed
 * @param mergeable null while it is being found out
 * @param mergeableState as in the API: unknown, dirty, draft, blocked, behind, unstable, clean
 * @param url of its web page
 */
public record PullView(
        PullId id,
        String title,
        String author,
        String state,
        boolean merged,
        boolean draft,
        String headRef,
        String headSha,
        String baseRef,
        String baseSha,
        @Nullable Boolean mergeable,
        String mergeableState,
        @Nullable String mergeCommitSha,
        Set<String> labels,
        String url) {}
