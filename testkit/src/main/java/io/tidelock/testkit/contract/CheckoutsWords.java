package io.tidelock.testkit.contract;

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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The words in which {@link CheckoutsContract} speaks: a host with one repository, and pull requests in it. */
abstract class CheckoutsWords {
    static final String MAIN = "refs/heads/main";
    static final Snapshot START = Snapshot.of("a/main.tf", "a", "b/main.tf", "b", "README.md", "read me");

    /** A try that comes so late that something must be believed. */
    static final int LATE = 20;

    @SuppressWarnings("NullAway.Init")
    GitHouse house;

    @SuppressWarnings("NullAway.Init")
    RepoRef repo;

    @SuppressWarnings("NullAway.Init")
    CommitSha start;

    final FreeLease lease = new FreeLease(new Work.Refit(new PullRef(new RepoRef("h", "o/n"), 1)));

    /** A host without repositories, and checkouts that have seen nothing. */
    protected abstract GitHouse open();

    @BeforeEach
    void openHouse() {
        house = open();
        repo = house.repo("acme/infra");
        start = house.commit(repo, START);
        house.point(repo, MAIN, start);
    }

    @AfterEach
    void closeHouse() {
        house.close();
    }

    /** A pull request whose branch begins at the start and has one commit. */
    PullRequest pull(int number, Snapshot files) {
        CommitSha head = house.commit(repo, files, start);
        house.point(repo, "refs/pull/" + number + "/head", head);
        return new PullRequest(
                new PullRef(repo, number),
                "Change",
                "https://host/" + number,
                house.remote(new PullRef(repo, number)).url(),
                PullRequest.State.OPEN,
                false,
                Actor.person("ann"),
                new Side(Optional.of(repo), "change", head),
                new Side(Optional.of(repo), "main", start),
                Set.of(),
                Optional.empty());
    }

    static PullRequest withBase(PullRequest pull, Side base) {
        return new PullRequest(
                pull.ref(),
                pull.title(),
                pull.webUrl(),
                pull.cloneUrl(),
                pull.state(),
                pull.draft(),
                pull.author(),
                pull.head(),
                base,
                pull.labels(),
                pull.testMerge());
    }

    static PullRequest withHead(PullRequest pull, CommitSha head) {
        return new PullRequest(
                pull.ref(),
                pull.title(),
                pull.webUrl(),
                pull.cloneUrl(),
                pull.state(),
                pull.draft(),
                pull.author(),
                new Side(pull.head().repo(), pull.head().branch(), head),
                pull.base(),
                pull.labels(),
                pull.testMerge());
    }

    /** As the host tells of it after it was merged by {@code merge}. */
    static PullRequest mergedBy(PullRequest pull, CommitSha merge) {
        return mergedBy(pull, Optional.of(merge));
    }

    /** @param merge as far as the host names it */
    static PullRequest mergedBy(PullRequest pull, Optional<CommitSha> merge) {
        return new PullRequest(
                pull.ref(),
                pull.title(),
                pull.webUrl(),
                pull.cloneUrl(),
                PullRequest.State.MERGED,
                pull.draft(),
                pull.author(),
                pull.head(),
                pull.base(),
                pull.labels(),
                merge,
                Optional.of(Instant.EPOCH),
                Optional.empty());
    }

    Prospect.Merged landed(PullRequest pull) {
        return landed(pull, 1);
    }

    Prospect.Merged landed(PullRequest pull, int attempt) {
        FreeLease trying = new FreeLease(lease.job().work(), attempt);
        return house.checkouts().landed(pull, house.remote(pull.ref()), trying);
    }

    CommitSha advance(Snapshot files) {
        CommitSha base = house.commit(repo, files, start);
        house.point(repo, MAIN, base);
        return base;
    }

    Prospect prepare(PullRequest pull) {
        return house.checkouts().prepare(pull, house.remote(pull.ref()), lease);
    }

    Prospect.Merged merged(PullRequest pull) {
        return (Prospect.Merged) prepare(pull);
    }

    WorkingTree tree(PullRequest pull, Prospect.Merged merged, String workspace) {
        return house.checkouts().tree(pull.ref(), merged, workspace, lease);
    }

    static Optional<String> text(SourceTree source, String path) {
        return source.read(path, 1 << 20).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
