package io.tidelock.server;

import io.tidelock.core.change.OpenPull;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.host.Listing;
import io.tidelock.core.port.host.Remark;
import io.tidelock.core.port.host.RepoReader;
import io.tidelock.server.watch.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what looking for lost webhooks costs the hosts, and says so after each round: loudly once, then for who debugs. */
final class Asked implements RepoReader {
    private static final Logger LOG = LoggerFactory.getLogger(Asked.class);

    private final RepoReader looks;
    private final InstantSource clock;
    private final AtomicLong lists = new AtomicLong();
    private final AtomicLong unchanged = new AtomicLong();
    private Optional<Instant> first = Optional.empty();
    private volatile Optional<Status.Looks> last = Optional.empty();
    private boolean said;

    Asked(RepoReader looks, InstantSource clock) {
        this.looks = looks;
        this.clock = clock;
    }

    @Override
    public Listing<OpenPull> openPulls(RepoRef repo, Optional<String> tag) {
        lists.incrementAndGet(); // also one that fails has cost a request
        return counted(looks.openPulls(repo, tag));
    }

    @Override
    public Listing<Remark> comments(RepoRef repo, Instant since, Optional<String> tag) {
        lists.incrementAndGet();
        return counted(looks.comments(repo, since, tag));
    }

    private <T> Listing<T> counted(Listing<T> listing) {
        if (listing instanceof Listing.Unchanged<T>) {
            unchanged.incrementAndGet();
        }
        return listing;
    }

    /** A round begins. */
    synchronized void begin() {
        first = Optional.of(clock.instant());
        lists.set(0);
        unchanged.set(0);
    }

    /** What the last whole round has cost; empty while there was none, or it asked for nothing. */
    Optional<Status.Looks> last() {
        return last;
    }

    /** What the round has cost; empty when no host was asked for anything. */
    synchronized Optional<String> cost() {
        long asked = lists.get();
        if (asked == 0) {
            return Optional.empty();
        }
        return Optional.of(asked + " lists asked of hosts, " + unchanged.get() + " of them unchanged, in "
                + took().toMillis() + " ms");
    }

    private Duration took() {
        return first.map(begin -> Duration.between(begin, clock.instant())).orElse(Duration.ZERO);
    }

    /** A round is over. */
    synchronized void end() {
        last = lists.get() == 0
                ? Optional.empty()
                : Optional.of(new Status.Looks(lists.get(), unchanged.get(), took().toMillis()));
        cost().ifPresent(cost -> {
            if (said) {
                LOG.debug("looked for what no webhook told: {}", cost);
            } else {
                LOG.info("looked for what no webhook told: {}; this is repeated, and logged at debug", cost);
            }
            said = true;
        });
    }
}
