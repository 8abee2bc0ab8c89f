package io.tidelock.run.checkout;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.host.GitRemote;
import io.tidelock.core.port.run.Checkouts;
import io.tidelock.testkit.contract.CheckoutsContract;
import io.tidelock.testkit.contract.GitHouse;
import io.tidelock.testkit.contract.Snapshot;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;

final class JGitCheckoutsContractTest extends CheckoutsContract {
    @TempDir
    Path folder;

    @Override
    protected GitHouse open() {
        GitHost host = new GitHost(folder.resolve("host"));
        JGitCheckouts checkouts = JGitCheckouts.with(CheckoutSettings.in(folder.resolve("data")));
        return new GitHouse() {
            @Override
            public Checkouts checkouts() {
                return checkouts;
            }

            @Override
            public RepoRef repo(String path) {
                return host.repo(path);
            }

            @Override
            public CommitSha commit(RepoRef repo, Snapshot snapshot, CommitSha... parents) {
                Map<String, GitScribe.Entry> files = new TreeMap<>();
                snapshot.files().forEach((path, content) -> files.put(path, GitScribe.Entry.file(content)));
                snapshot.links().forEach((path, target) -> files.put(path, GitScribe.Entry.link(target)));
                return host.scribe(repo).commit(files, parents);
            }

            @Override
            public void point(RepoRef repo, String ref, CommitSha commit) {
                host.scribe(repo).point(ref, commit);
            }

            @Override
            public GitRemote remote(PullRef pull) {
                return host.remote(pull);
            }

            @Override
            public void close() {
                host.close();
            }
        };
    }
}
