package io.tidelock.testkit.fake.host;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.OpenPull;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.event.Event;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.Listing;
import io.tidelock.core.port.host.Remark;
import io.tidelock.core.port.host.RepoReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks at a fake host's repository; each look is counted, may suffer misfortune, and holds the host's lock. */
final class FakeLooks implements RepoReader {
    private final FakeHost host;
    private final Misfortune misfortune;

    FakeLooks(FakeHost host, Misfortune misfortune) {
        this.host = host;
        this.misfortune = misfortune;
    }

    @Override
    public Listing<OpenPull> openPulls(RepoRef repo, Optional<String> tag) {
        return misfortune.around(
                "pulls " + repo,
                () -> list(
                        repo,
                        tag,
                        () -> host.pulls().stream()
                                .filter(pull -> pull.state == PullRequest.State.OPEN)
                                .map(pull -> new OpenPull(
                                        pull.ref, pull.head, pull.base, pull.draft, Optional.of(pull.openedAt)))
                                .toList()));
    }

    @Override
    public Listing<Remark> comments(RepoRef repo, Instant since, Optional<String> tag) {
        return misfortune.around(
                "comments " + repo,
                () -> list(
                        repo,
                        tag,
                        () -> host.pulls().stream()
                                .flatMap(pull -> pull.comments.stream())
                                .filter(comment -> !comment.changedAt().isBefore(since))
                                .map(FakeLooks::remark)
                                .toList()));
    }

    private static Remark remark(FakeComment comment) {
        return new Remark(
                new Event.Commented(comment.ref, Actor.person(comment.author), comment.writtenAt, comment.body),
                comment.changedAt());
    }

    private <T> Listing<T> list(RepoRef repo, Optional<String> tag, Supplier<List<T>> items) {
        synchronized (host) {
            if (!repo.equals(host.repo())) {
                throw new Refused(Refused.Kind.NOT_FOUND, Problem.of(repo + " is not there", "", ""));
            }
            List<T> now = items.get();
            String fresh = Integer.toHexString(now.hashCode());
            return tag.equals(Optional.of(fresh))
                    ? new Listing.Unchanged<>(Optional.of(host.now()))
                    : new Listing.Items<>(now, Optional.of(fresh), Optional.of(host.now()));
        }
    }
}
