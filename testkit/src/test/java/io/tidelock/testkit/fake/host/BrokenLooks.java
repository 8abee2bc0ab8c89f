package io.tidelock.testkit.fake.host;

import io.tidelock.core.change.OpenPull;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.host.Listing;
import io.tidelock.core.port.host.Remark;
import io.tidelock.core.port.host.RepoReader;
import java.time.Instant;
import java.util.Optional;

/** Readers of repositories with one fault each. */
final class BrokenLooks {
    private BrokenLooks() {}

    private static <T> Listing.Items<T> items(Listing<T> listing) {
        return (Listing.Items<T>) listing;
    }

    record BelievesEveryTag(RepoReader host) implements RepoReader {
        @Override
        public Listing<OpenPull> openPulls(RepoRef repo, Optional<String> tag) {
            return tag.isPresent() ? new Listing.Unchanged<>(Optional.empty()) : host.openPulls(repo, tag);
        }

        @Override
        public Listing<Remark> comments(RepoRef repo, Instant since, Optional<String> tag) {
            return host.comments(repo, since, tag);
        }
    }

    record NeverBelievesATag(RepoReader host) implements RepoReader {
        @Override
        public Listing<OpenPull> openPulls(RepoRef repo, Optional<String> tag) {
            return host.openPulls(repo, Optional.empty());
        }

        @Override
        public Listing<Remark> comments(RepoRef repo, Instant since, Optional<String> tag) {
            return host.comments(repo, since, Optional.empty());
        }
    }

    record ReadsOnePage(RepoReader host) implements RepoReader {
        @Override
        public Listing<OpenPull> openPulls(RepoRef repo, Optional<String> tag) {
            return host.openPulls(repo, tag);
        }

        @Override
        public Listing<Remark> comments(RepoRef repo, Instant since, Optional<String> tag) {
            Listing.Items<Remark> all = items(host.comments(repo, since, Optional.empty()));
            return new Listing.Items<>(all.items().stream().limit(100).toList(), all.tag(), all.hostTime());
        }
    }

    record LeavesOutTheMoment(RepoReader host) implements RepoReader {
        @Override
        public Listing<OpenPull> openPulls(RepoRef repo, Optional<String> tag) {
            return host.openPulls(repo, tag);
        }

        @Override
        public Listing<Remark> comments(RepoRef repo, Instant since, Optional<String> tag) {
            Listing.Items<Remark> all = items(host.comments(repo, since, Optional.empty()));
            return new Listing.Items<>(
                    all.items().stream()
                            .filter(remark -> remark.changedAt().isAfter(since))
                            .toList(),
                    all.tag(),
                    all.hostTime());
        }
    }

    record OverlooksDrafts(RepoReader host) implements RepoReader {
        @Override
        public Listing<OpenPull> openPulls(RepoRef repo, Optional<String> tag) {
            Listing.Items<OpenPull> all = items(host.openPulls(repo, Optional.empty()));
            return new Listing.Items<>(
                    all.items().stream()
                            .map(pull ->
                                    new OpenPull(pull.ref(), pull.head(), pull.baseBranch(), false, pull.openedAt()))
                            .toList(),
                    all.tag(),
                    all.hostTime());
        }

        @Override
        public Listing<Remark> comments(RepoRef repo, Instant since, Optional<String> tag) {
            return host.comments(repo, since, tag);
        }
    }
}
