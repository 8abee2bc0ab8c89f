package io.tidelock.core.words;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.RepoRef;
import java.util.Optional;

/**
 * A status on a commit.
 *
 * @param context e.g. {@code tidelock/plan}, 255 characters at most
 * @param description 140 characters at most
 * @param url where more is told
 */
public record CommitStatus(
        RepoRef repo, CommitSha sha, String context, StatusState state, String description, Optional<String> url) {}
