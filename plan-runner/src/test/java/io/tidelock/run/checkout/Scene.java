package io.tidelock.run.checkout;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.change.Side;
import io.tidelock.core.job.Work;
import io.tidelock.core.port.run.Prospect;
import io.tidelock.core.port.run.SourceTree;
import io.tidelock.core.port.run.WorkingTree;
import io.tidelock.testkit.contract.FreeLease;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A host with one repository, whose main branch has one commit, and checkouts that can reach it. */
final class Scene implements AutoCloseable {
    static final Map<String, GitScribe.Entry> START =
            GitScribe.files("a/main.tf", "a\n", "b/main.tf", "b\n", "README.md", "read me\n");

    final Path data;
    final GitHost host;
    final RepoRef repo;
    final GitScribe scribe;
    final CommitSha start;
    JGitCheckouts checkouts;
    FreeLease lease;

    Scene(Path folder) {
        this(folder, new GitHost(folder.resolve("host")));
    }

    Scene(Path folder, GitHost host) {
        this.data = folder.resolve("data");
        this.host = host;
        this.repo = host.repo("acme/infra");
        this.scribe = host.scribe(repo);
        this.start = scribe.commit(START);
        this.checkouts = JGitCheckouts.with(settings());
        this.lease = new FreeLease(new Work.Refit(ref(1)));
        scribe.point("refs/heads/main", start);
    }

    CheckoutSettings settings() {
        return new CheckoutSettings(
                data, Duration.ofSeconds(20), Duration.ofMinutes(2), Optional.empty(), Optional.empty());
    }

    /** As after a new start of the server. */
    void restart() {
        checkouts = JGitCheckouts.with(settings());
    }

    Path mirror() {
        return new Places(data).mirror(repo);
    }

    PullRef ref(int number) {
        return new PullRef(repo, number);
    }

    CommitSha push(int number, Map<String, GitScribe.Entry> files, CommitSha... parents) {
        CommitSha head = scribe.commit(files, parents.length == 0 ? new CommitSha[] {start} : parents);
        scribe.point("refs/pull/" + number + "/head", head);
        return head;
    }

    CommitSha advance(Map<String, GitScribe.Entry> files) {
        CommitSha base = scribe.commit(files, start);
        scribe.point("refs/heads/main", base);
        return base;
    }

    PullRequest pull(int number, CommitSha head) {
        return pull(number, head, "main", Optional.empty());
    }

    PullRequest pull(int number, CommitSha head, String base, Optional<CommitSha> testMerge) {
        return new PullRequest(
                ref(number),
                "Change",
                "https://host/" + number,
                host.remote(ref(number)).url(),
                PullRequest.State.OPEN,
                false,
                Actor.person("ann"),
                new Side(Optional.of(repo), "change", head),
                new Side(Optional.of(repo), base, start),
                Set.of(),
                testMerge);
    }

    Prospect prepare(PullRequest pull) {
        return checkouts.prepare(pull, host.remote(pull.ref()), lease);
    }

    Prospect.Merged merged(PullRequest pull) {
        return (Prospect.Merged) prepare(pull);
    }

    Prospect.Merged merged(int number, Map<String, GitScribe.Entry> files) {
        return merged(pull(number, push(number, files)));
    }

    WorkingTree tree(int number, Prospect.Merged merged) {
        return checkouts.tree(ref(number), merged, "default", lease);
    }

    static String text(SourceTree source, String path) {
        return source.read(path, 1 << 20)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("(nothing)");
    }

    static Map<String, GitScribe.Entry> with(Map<String, GitScribe.Entry> files, String path, GitScribe.Entry entry) {
        Map<String, GitScribe.Entry> more = new TreeMap<>(files);
        more.put(path, entry);
        return more;
    }

    static Map<String, GitScribe.Entry> with(Map<String, GitScribe.Entry> files, String path, String content) {
        return with(files, path, GitScribe.Entry.file(content));
    }

    static Map<String, GitScribe.Entry> without(Map<String, GitScribe.Entry> files, String path) {
        Map<String, GitScribe.Entry> fewer = new TreeMap<>(files);
        fewer.remove(path);
        return fewer;
    }

    @Override
    public void close() {
        host.close();
    }
}
