package io.tidelock.sandbox.git;

import org.jspecify.annotations.Nullable;

/**
 * One changed file.
 *
 * @param path its path after the change, or before it when it was removed
 * @param previousPath its path before a rename or copy, else null
 * @param status added, removed, modified, renamed or copied
 * @param blob the file's blob after the change (before it, when removed)
 * @param patch the hunks without the file header; null when binary, too large, or without change of content
 */
public record FileChange(
        String path,
        @Nullable String previousPath,
        String status,
        int additions,
        int deletions,
        String blob,
        @Nullable String patch) {}
