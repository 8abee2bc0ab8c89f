package io.tidelock.vcs.github;

import io.tidelock.testkit.contract.host.CloneAccessContract;
import io.tidelock.testkit.contract.host.HostStage;
import io.tidelock.testkit.contract.host.PullMergerContract;
import io.tidelock.testkit.contract.host.PullReaderContract;
import io.tidelock.testkit.contract.host.PullWriterContract;
import io.tidelock.testkit.contract.host.QueueReaderContract;
import io.tidelock.testkit.contract.host.RepoReaderContract;
import io.tidelock.testkit.contract.host.StandingReaderContract;
import io.tidelock.testkit.contract.host.StatusReaderContract;
import io.tidelock.testkit.contract.host.TeamReaderContract;
import io.tidelock.testkit.contract.host.WebhookReaderContract;
import org.junit.jupiter.api.Nested;

/** The adapter, over the wire, to a forge that speaks as GitHub does. */
class GitHubKeepsTheContractsTest {
    @Nested
    class Hooks extends WebhookReaderContract {
        @Override
        protected HostStage open() {
            return new SandboxStage(false);
        }
    }

    @Nested
    class HooksAsForms extends WebhookReaderContract {
        @Override
        protected HostStage open() {
            return new SandboxStage(true);
        }
    }

    @Nested
    class Reads extends PullReaderContract {
        @Override
        protected HostStage open() {
            return new SandboxStage(false);
        }
    }

    @Nested
    class Looks extends RepoReaderContract {
        @Override
        protected HostStage open() {
            return new SandboxStage(false);
        }
    }

    @Nested
    class Queues extends QueueReaderContract {
        @Override
        protected HostStage open() {
            return new SandboxStage(false);
        }
    }

    @Nested
    class Hears extends StatusReaderContract {
        @Override
        protected HostStage open() {
            return new SandboxStage(false);
        }
    }

    @Nested
    class Writes extends PullWriterContract {
        @Override
        protected HostStage open() {
            return new SandboxStage(false);
        }
    }

    @Nested
    class Stands extends StandingReaderContract {
        @Override
        protected HostStage open() {
            return new SandboxStage(false);
        }
    }

    @Nested
    class Groups extends TeamReaderContract {
        @Override
        protected HostStage open() {
            return new SandboxStage(false);
        }
    }

    @Nested
    class Merges extends PullMergerContract {
        @Override
        protected HostStage open() {
            return new SandboxStage(false);
        }
    }

    @Nested
    class Clones extends CloneAccessContract {
        @Override
        protected HostStage open() {
            return new SandboxStage(false);
        }
    }

    @Nested
    class ReadsAsAnApp extends PullReaderContract {
        @Override
        protected HostStage open() {
            return SandboxStage.asApp();
        }
    }

    @Nested
    class LooksAsAnApp extends RepoReaderContract {
        @Override
        protected HostStage open() {
            return SandboxStage.asApp();
        }
    }

    @Nested
    class WritesAsAnApp extends PullWriterContract {
        @Override
        protected HostStage open() {
            return SandboxStage.asApp();
        }
    }

    @Nested
    class ClonesAsAnApp extends CloneAccessContract {
        @Override
        protected HostStage open() {
            return SandboxStage.asApp();
        }
    }
}
