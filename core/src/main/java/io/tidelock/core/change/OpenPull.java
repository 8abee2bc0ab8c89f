package io.tidelock.core.change;

import java.time.Instant;
import java.util.Optional;

/**
 * What a list of open pull requests tells of each: enough to see that something happened to it.
 *
 * @param baseBranch short name of the branch it is to be merged into
 * @param openedAt by the host's clock, often in whole seconds; empty when the host does not say
 */
public record OpenPull(PullRef ref, CommitSha head, String baseBranch, boolean draft, Optional<Instant> openedAt) {}
