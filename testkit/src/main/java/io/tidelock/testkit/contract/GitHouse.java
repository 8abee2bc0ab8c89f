package io.tidelock.testkit.contract;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.host.GitRemote;
import io.tidelock.core.port.run.Checkouts;

/** A git host with the checkouts that are judged against it. Repositories come into being when they are first used. */
public interface GitHouse extends AutoCloseable {
    Checkouts checkouts();

    RepoRef repo(String path);

    CommitSha commit(RepoRef repo, Snapshot files, CommitSha... parents);

    /** Makes or moves a ref, by its full name. */
    void point(RepoRef repo, String ref, CommitSha commit);

    /** Where to fetch: the head's ref is {@code refs/pull/N/head}, the test merge's {@code refs/pull/N/merge}. */
    GitRemote remote(PullRef pull);

    @Override
    void close();
}
