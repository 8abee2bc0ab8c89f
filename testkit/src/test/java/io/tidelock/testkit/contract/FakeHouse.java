package io.tidelock.testkit.contract;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.host.GitRemote;
import io.tidelock.core.port.run.Checkouts;
import io.tidelock.testkit.fake.FakeCheckouts;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The fake as its own host, perhaps with something broken before it. */
final class FakeHouse implements GitHouse {
    private final FakeCheckouts fake;
    private final Checkouts checkouts;

    FakeHouse(Path folder, UnaryOperator<Checkouts> broken) {
        this.fake = new FakeCheckouts(folder);
        this.checkouts = broken.apply(fake);
    }

    @Override
    public Checkouts checkouts() {
        return checkouts;
    }

    @Override
    public RepoRef repo(String path) {
        return new RepoRef("git.example.org", path);
    }

    @Override
    public CommitSha commit(RepoRef repo, Snapshot files, CommitSha... parents) {
        return fake.commit(repo, files, parents);
    }

    @Override
    public void point(RepoRef repo, String ref, CommitSha commit) {
        fake.point(repo, ref, commit);
    }

    @Override
    public GitRemote remote(PullRef pull) {
        return new GitRemote(
                "https://git.example.org/" + pull.repo().path() + ".git",
                Optional.empty(),
                Optional.empty(),
                "refs/pull/" + pull.number() + "/head",
                "refs/pull/" + pull.number() + "/merge");
    }

    @Override
    public void close() {}
}
