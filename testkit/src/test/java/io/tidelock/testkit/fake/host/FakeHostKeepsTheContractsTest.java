package io.tidelock.testkit.fake.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.port.Unavailable;
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
import org.junit.jupiter.api.Test;

/** The fake is as strict as the contracts ask. */
class FakeHostKeepsTheContractsTest {
    @Nested
    class Hooks extends WebhookReaderContract {
        @Override
        protected HostStage open() {
            return new FakeHost();
        }
    }

    @Nested
    class Reads extends PullReaderContract {
        @Override
        protected HostStage open() {
            return new FakeHost();
        }
    }

    @Nested
    class Looks extends RepoReaderContract {
        @Override
        protected HostStage open() {
            return new FakeHost();
        }
    }

    @Nested
    class Queues extends QueueReaderContract {
        @Override
        protected HostStage open() {
            return new FakeHost();
        }
    }

    @Nested
    class Hears extends StatusReaderContract {
        @Override
        protected HostStage open() {
            return new FakeHost();
        }
    }

    @Nested
    class Writes extends PullWriterContract {
        @Override
        protected HostStage open() {
            return new FakeHost();
        }
    }

    @Nested
    class Stands extends StandingReaderContract {
        @Override
        protected HostStage open() {
            return new FakeHost();
        }
    }

    @Nested
    class Groups extends TeamReaderContract {
        @Override
        protected HostStage open() {
            return new FakeHost();
        }
    }

    @Nested
    class Merges extends PullMergerContract {
        @Override
        protected HostStage open() {
            return new FakeHost();
        }
    }

    @Nested
    class Clones extends CloneAccessContract {
        @Override
        protected HostStage open() {
            return new FakeHost();
        }
    }

    @Test
    void misfortuneComesInTheOrderItWasOrdered() {
        FakeHost host = new FakeHost();
        PullRef pull = host.open("Add a bucket", false);
        host.misfortune().spareNext();
        host.misfortune().failNext(Unavailable.notDone("down", null));
        host.misfortune().loseNextAnswer();
        host.pullWriter().post(pull, "one");
        assertThatThrownBy(() -> host.pullWriter().post(pull, "two")).hasMessage("down");
        assertThatThrownBy(() -> host.pullWriter().post(pull, "three"))
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        lost -> assertThat(lost.perhapsDone()).isTrue());
        assertThat(host.comments(pull)).extracting(HostStage.Said::body).containsExactly("one", "three");
        assertThat(host.misfortune().calls()).hasSize(3).containsOnly("post " + pull);
    }
}
