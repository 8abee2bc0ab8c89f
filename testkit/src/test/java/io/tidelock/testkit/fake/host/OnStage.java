package io.tidelock.testkit.fake.host;

import io.tidelock.testkit.contract.host.CloneAccessContract;
import io.tidelock.testkit.contract.host.HostStage;
import io.tidelock.testkit.contract.host.PullMergerContract;
import io.tidelock.testkit.contract.host.PullReaderContract;
import io.tidelock.testkit.contract.host.PullWriterContract;
import io.tidelock.testkit.contract.host.RepoReaderContract;
import io.tidelock.testkit.contract.host.StandingReaderContract;
import io.tidelock.testkit.contract.host.TeamReaderContract;
import io.tidelock.testkit.contract.host.WebhookReaderContract;
import java.util.function.Supplier;

/** The contracts as values, to be run by hand. */
final class OnStage {
    private OnStage() {}

    static PullWriterContract writer(Supplier<HostStage> stage) {
        return new PullWriterContract() {
            @Override
            protected HostStage open() {
                return stage.get();
            }
        };
    }

    static PullReaderContract reader(Supplier<HostStage> stage) {
        return new PullReaderContract() {
            @Override
            protected HostStage open() {
                return stage.get();
            }
        };
    }

    static RepoReaderContract looks(Supplier<HostStage> stage) {
        return new RepoReaderContract() {
            @Override
            protected HostStage open() {
                return stage.get();
            }
        };
    }

    static WebhookReaderContract hooks(Supplier<HostStage> stage) {
        return new WebhookReaderContract() {
            @Override
            protected HostStage open() {
                return stage.get();
            }
        };
    }

    static StandingReaderContract standings(Supplier<HostStage> stage) {
        return new StandingReaderContract() {
            @Override
            protected HostStage open() {
                return stage.get();
            }
        };
    }

    static TeamReaderContract teams(Supplier<HostStage> stage) {
        return new TeamReaderContract() {
            @Override
            protected HostStage open() {
                return stage.get();
            }
        };
    }

    static PullMergerContract mergers(Supplier<HostStage> stage) {
        return new PullMergerContract() {
            @Override
            protected HostStage open() {
                return stage.get();
            }
        };
    }

    static CloneAccessContract clones(Supplier<HostStage> stage) {
        return new CloneAccessContract() {
            @Override
            protected HostStage open() {
                return stage.get();
            }
        };
    }
}
