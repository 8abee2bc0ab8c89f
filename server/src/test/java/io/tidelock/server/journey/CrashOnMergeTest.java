package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.sandbox.PullId;
import io.tidelock.sandbox.fault.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} while three merges are under way: one of which nothing is applied yet, one that is being applied, and one whose
 * apply has ended and was not told yet. Nobody says another word; what is asserted is told by the host, the disk and the kernel.
 */
@EnabledOnOs(OS.LINUX)
final class CrashOnMergeTest {
    private static final String QUICK = "echo done >> OUTSIDE";
    private static final String SLOW = "touch OUTSIDE.begun; until [ -e OUTSIDE.go ]; do sleep 0.1; done; " + QUICK;

    /** Longer than it takes to see that the moment has come, and to kill. */
    private static final Duration DELAY = Duration.ofSeconds(4);

    @SuppressWarnings("NullAway.Init")
    private Realm realm;

    @SuppressWarnings("NullAway.Init")
    private PullId before;

    @SuppressWarnings("NullAway.Init")
    private PullId during;

    @SuppressWarnings("NullAway.Init")
    private PullId after;

    @BeforeEach
    void begin(@TempDir Path folder) {
        realm = new Realm(folder);
        realm.start();
        before = realm.pull("before", List.of("app"), QUICK);
        during = realm.pull("during", List.of("app"), SLOW);
        after = realm.pull("after", List.of("app"), QUICK);
        for (PullId pull : List.of(before, during, after)) {
            realm.await(
                    "plan",
                    pull,
                    () -> realm.waitsForApply(pull) && !realm.summaries(pull).isEmpty());
        }
        merge(during);
        realm.await("apply that runs", during, () -> Files.exists(realm.beside(during, "app", ".begun")));
        late(2, "POST", after.repo(), "/statuses/");
        merge(after);
        realm.await(
                "apply that has ended",
                after,
                () -> realm.terraformState(after, "app").isPresent()
                        && realm.calls(after, "app", "apply").stream().allMatch(realm::ended));
        late(1, "GET", before.repo(), "/pulls/1$");
        merge(before);
        realm.await(
                "merge that was told",
                before,
                () -> realm.deliveries(before).stream()
                        .anyMatch(delivery -> "closed".equals(delivery.action()) && delivery.isOk()));
        assertThat(realm.calls(before, "app", "apply")).isEmpty();
        assertThat(realm.applied(after)).isFalse();
    }

    private void merge(PullId pull) {
        realm.sandbox.merge(pull, "merge", "dev");
    }

    private void late(int times, String method, String repo, String path) {
        realm.sandbox.faults().next(times, method, Pattern.quote(repo) + path, new Effect.Delay(DELAY));
    }

    @AfterEach
    void end() {
        realm.close();
    }

    @Test
    void killedAloneEverythingIsAppliedOnceAndTold() throws IOException {
        realm.kill();
        assertThat(realm.strays()).as("terraform goes on").isNotEmpty();
        Files.createFile(realm.beside(during, "app", ".go"));
        realm.start();

        assertAppliedOnce(before);
        assertAppliedOnce(during);
        assertAppliedOnce(after);
    }

    @Test
    void killedWithItsChildrenWhatWasBeingAppliedIsUnknownAndNeverRepeated() throws IOException {
        realm.killAll();
        Files.createFile(realm.beside(during, "app", ".go"));
        realm.start();

        assertAppliedOnce(before);
        assertAppliedOnce(after);
        realm.await("word of it", during, () -> realm.is(during, "tidelock/apply", "failure"));
        realm.assertQuiet(during);
        assertThat(realm.says(during, "tidelock/apply", "unknown"))
                .as(realm.account(during))
                .isTrue();
        assertThat(realm.calls(during, "app", "apply")).hasSize(1);
        assertThat(realm.written(during, "app")).isEmpty();
        assertThat(realm.sandbox.comments(during))
                .as(realm.account(during))
                .filteredOn(comment -> comment.author().equals(Realm.BOT))
                .hasSize(2)
                .anyMatch(comment -> comment.body().contains("Merged, and nothing was applied by that"));
    }

    private void assertAppliedOnce(PullId pull) {
        realm.await("end", pull, () -> realm.applied(pull));
        realm.assertQuiet(pull);
        assertThat(realm.written(pull, "app")).as(realm.account(pull)).containsExactly("done");
        assertThat(realm.calls(pull, "app", "apply")).as(realm.account(pull)).hasSize(1);
        assertThat(realm.stateLock(pull, "app")).isEmpty();
        assertThat(realm.summaries(pull).getFirst().body()).contains("### ✅ Merged, 1");
        assertThat(realm.sandbox.comments(pull))
                .as(realm.account(pull))
                .filteredOn(comment -> comment.author().equals(Realm.BOT))
                .hasSize(1);
    }
}
