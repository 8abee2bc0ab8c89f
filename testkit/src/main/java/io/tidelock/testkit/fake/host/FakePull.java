package io.tidelock.testkit.fake.host;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.change.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A pull request that changes. */
final class FakePull {
    final PullRef ref;
    final List<FakeComment> comments = new ArrayList<>();
    final Map<String, Instant> approvals = new TreeMap<>();
    final Set<String> labels = new TreeSet<>();
    final Instant openedAt;
    PullRequest.State state = PullRequest.State.OPEN;
    boolean draft;
    String base = "main";
    CommitSha head;
    /** Once it is merged, the merge itself. */
    CommitSha testMerge;

    Optional<Instant> mergedAt = Optional.empty();
    Optional<Actor> mergedBy = Optional.empty();
    private final String title;
    private final Optional<RepoRef> source;

    FakePull(
            PullRef ref,
            String title,
            boolean draft,
            RepoRef source,
            CommitSha head,
            CommitSha testMerge,
            Instant openedAt) {
        this.ref = ref;
        this.title = title;
        this.draft = draft;
        this.source = Optional.of(source);
        this.head = head;
        this.testMerge = testMerge;
        this.openedAt = openedAt;
    }

    String branch() {
        return "change-" + ref.number();
    }

    String webUrl() {
        return "https://" + ref.repo() + "/pull/" + ref.number();
    }

    PullRequest asRead(CommitSha baseTip) {
        return new PullRequest(
                ref,
                title,
                webUrl(),
                "https://" + ref.repo() + ".git",
                state,
                draft,
                Actor.person("alice"),
                new Side(source, branch(), head),
                new Side(Optional.of(ref.repo()), base, baseTip),
                labels,
                state == PullRequest.State.CLOSED ? Optional.empty() : Optional.of(testMerge),
                state == PullRequest.State.MERGED ? mergedAt : Optional.empty(),
                state == PullRequest.State.MERGED ? mergedBy : Optional.empty());
    }
}
