package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.sandbox.PullId;
import io.tidelock.sandbox.fault.Effect;
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

/** {@code kill -9} between the apply of a pull request and its merge by Tidelock, and while the host merges it. */
@EnabledOnOs(OS.LINUX)
final class CrashBeforeMergeTest {
    /** Longer than it takes to see that the moment has come, and to kill. */
    private static final Duration DELAY = Duration.ofSeconds(4);

    @SuppressWarnings("NullAway.Init")
    private Realm realm;

    @SuppressWarnings("NullAway.Init")
    private PullId pull;

    @BeforeEach
    void begin(@TempDir Path folder) {
        realm = new Realm(
                folder,
                List.of(
                        "--automerge",
                        "--apply-on=comment",
                        "--repo-config-json={\"repos\":[{\"id\":\"/.*/\",\"delete_source_branch_on_merge\":true}]}"));
        realm.start();
        pull = realm.pull("change", List.of("app"), "echo done >> OUTSIDE");
        realm.await(
                "plan",
                pull,
                () -> realm.waitsForApply(pull) && !realm.summaries(pull).isEmpty());
    }

    @AfterEach
    void end() {
        realm.close();
    }

    @Test
    void whatWasAppliedIsMergedWhenTheServerIsBack() {
        realm.sandbox.faults().next(3, "POST", Pattern.quote(pull.repo()) + "/statuses/", new Effect.Delay(DELAY));
        realm.comment(pull, "tidelock apply");
        realm.await(
                "apply that has ended",
                pull,
                () -> realm.terraformState(pull, "app").isPresent()
                        && realm.calls(pull, "app", "apply").stream().allMatch(realm::ended));
        assertThat(realm.sandbox.pull(pull).merged()).isFalse();
        realm.kill();
        realm.start();

        assertMergedOnce();
    }

    @Test
    void aMergeWhoseAnswerNobodyHeardIsNotMadeTwiceAndItsBranchGoes() {
        realm.sandbox
                .faults()
                .next(1, "PUT", "/pulls/" + pull.number() + "/merge", new Effect.DoneThenHang(Duration.ofSeconds(20)));
        realm.comment(pull, "tidelock apply");
        realm.await("merge", pull, () -> realm.sandbox.pull(pull).merged());
        assertThat(realm.sandbox.branch(pull.repo(), realm.sandbox.pull(pull).headRef()))
                .isNotNull();
        realm.kill();
        realm.start();

        assertMergedOnce();
    }

    private void assertMergedOnce() {
        realm.await("merge", pull, () -> realm.sandbox.pull(pull).merged());
        realm.await(
                "last words",
                pull,
                () -> realm.summaries(pull).stream()
                        .anyMatch(comment -> comment.body().contains("Merged, 1 applied")));
        realm.assertQuiet(pull);
        assertThat(realm.written(pull, "app")).hasSize(1);
        assertThat(realm.calls(pull, "app", "apply")).hasSize(1);
        assertThat(realm.sandbox.comments(pull).stream()
                        .filter(comment -> comment.author().equals(Realm.BOT)))
                .as(realm.account(pull))
                .hasSize(1);
        assertThat(realm.sandbox.branch(pull.repo(), realm.sandbox.pull(pull).headRef()))
                .as("the branch")
                .isNull();
    }
}
