package io.tidelock.testkit.contract.host;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** What the contracts of a host share: a stage of their own. */
abstract class HostContract {
    private @Nullable HostStage stage;

    /** A stage on which nothing has happened yet. */
    protected abstract HostStage open();

    final HostStage stage() {
        HostStage set = stage;
        if (set == null) {
            set = open();
            stage = set;
        }
        return set;
    }

    @AfterEach
    void leaveTheStage() {
        if (stage != null) {
            stage.close();
            stage = null;
        }
    }

    final PullRequest read(PullRef pull) {
        return stage().pullReader().pull(pull);
    }

    /** A pull request that was never opened. */
    final PullRef nowhere() {
        return new PullRef(stage().repo(), 4711);
    }

    static void assertRefused(io.tidelock.core.port.Refused.Kind kind, Runnable call) {
        Assertions.assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        io.tidelock.core.port.Refused.class,
                        refused -> Assertions.assertThat(refused.kind()).isEqualTo(kind));
    }
}
