package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.sandbox.PullId;
import io.tidelock.sandbox.fault.Effect;
import io.tidelock.sandbox.fault.HookEffect;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Merges that a host tells late, twice, in the wrong order or not at all, and what is gone by the time somebody looks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledOnOs(OS.LINUX)
final class OddMergesTest {
    private static final String PULL = "/pulls/1$";
    private static final String NOTHING = "Merged, and nothing was applied by that";
    private static final Effect NOT_FOUND = new Effect.Instead(404, Map.of(), "{\"message\":\"Not Found\"}");

    @SuppressWarnings("NullAway.Init")
    private Trial trial;

    private final List<Lot> lots = new ArrayList<>();

    @BeforeAll
    void begin(@TempDir Path folder) throws IOException {
        trial = new Trial(folder, List.of("--sweep-interval=1s"));
    }

    @AfterAll
    void end() {
        trial.close();
    }

    @AfterEach
    void clear() {
        lots.forEach(Lot::clear);
    }

    private Lot lot() {
        Lot lot = new Lot(trial, "lot-" + (lots.size() + 1));
        lots.add(lot);
        return lot;
    }

    // ---- told twice

    @Test
    void toldTwiceOfAMergeThatIsHeldItSaysSoOnce() {
        Lot lot = lot();
        PullId pull = lot.open("change", Map.of("app/main.tf", "resource \"terraform_data\" \"broken\" {\n"));
        lot.await("red plan", () -> lot.is(pull, "plan", "failure"));
        lot.merge(pull);
        lot.await("word of it", () -> !lot.remarks(pull).isEmpty());
        lot.behindTheScenes()
                .deliver(lot.last("pull_request"), UUID.randomUUID().toString());
        lot.quiet();

        assertThat(lot.remarks(pull))
                .as(lot.account())
                .singleElement()
                .asString()
                .contains(NOTHING);
    }

    @Test
    void toldTwiceOfAMergeItAppliesOnce() {
        Lot lot = lot();
        trial.sandbox.addWebhook(lot.repo, trial.server.address() + "/events", Trial.SECRET, "form");
        PullId pull = lot.open("change", Map.of("app/main.tf", lot.resource("one")));
        lot.awaitPlanned(pull);
        lot.merge(pull);
        assertApplied(lot, pull, "one");
    }

    // ---- told too early or too late

    @Test
    void aHostThatDoesNotNameTheMergeYetAndWhoseGitLagsIsWaitedFor() {
        Lot lot = lot();
        PullId pull = lot.open("change", Map.of("app/main.tf", lot.resource("one")));
        lot.awaitPlanned(pull);
        lot.quiet();
        String before = Objects.requireNonNull(trial.sandbox.branch(lot.repo, "main"));
        trial.sandbox.faults().nextWebhooks(1, "pull_request", new HookEffect.Late(Duration.ofSeconds(1)));
        trial.sandbox.merge(pull, "squash", "dev");
        String after = Objects.requireNonNull(trial.sandbox.branch(lot.repo, "main"));
        String unnamed = lot.behindTheScenes()
                .json()
                .replaceAll("\"merge_commit_sha\":\\s*\"[0-9a-f]*\"", "\"merge_commit_sha\":null");
        assertThat(unnamed).contains("\"merge_commit_sha\":null");
        lot.behindTheScenes().ref("refs/heads/main", before);
        lot.behindTheScenes().next(100, "GET", PULL, new Effect.Instead(200, Map.of(), unnamed));
        Realm.sleep(Duration.ofSeconds(2));
        assertThat(lot.made()).isEmpty();
        assertThat(lot.locks()).as(lot.account()).isNotEmpty();
        lot.behindTheScenes().ref("refs/heads/main", after);

        assertApplied(lot, pull, "one");
    }

    @Test
    void aPullRequestThatIsNotFoundForAMomentIsAppliedAllTheSame() {
        Lot lot = lot();
        PullId pull = lot.open("change", Map.of("app/main.tf", lot.resource("one")));
        lot.awaitPlanned(pull);
        lot.quiet();
        lot.behindTheScenes().next(3, "GET", PULL, NOT_FOUND);
        lot.merge(pull);
        assertApplied(lot, pull, "one");
    }

    @Test
    void aHostThatStillShowsItAsOpenForLongIsAskedAgainUntilItIsApplied() {
        Lot lot = lot();
        PullId pull = lot.open("change", Map.of("app/main.tf", lot.resource("one")));
        lot.awaitPlanned(pull);
        lot.quiet();
        lot.behindTheScenes()
                .next(
                        9,
                        "GET",
                        PULL,
                        new Effect.Instead(200, Map.of(), lot.behindTheScenes().json()));
        lot.merge(pull);
        assertApplied(lot, pull, "one");
    }

    @Test
    void thePushOfTheMergeMayComeBeforeTheMerge() {
        Lot lot = lot();
        PullId pull = lot.open("change", Map.of("app/main.tf", lot.resource("one")));
        lot.awaitPlanned(pull);
        lot.quiet();
        trial.sandbox.faults().nextWebhooks(1, "pull_request", new HookEffect.Behind());
        lot.merge(pull, "squash");
        assertApplied(lot, pull, "one");
    }

    // ---- what is gone

    @Test
    void branchAndRefOfTheHeadMayBeGoneAlsoWhenThePlanMustBeMadeAgain() {
        Lot lot = lot();
        trial.sandbox.change(lot.repo, it -> it.deleteBranchOnMerge = true);
        PullId pull = lot.open("change", Map.of("app/main.tf", lot.resource("one")));
        lot.awaitPlanned(pull);
        lot.push("main", Map.of("app/notes.tf", "# notes\n"));
        lot.quiet();
        trial.sandbox.faults().nextWebhooks(1, "pull_request", new HookEffect.Late(Duration.ofMillis(500)));
        lot.merge(pull, "squash");
        lot.behindTheScenes().ref("-d", "refs/pull/1/head");
        assertApplied(lot, pull, "one");
        assertThat(lot.calls("plan")).isEqualTo(2);
    }

    @Test
    void aBaseBranchThatIsGoneIsSaidAndNothingIsApplied() {
        Lot lot = lot();
        lot.branch("release");
        PullId pull = lot.open("change", "release", Map.of("app/main.tf", lot.resource("one")));
        lot.awaitPlanned(pull);
        lot.quiet();
        trial.sandbox.faults().nextWebhooks(1, "pull_request", new HookEffect.Late(Duration.ofMillis(500)));
        lot.merge(pull);
        lot.behindTheScenes().ref("-d", "refs/heads/release");
        lot.await("word of it", () -> !lot.remarks(pull).isEmpty());
        lot.quiet();

        assertThat(lot.remarks(pull))
                .as(lot.account())
                .singleElement()
                .asString()
                .contains("Merged", "the base branch release", "unlock");
        assertThat(lot.made()).isEmpty();
        lot.comment(pull, "tidelock unlock");
        lot.await("free lock", () -> lot.locks().isEmpty());
    }

    // ---- other ways to merge

    @Test
    void mergedIntoAnotherBranchThanMainItIsApplied() {
        Lot lot = lot();
        lot.branch("release");
        PullId pull = lot.open("change", "release", Map.of("app/main.tf", lot.resource("one")));
        lot.awaitPlanned(pull);
        lot.merge(pull, "rebase");
        assertApplied(lot, pull, "one");
        assertThat(trial.sandbox.file(lot.repo, "main", "app/main.tf")).isNull();
    }

    @Test
    void mergedByAPushItIsApplied() {
        Lot lot = lot();
        PullId pull = lot.open("change", Map.of("app/main.tf", lot.resource("one")));
        lot.awaitPlanned(pull);
        trial.sandbox.moveBranch(lot.repo, "main", lot.head(pull), "dev");
        assertApplied(lot, pull, "one");
    }

    @Test
    void aDraftThatIsMergedByAPushIsPlannedAndWaits() {
        Lot lot = lot();
        lot.push("change", Map.of("app/main.tf", lot.resource("one")));
        PullId pull = trial.sandbox.openPull(lot.repo, "Draft", null, "change", "main", "dev", true);
        lot.quiet();
        trial.sandbox.moveBranch(lot.repo, "main", lot.head(pull), "dev");
        lot.await("word of it", () -> !lot.remarks(pull).isEmpty());
        lot.quiet();
        assertThat(lot.remarks(pull)).singleElement().asString().contains(NOTHING);
        assertThat(lot.summary(pull)).contains("Plan: 1 to add");
        assertThat(lot.made()).isEmpty();
    }

    private static void assertApplied(Lot lot, PullId pull, String... made) {
        lot.await(
                "apply of " + pull,
                () -> lot.made().size() >= made.length && lot.locks().isEmpty());
        lot.quiet();
        assertThat(lot.made()).as(lot.account()).containsExactlyInAnyOrder(made);
        assertThat(lot.calls("apply")).as(lot.account()).isEqualTo(made.length);
        assertThat(lot.summary(pull)).as(lot.account()).contains("### ✅ Merged, " + made.length);
        assertThat(lot.is(pull, "apply", "success")).as(lot.account()).isTrue();
        assertThat(lot.is(pull, "plan", "success")).as(lot.account()).isTrue();
        assertThat(lot.remarks(pull)).as(lot.account()).isEmpty();
    }
}
