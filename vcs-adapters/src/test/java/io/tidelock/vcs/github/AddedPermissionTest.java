package io.tidelock.vcs.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.port.Refused;
import io.tidelock.sandbox.fault.Effect;
import io.tidelock.vcs.http.Network;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A token keeps the permissions that it was lent with; the App may have been given more since. */
class AddedPermissionTest {
    private final SandboxStage stage = SandboxStage.asApp();
    private final PullRef pull = stage.open("Add a bucket", false);
    private Instant now = Instant.now();
    private final GitHub github = stage.connect(Network.plain(() -> now));

    @AfterEach
    void leave() {
        stage.close();
    }

    private void refuse(int times) {
        stage.sandbox()
                .faults()
                .next(
                        times,
                        "GET",
                        stage.repo().path() + "/pulls/" + pull.number() + "$",
                        new Effect.Instead(
                                403,
                                Map.of(),
                                "{\"message\":\"Resource not accessible by integration\",\"status\":\"403\"}"));
    }

    @Test
    void itIsHadWithTheNextToken() {
        github.pullReader().pull(pull);
        now = now.plus(Duration.ofMinutes(2));
        refuse(1);

        assertThat(github.pullReader().pull(pull).ref()).isEqualTo(pull);
    }

    @Test
    void whatIsNotAllowedIsRefusedAndCostsNoTokenEachTime() {
        refuse(3);
        stage.sandbox().clearCalls();

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> github.pullReader().pull(pull)).isInstanceOf(Refused.class);
        }
        assertThat(stage.sandbox().calls())
                .filteredOn(call -> call.path().contains("/access_tokens"))
                .hasSizeLessThanOrEqualTo(1);
    }
}
