package io.tidelock.vcs.gitlab;

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

/** The adapter, over the wire, to a forge that speaks as GitLab does. */
class GitLabKeepsTheContractsTest {
    @Nested
    class Hooks extends WebhookReaderContract {
        @Override
        protected HostStage open() {
            return new GitLabStage();
        }
    }

    @Nested
    class Reads extends PullReaderContract {
        @Override
        protected HostStage open() {
            return new GitLabStage();
        }
    }

    @Nested
    class Queues extends QueueReaderContract {
        @Override
        protected HostStage open() {
            return new GitLabStage();
        }
    }

    @Nested
    class Hears extends StatusReaderContract {
        @Override
        protected HostStage open() {
            return new GitLabStage();
        }
    }

    @Nested
    class Writes extends PullWriterContract {
        @Override
        protected HostStage open() {
            return new GitLabStage();
        }
    }

    @Nested
    class Looks extends RepoReaderContract {
        @Override
        protected HostStage open() {
            return new GitLabStage();
        }
    }

    @Nested
    class Stands extends StandingReaderContract {
        @Override
        protected HostStage open() {
            return new GitLabStage();
        }
    }

    @Nested
    class Groups extends TeamReaderContract {
        @Override
        protected HostStage open() {
            return new GitLabStage();
        }
    }

    @Nested
    class Merges extends PullMergerContract {
        @Override
        protected HostStage open() {
            return new GitLabStage();
        }
    }

    @Nested
    class Clones extends CloneAccessContract {
        @Override
        protected HostStage open() {
            return new GitLabStage();
        }
    }
}
