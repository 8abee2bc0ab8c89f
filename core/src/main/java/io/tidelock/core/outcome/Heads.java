package io.tidelock.core.outcome;

import io.tidelock.core.change.CommitSha;

/**
 * The two commits that were planned together.
 *
 * @param head tip of the pull request's branch
 * @param base tip of the base branch when it was merged with the head
 */
public record Heads(CommitSha head, CommitSha base) {}
