package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.sandbox.PullId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A server that is asked to stop does so soon; plans are begun again by the next one, applies go on without either. */
@EnabledOnOs(OS.LINUX)
class GracefulStopTest {
    /** Writes that it is there, and goes on when the test says so. */
    private static final String COMMAND =
            "touch OUTSIDE.begun; until [ -e OUTSIDE.go ]; do sleep 0.1; done; echo done >> OUTSIDE";

    /** On a busy machine. By itself it takes a second or two. */
    private static final Duration SOON = Duration.ofSeconds(30);

    private Realm realm;

    @BeforeEach
    void begin(@TempDir Path folder) {
        realm = new Realm(folder);
        realm.start();
    }

    @AfterEach
    void end() {
        realm.close();
    }

    @Test
    void sigtermDuringAPlanStopsThePlanAndTheNextServerPlansAgain() {
        stoppedDuringPlan(ServerProcess::terminate);
    }

    @Test
    void ctrlCDuringAPlanStopsThePlanAndTheNextServerPlansAgain() {
        stoppedDuringPlan(ServerProcess::interrupt);
    }

    @Test
    void sigtermDuringAnApplyLeavesItRunningAndTheNextServerAwaitsIt() throws IOException {
        PullId pull = applying();
        stop(ServerProcess::terminate);
        assertThat(realm.strays()).as("terraform goes on").isNotEmpty();

        realm.start();
        Files.createFile(realm.beside(pull, "app", ".go"));

        assertAppliedOnce(pull);
    }

    @Test
    void anApplyThatEndsWhileNoServerRunsIsRecordedByTheNextOne() throws IOException {
        PullId pull = applying();
        stop(ServerProcess::terminate);
        Files.createFile(realm.beside(pull, "app", ".go"));
        realm.await("end of terraform", pull, () -> realm.strays().isEmpty());
        assertThat(realm.is(pull, "tidelock/apply", "pending")).isTrue();

        realm.start();

        assertAppliedOnce(pull);
    }

    @Test
    void ctrlCDuringAnApplyDoesNotReachTerraform() throws IOException {
        PullId pull = applying();
        stop(ServerProcess::interrupt);
        assertThat(realm.strays()).as("terraform goes on").isNotEmpty();

        Files.createFile(realm.beside(pull, "app", ".go"));
        realm.start();

        assertAppliedOnce(pull);
    }

    private void stoppedDuringPlan(Consumer<ServerProcess> signal) {
        realm.hold("plan", true);
        PullId pull = realm.pull("infra", List.of("app"), COMMAND);
        realm.await(
                "plan that runs", pull, () -> !realm.calls(pull, "app", "plan").isEmpty());

        stop(signal);
        assertThat(realm.strays()).isEmpty();

        realm.hold("plan", false);
        realm.start();
        realm.await("plan", pull, () -> realm.waitsForApply(pull));
        realm.assertQuiet(pull);
        assertThat(realm.calls(pull, "app", "plan")).hasSize(2);
    }

    private PullId applying() {
        PullId pull = realm.pull("infra", List.of("app"), COMMAND);
        realm.await("plan", pull, () -> realm.waitsForApply(pull));
        realm.comment(pull, "tidelock apply");
        realm.await("apply that runs", pull, () -> Files.exists(realm.beside(pull, "app", ".begun")));
        return pull;
    }

    private void stop(Consumer<ServerProcess> signal) {
        realm.down();
        signal.accept(realm.server);
        assertThat(realm.server.ended(SOON)).as("it ends soon").isTrue();
    }

    private void assertAppliedOnce(PullId pull) {
        realm.await("apply", pull, () -> realm.applied(pull));
        realm.assertQuiet(pull);
        assertThat(realm.written(pull, "app")).containsExactly("done");
        assertThat(realm.calls(pull, "app", "apply")).hasSize(1);
        assertThat(realm.stateLock(pull, "app")).isEmpty();
        assertThat(realm.summaries(pull).getFirst().body()).contains("is applied");
    }
}
