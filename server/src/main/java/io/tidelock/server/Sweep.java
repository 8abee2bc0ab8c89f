package io.tidelock.server;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.OpenPull;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.event.Event;
import io.tidelock.core.job.Work;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.Listing;
import io.tidelock.core.port.host.PullReader;
import io.tidelock.core.port.host.Remark;
import io.tidelock.core.port.host.RepoReader;
import io.tidelock.core.port.store.Repositories.Known;
import io.tidelock.core.port.store.Repositories.Look;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares one repository with its host. What differs from the last look and nobody told of is given a moment, since its
 * webhook may be on its way, then asked about once more, and only then promised.
 */
final class Sweep {
    /** Comments are looked through again that far back, since a list may lag behind. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    /** An older command is not obeyed any more; for longer than that it is known which were. */
    private static final Duration STALE = Duration.ofDays(7);

    /** Clocks that are no further apart are taken for one: hosts tell time in whole seconds. */
    private static final Duration SAME_CLOCK = Duration.ofSeconds(2);

    /** How long a webhook is on its way: what it tells of, and what came right after, happened before it arrived. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(2);

    private final RepoReader looks;
    private final PullReader pulls;
    private final Knowledge knowledge;
    private final Retriever retriever;
    private final Runnable grace;
    private final InstantSource clock;

    /** @param grace returns when a webhook that was sent a moment ago has had time to arrive */
    Sweep(
            RepoReader looks,
            PullReader pulls,
            Knowledge knowledge,
            Retriever retriever,
            Runnable grace,
            InstantSource clock) {
        this.looks = looks;
        this.pulls = pulls;
        this.knowledge = knowledge;
        this.retriever = retriever;
        this.grace = grace;
        this.clock = clock;
    }

    /**
     * @param look to be remembered: everything up to it is promised
     * @param found what nobody had told of, a few words each
     * @param trouble why the comments were not looked at: {@code Unavailable} or {@code Refused}
     */
    record Report(Look look, List<String> found, Optional<RuntimeException> trouble) {}

    /** Throws {@code Unavailable} or {@code Refused}; what was promised before stays promised. */
    Report compare(Known known) {
        return new Comparison(known).report();
    }

    /** One comparison of one repository. */
    private final class Comparison {
        private final Known known;
        private final RepoRef repo;
        private final Map<PullRef, OpenPull> before;
        private final Listing<OpenPull> open;
        private final Map<PullRef, OpenPull> seen;
        private final Instant hostNow;
        private final Instant heardOf;
        private final List<String> found = new ArrayList<>();
        private Optional<RuntimeException> trouble = Optional.empty();

        Comparison(Known known) {
            this.known = known;
            this.repo = known.repo();
            this.before = known.last().map(look -> byRef(look.open())).orElse(Map.of());
            this.open = looks.openPulls(repo, known.last().flatMap(Look::openTag));
            this.seen = items(open).map(Comparison::byRef).orElseGet(() -> new LinkedHashMap<>(before));
            Instant now = clock.instant();
            this.hostNow = open.hostTime()
                    .filter(there -> Duration.between(now, there).abs().compareTo(SAME_CLOCK) > 0)
                    .orElse(now);
            this.heardOf = known.firstHeard()
                    .minus(ON_ITS_WAY)
                    .plus(Duration.between(now, hostNow))
                    .truncatedTo(ChronoUnit.SECONDS);
        }

        Report report() {
            Instant since = known.last().map(Look::commentsSince).orElse(heardOf);
            Listing<Remark> said = said(since);
            List<PullRef> suspects = suspects();
            List<Event.Commented> unheard = items(said)
                    .map(remarks -> unheard(remarks, latest(since, hostNow.minus(STALE))))
                    .orElse(List.of());
            if (!suspects.isEmpty() || !unheard.isEmpty()) {
                grace.run();
            }
            boolean certain = true;
            for (PullRef suspect : suspects) {
                certain &= settle(suspect);
            }
            unheard.stream()
                    .filter(retriever::retrieve)
                    .forEach(comment -> found.add("a comment on " + comment.pull()));
            Instant until = items(said).map(remarks -> until(since, remarks)).orElse(since);
            Optional<String> openTag = tag(open, known.last().flatMap(Look::openTag));
            Optional<String> commentsTag = tag(said, known.last().flatMap(Look::commentsTag));
            return new Report(
                    new Look(
                            List.copyOf(seen.values()),
                            certain ? openTag : Optional.empty(),
                            until,
                            commentsTag.filter(tag -> until.equals(since))),
                    found,
                    trouble);
        }

        /** A host that does not tell of comments is no reason not to see what became of pull requests. */
        private Listing<Remark> said(Instant since) {
            try {
                return looks.comments(repo, since, known.last().flatMap(Look::commentsTag));
            } catch (Unavailable | Refused silent) {
                trouble = Optional.of(silent);
                return new Listing.Unchanged<>(Optional.empty());
            }
        }

        private static Map<PullRef, OpenPull> byRef(List<OpenPull> pulls) {
            Map<PullRef, OpenPull> byRef = new LinkedHashMap<>();
            pulls.forEach(pull -> byRef.put(pull.ref(), pull));
            return byRef;
        }

        // ---- pull requests

        /** Those that are not as they were, or no longer there, without anybody having told. */
        private List<PullRef> suspects() {
            Stream<PullRef> changed =
                    seen.values().stream().filter(pull -> !isTold(pull)).map(OpenPull::ref);
            Stream<PullRef> gone = knowledge.open(repo).stream()
                    .filter(pull -> !seen.containsKey(pull))
                    .filter(pull -> !knowledge.hasHeardOfTheEnd(pull));
            return Stream.concat(changed, gone).toList();
        }

        private boolean isTold(OpenPull pull) {
            Optional<OpenPull> last = Optional.ofNullable(before.get(pull.ref()));
            boolean ready = last.filter(was -> was.draft() && !pull.draft()).isPresent();
            boolean same = !ready
                    && last.filter(was -> was.head().equals(pull.head()))
                            .filter(was -> was.baseBranch().equals(pull.baseBranch()))
                            .isPresent()
                    && !knowledge.isClosed(pull.ref());
            return same || isOld(pull) || knowledge.hasHeardOf(pull, ready);
        }

        /** Opened before we had anything to do with the repository, and none of our business until something happens to it. */
        private boolean isOld(OpenPull pull) {
            return known.last().isEmpty()
                    && pull.openedAt().filter(at -> !at.isBefore(heardOf)).isEmpty()
                    && !knowledge.tracks(pull.ref());
        }

        /**
         * Asks for the pull request itself, and promises what is to be done about it, if anything. False when the list told
         * something else, which is then not remembered: it lags behind, and is to be read anew.
         */
        private boolean settle(PullRef ref) {
            Optional<OpenPull> listed = Optional.ofNullable(seen.get(ref));
            boolean told = listed.map(this::isTold).orElseGet(() -> knowledge.hasHeardOfTheEnd(ref));
            if (told) {
                return true;
            }
            Optional<PullRequest> live = live(ref);
            if (live.isEmpty()) {
                return true;
            }
            PullRequest pull = live.get();
            boolean promised = pull.open() ? lost(pull, listed) : over(pull);
            boolean agrees = pull.open() == listed.isPresent() && (promised || !pull.open());
            if (!agrees) {
                forget(ref);
            } else if (pull.open()) {
                seen.put(ref, asListed(pull, listed));
            }
            return agrees;
        }

        /** Promises to plan it, unless it was told to be as it is. */
        private boolean lost(PullRequest pull, Optional<OpenPull> listed) {
            if (isTold(asListed(pull, listed))) {
                return false;
            }
            boolean perhapsIdle = pull.draft() || pull.fromFork(); // so no first sign of what may not be planned
            retriever.retrieve(new Work.AutoPlan(pull.ref(), pull.head().sha(), perhapsIdle));
            found.add("a change of " + pull.ref() + " to " + pull.head().sha().abbreviated());
            return true;
        }

        /** Promises to close it, unless that was told. */
        private boolean over(PullRequest pull) {
            if (!knowledge.tracks(pull.ref()) || knowledge.hasHeardOfTheEnd(pull.ref())) {
                return false;
            }
            CommitSha head = pull.head().sha();
            retriever.retrieve(pull.merged() ? new Work.Land(pull.ref(), head) : new Work.Close(pull.ref(), head));
            found.add("the end of " + pull.ref());
            return true;
        }

        /** Empty when it is not there, or not under that name any more: then there is nothing to be done about it. */
        private Optional<PullRequest> live(PullRef ref) {
            try {
                return Optional.of(pulls.pull(ref));
            } catch (Refused gone) {
                if (gone.kind() == Refused.Kind.NOT_FOUND) {
                    return Optional.empty();
                }
                throw gone;
            }
        }

        private void forget(PullRef ref) {
            OpenPull last = before.get(ref);
            if (last == null) {
                seen.remove(ref);
            } else {
                seen.put(ref, last);
            }
        }

        private static OpenPull asListed(PullRequest pull, Optional<OpenPull> listed) {
            return new OpenPull(
                    pull.ref(),
                    pull.head().sha(),
                    pull.base().branch(),
                    pull.draft(),
                    listed.flatMap(OpenPull::openedAt));
        }

        // ---- comments

        /** Commands of that time or later that have led to nothing yet, in the order in which they were written. */
        private List<Event.Commented> unheard(List<Remark> remarks, Instant since) {
            return remarks.stream()
                    .filter(remark -> !remark.edited())
                    .map(Remark::comment)
                    .filter(comment -> !comment.writtenAt().isBefore(since))
                    .filter(retriever::isCalledFor)
                    .filter(comment -> seen.containsKey(comment.pull()) || knowledge.tracks(comment.pull()))
                    .sorted(Comparator.comparing(Event.Commented::writtenAt))
                    .toList();
        }

        private static Instant until(Instant since, List<Remark> remarks) {
            return remarks.stream()
                    .map(remark -> remark.changedAt().minus(OVERLAP))
                    .reduce(since, Comparison::latest);
        }

        private static Instant latest(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }

        private static <T> Optional<List<T>> items(Listing<T> listing) {
            return switch (listing) {
                case Listing.Items<T> items -> Optional.of(items.items());
                case Listing.Unchanged<T> unchanged -> Optional.empty();
            };
        }

        private static <T> Optional<String> tag(Listing<T> listing, Optional<String> before) {
            return switch (listing) {
                case Listing.Items<T> items -> items.tag();
                case Listing.Unchanged<T> unchanged -> before;
            };
        }
    }
}
