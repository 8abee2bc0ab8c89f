package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.sandbox.PullId;
import io.tidelock.sandbox.model.Protection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What comes together with a merge or in its way: plans that are not ready, pushes, applies that run, locks, other pull requests.
 * Real git, real terraform; each fact in a repository of its own. What a host does wrong while it merges is in {@code OddMergesTest},
 * what {@code kill -9} does then in {@code CrashOnMergeTest}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledOnOs(OS.LINUX)
final class MergingTest {
    private static final String UNSEEN = "Merged, and nothing was applied by that";

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Trial trial;

    private final List<Lot> lots = new ArrayList<>();

    @BeforeAll
    void begin(@TempDir Path place) throws IOException {
        folder = place;
        trial = new Trial(folder.resolve("both"));
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

    // ---- plans that are not ready

    @Test
    void mergedDuringItsPlanNothingIsAppliedUntilTheNextPlanWasReadAndAppliedByComment() {
        Lot lot = lot();
        lot.hold("plan");
        PullId pull = lot.open("change", Map.of("app/main.tf", lot.resource("one")));
        lot.await("plan that runs", () -> lot.calls("plan") == 1);
        lot.merge(pull);
        lot.await("end of that plan", () -> trial.strays().isEmpty() || lot.calls("plan") == 2);
        lot.release("plan");

        lot.await("word that nothing was applied", () -> !lot.remarks(pull).isEmpty());
        lot.await("plan to be read", () -> lot.summary(pull).contains("Plan: 1 to add"));
        lot.quiet();
        assertThat(lot.remarks(pull))
                .as(lot.account())
                .singleElement()
                .asString()
                .contains(UNSEEN);
        assertThat(lot.made()).isEmpty();
        assertThat(lot.locks()).containsExactly("#1 app");

        lot.comment(pull, "tidelock apply");
        assertOver(lot, pull, "one");
        assertThat(lot.calls("plan")).isEqualTo(2);
    }

    @Test
    void aPushDuringAPlanStopsItAndTheNewHeadIsPlanned() {
        Lot lot = lot();
        lot.hold("plan");
        PullId pull = lot.open("change", Map.of("app/main.tf", lot.resource("one")));
        lot.await("plan that runs", () -> lot.calls("plan") == 1);
        String old = lot.head(pull);
        lot.push("change", Map.of("app/more.tf", lot.resource("two")));
        lot.await(
                "end of the old plan",
                () -> lot.status(old, "plan")
                        .filter(status -> status.state().equals("error"))
                        .isPresent());
        assertThat(trial.strays()).as("terraform of the old plan").hasSizeLessThanOrEqualTo(2);
        lot.release("plan");
        lot.awaitPlanned(pull);
        lot.quiet();

        for (String context : List.of("plan", "apply")) {
            assertThat(lot.status(old, context).orElseThrow()).satisfies(status -> {
                assertThat(status.state()).isEqualTo("error");
                assertThat(status.description()).contains("superseded");
            });
        }
        assertThat(lot.summary(pull)).contains("Plan: 2 to add");
        assertThat(lot.remarks(pull)).isEmpty();
        assertThat(lot.calls("plan")).isEqualTo(2);
        assertThat(trial.strays()).isEmpty();
    }

    @Test
    void ofFivePushesTheLastIsPlannedAndOnePlanAtMostIsThrownAway() {
        Lot lot = lot();
        lot.hold("plan");
        PullId pull = lot.open("change", Map.of("app/main.tf", lot.resource("push1")));
        lot.await("plan that runs", () -> lot.calls("plan") == 1);
        for (int i = 2; i <= 5; i++) {
            lot.push("change", Map.of("app/main.tf", lot.resource("push" + i)));
            Realm.sleep(Duration.ofMillis(900));
        }
        lot.release("plan");
        lot.awaitPlanned(pull);
        lot.quiet();

        assertThat(lot.summary(pull)).contains("push5");
        assertThat(lot.said(pull)).as(lot.account()).hasSize(1);
        assertThat(lot.calls("plan")).as(lot.account()).isEqualTo(2);
    }

    // ---- applies that run

    @Test
    void aPushDuringAnApplyDisturbsNothingAndIsPlannedAfterwards() {
        Lot lot = lot();
        PullId pull = lot.open("change", Map.of("app/main.tf", lot.slow("one")));
        apply(lot, pull);
        lot.push("change", Map.of("app/more.tf", lot.resource("two")));
        assertStillApplying(lot);
        lot.letGo();
        lot.await("plan of the new head", () -> lot.planned(pull));
        lot.quiet();

        assertThat(lot.made()).containsExactly("one");
        assertThat(lot.calls("apply")).isOne();
        assertThat(lot.summary(pull)).contains("Plan: 1 to add").contains("two");
        assertThat(lot.remarks(pull)).isEmpty();
    }

    @Test
    void aCloseDuringAnApplyWaitsForItsEndAndThenFreesTheLock() {
        Lot lot = lot();
        PullId pull = lot.open("change", Map.of("app/main.tf", lot.slow("one")));
        apply(lot, pull);
        lot.close(pull);
        assertStillApplying(lot);
        lot.letGo();
        lot.await("free lock", () -> lot.locks().isEmpty());
        lot.quiet();

        assertThat(lot.made()).containsExactly("one");
        assertThat(lot.is(pull, "apply", "success")).as(lot.account()).isTrue();
        assertThat(lot.summary(pull)).contains("Closed, 1 applied");
    }

    @Test
    void aMergeDuringTheApplyOfOneProjectAppliesTheOtherAndEachOnce() {
        Lot lot = lot();
        PullId pull = lot.open("change", Map.of("app/main.tf", lot.slow("one"), "net/main.tf", lot.resource("two")));
        lot.awaitPlanned(pull);
        lot.comment(pull, "tidelock apply -d app");
        lot.await("apply that runs", lot::begun);
        lot.merge(pull);
        assertStillApplying(lot);
        lot.letGo();

        assertOver(lot, pull, "one", "two");
        assertThat(lot.calls("apply")).isEqualTo(2);
        assertThat(lot.remarks(pull)).isEmpty();
    }

    @Test
    void unlockDuringAnApplyIsRefusedAtOnceAndTheLockStays() {
        Lot lot = lot();
        PullId pull = lot.open("change", Map.of("app/main.tf", lot.slow("one")));
        apply(lot, pull);
        lot.comment(pull, "tidelock unlock");
        lot.await("refusal", () -> !lot.remarks(pull).isEmpty());
        assertThat(lot.remarks(pull)).singleElement().asString().contains("under way");
        assertStillApplying(lot);
        lot.letGo();
        lot.await("end", () -> lot.is(pull, "apply", "success"));
        lot.quiet();

        assertThat(lot.locks()).containsExactly("#1 app");
        assertThat(lot.made()).containsExactly("one");
    }

    @Test
    void unlockDuringTheApplyOfAMergeIsRefusedAtOnce() {
        Lot lot = lot();
        PullId pull = lot.open("change", Map.of("app/main.tf", lot.slow("one")));
        lot.awaitPlanned(pull);
        lot.merge(pull);
        lot.await("apply that runs", lot::begun);
        lot.comment(pull, "tidelock unlock");
        lot.await("refusal", () -> !lot.remarks(pull).isEmpty());
        assertThat(lot.remarks(pull)).singleElement().asString().contains("under way");
        assertStillApplying(lot);
        lot.letGo();

        assertOver(lot, pull, "one");
        assertThat(lot.calls("apply")).isOne();
    }

    // ---- lines for a lock

    @Test
    void theNextInLineIsPlannedByItselfAfterAMergeAfterACloseAndAfterAnUnlock() {
        Lot lot = lot();
        PullId one = lot.open("one", Map.of("app/one.tf", lot.resource("one")));
        lot.awaitPlanned(one);
        PullId two = waiting(lot, "two", one);
        PullId three = waiting(lot, "three", one);
        PullId four = waiting(lot, "four", one);

        lot.merge(one);
        lot.awaitPlanned(two);
        assertThat(lot.made()).containsExactly("one");
        assertThat(lot.locks()).containsExactly("#2 app");
        lot.close(two);
        lot.awaitPlanned(three);
        lot.comment(three, "tidelock unlock");
        lot.awaitPlanned(four);
        lot.quiet();

        assertThat(lot.locks()).containsExactly("#4 app");
        assertThat(lot.remarks(three)).as(lot.account()).hasSize(1);
        assertThat(lot.summary(three)).contains("unlocked by dev");
        for (PullId pull : List.of(one, two, four)) {
            assertThat(lot.remarks(pull)).isEmpty();
        }
        assertThat(lot.calls("plan")).isEqualTo(4);
    }

    @Test
    void aWaitingOneKeepsItsPlaceWhenItIsPushedToAndLeavesTheLineWhenItIsClosed() {
        Lot lot = lot();
        PullId one = lot.open("one", Map.of("app/one.tf", lot.resource("one")));
        lot.awaitPlanned(one);
        PullId two = waiting(lot, "two", one);
        PullId three = waiting(lot, "three", one);
        PullId four = waiting(lot, "four", one);
        assertThat(lot.summary(four)).contains("place 3");

        lot.push("three", Map.of("app/again.tf", lot.resource("again")));
        lot.await("new head in line", () -> lot.says(three, "plan", "waits for the lock of #1"));
        lot.close(two);
        lot.await(
                "new places",
                () -> lot.summary(three).contains("place 1")
                        && lot.summary(four).contains("place 2"));
        lot.close(one);
        lot.awaitPlanned(three);
        lot.quiet();

        assertThat(lot.summary(three)).contains("Plan: 2 to add");
        assertThat(lot.summary(four)).contains("waits for #3, place 1");
        assertThat(lot.is(two, "plan", "pending")).isFalse();
        assertThat(lot.locks()).containsExactly("#3 app");
    }

    @Test
    void aWaitingOneThatIsMergedIsHeldAndSaysSoAndIsPlannedInItsTurn() {
        Lot lot = lot();
        PullId one = lot.open("one", Map.of("app/one.tf", lot.resource("one")));
        lot.awaitPlanned(one);
        PullId two = waiting(lot, "two", one);
        lot.merge(two);
        lot.await("word of it", () -> !lot.remarks(two).isEmpty());
        assertThat(lot.remarks(two)).singleElement().asString().contains(UNSEEN, "waits for the lock of", "#1");
        assertThat(lot.made()).isEmpty();

        lot.close(one);
        lot.await("plan", () -> lot.summary(two).contains("Plan: 1 to add"));
        lot.quiet();
        assertThat(lot.made()).isEmpty();
        lot.comment(two, "tidelock apply");
        assertOver(lot, two, "two");
    }

    // ---- what merging is allowed to do

    @Test
    void requiredStatusesDoNotBlockTheMergeThatTheyWaitFor() {
        Lot lot = lot();
        trial.sandbox.protect(
                lot.repo,
                "main",
                new Protection(true, false, List.of("tidelock/plan", "tidelock/apply"), false, 0, false, false, true));
        PullId pull = lot.open("change", Map.of("app/main.tf", lot.resource("one")));
        lot.await("way to the merge", () -> merged(lot, pull)); // as an automatic merge does, the moment it may
        assertOver(lot, pull, "one");
        assertThat(lot.remarks(pull)).as(lot.account()).isEmpty();
    }

    private static boolean merged(Lot lot, PullId pull) {
        try {
            lot.merge(pull);
            return true;
        } catch (io.tidelock.sandbox.forge.Refused blocked) {
            return false;
        }
    }

    @Test
    void whereOnlyCommentsApplyMergingGivesUpAndSaysThatItWasNeverApplied() throws IOException {
        try (Trial comment = new Trial(folder.resolve("comment"), List.of("--apply-on=comment"))) {
            Lot lot = new Lot(comment, "infra");
            PullId pull = lot.open("change", Map.of("app/main.tf", lot.resource("one")));
            lot.awaitPlanned(pull);
            assertThat(lot.is(pull, "apply", "pending")).isTrue();
            lot.merge(pull);
            lot.await("end", () -> lot.says(pull, "apply", "never applied"));
            lot.quiet();

            assertThat(lot.is(pull, "apply", "error")).as(lot.account()).isTrue();
            assertThat(lot.made()).isEmpty();
            assertThat(lot.locks()).isEmpty();
            lot.comment(pull, "tidelock apply");
            lot.await("refusal", () -> !lot.remarks(pull).isEmpty());
            lot.quiet();
            assertThat(lot.calls("apply")).isZero();
        }
    }

    @Test
    void whereOnlyMergingAppliesACommentIsRefusedAndTheMergeApplies() throws IOException {
        try (Trial merge = new Trial(folder.resolve("merge"), List.of("--apply-on=merge"))) {
            Lot lot = new Lot(merge, "infra");
            PullId pull = lot.open("change", Map.of("app/main.tf", lot.resource("one")));
            lot.awaitPlanned(pull);
            lot.comment(pull, "tidelock apply");
            lot.await("refusal", () -> !lot.remarks(pull).isEmpty());
            assertThat(lot.remarks(pull)).singleElement().asString().contains("when the pull request is merged");
            lot.quiet();
            assertThat(lot.made()).isEmpty();
            lot.merge(pull);
            assertOver(lot, pull, "one");
        }
    }

    @Test
    void anApplyThatFailsOnTheMergeIsToldKeepsItsLockAndIsFinishedByPlanAndApply() {
        Lot lot = lot();
        String command = "test -e %1$s.fixed || exit 7; echo one >> %1$s".formatted(trial.outside(lot.repo));
        PullId pull = lot.open("change", Map.of("app/main.tf", lot.resource("one", command)));
        lot.awaitPlanned(pull);
        lot.merge(pull);
        lot.await("word of it", () -> !lot.remarks(pull).isEmpty());
        lot.quiet();
        assertThat(lot.remarks(pull)).singleElement().asString().contains("applying it failed");
        assertThat(lot.is(pull, "apply", "failure")).isTrue();
        assertThat(lot.locks()).containsExactly("#1 app");

        lot.touch(".fixed");
        lot.comment(pull, "tidelock plan");
        lot.await("new plan", () -> lot.summary(pull).contains("to add"));
        lot.quiet();
        assertThat(lot.summary(pull)).contains("tidelock apply");
        lot.comment(pull, "tidelock apply");
        assertOver(lot, pull, "one");
        assertThat(lot.calls("apply")).isEqualTo(2);
    }

    // ---- other pull requests merged between

    @Test
    void squashAndRebaseApplyTheStoredPlansAlthoughAnotherWasMergedBetween() {
        Lot lot = lot();
        PullId one = lot.open("one", Map.of("app/main.tf", lot.resource("one")));
        lot.push("one", Map.of("app/more.tf", lot.resource("more")));
        PullId two = lot.open("two", Map.of("net/main.tf", lot.resource("two")));
        lot.awaitPlanned(one, two);
        lot.await("newest plan", () -> lot.summary(one).contains("Plan: 2 to add"));
        lot.quiet();
        int plans = lot.calls("plan");
        lot.merge(two, "squash");
        lot.await("end of " + two, () -> lot.made().contains("two"));
        lot.merge(one, "rebase");
        lot.await("end of " + one, () -> lot.made().size() == 3);
        lot.quiet();

        assertThat(lot.made()).containsExactlyInAnyOrder("one", "two", "more");
        assertThat(lot.calls("plan")).as("nothing is planned again").isEqualTo(plans);
        assertThat(lot.locks()).isEmpty();
        for (PullId pull : List.of(one, two)) {
            assertThat(lot.remarks(pull)).as(lot.account()).isEmpty();
            assertThat(lot.is(pull, "apply", "success")).isTrue();
        }
    }

    @Test
    void aSharedModuleThatAnotherChangedIsPlannedAgainAndAppliedOnlyWhenThePlanMeansTheSame() {
        Lot lot = lot();
        lot.push("main", Map.of("modules/m/main.tf", lot.resource("shared"), "README.md", "Begin\n"));
        String use = "module \"m\" {\n  source = \"../modules/m\"\n}\n";
        PullId same = lot.open("same", Map.of("app/main.tf", use));
        PullId other = lot.open("other", Map.of("net/main.tf", use));
        PullId remark = lot.open("remark", Map.of("modules/m/notes.tf", "# notes\n"));
        lot.awaitPlanned(same, other);
        lot.quiet();
        lot.merge(remark);
        lot.quiet();

        lot.merge(same);
        lot.await("end of " + same, () -> lot.made().size() == 1);
        lot.quiet();
        assertThat(lot.remarks(same)).as(lot.account()).isEmpty();
        assertThat(lot.is(same, "apply", "success")).isTrue();

        lot.push("main", Map.of("modules/m/second.tf", lot.resource("second")));
        lot.quiet();
        lot.merge(other);
        lot.await("word of " + other, () -> !lot.remarks(other).isEmpty());
        lot.quiet();
        assertThat(lot.remarks(other)).singleElement().asString().contains(UNSEEN, "second");
        assertThat(lot.made()).containsExactly("shared");
        assertThat(lot.locks()).contains("#2 net");
        lot.comment(other, "tidelock apply");
        lot.await("apply", () -> lot.made().size() == 3);
        lot.quiet();
        assertThat(lot.locks()).isEmpty();
    }

    // ---- how it is told

    private static PullId waiting(Lot lot, String name, PullId holder) {
        PullId pull = lot.open(name, Map.of("app/" + name + ".tf", lot.resource(name)));
        lot.await(
                "place in line of " + pull,
                () -> lot.says(pull, "plan", "waits for the lock of #" + holder.number())
                        && lot.summary(pull).contains("waits for #" + holder.number()));
        return pull;
    }

    private static void apply(Lot lot, PullId pull) {
        lot.awaitPlanned(pull);
        lot.comment(pull, "tidelock apply");
        lot.await("apply that runs", lot::begun);
    }

    /** What has come in has had its time to do harm. */
    private static void assertStillApplying(Lot lot) {
        lot.await("webhooks", lot.trial.sandbox::webhooksDelivered);
        Realm.sleep(Duration.ofMillis(300));
        assertThat(lot.made()).isEmpty();
        assertThat(lot.trial.strays()).as("terraform goes on").isNotEmpty();
        assertThat(lot.locks()).contains("#1 app");
    }

    /** Merged, all of it applied once, nothing left behind. */
    private static void assertOver(Lot lot, PullId pull, String... made) {
        lot.await("end of " + pull, () -> lot.made().size() >= made.length && lot.is(pull, "apply", "success"));
        lot.quiet();
        assertThat(lot.made()).as(lot.account()).containsExactlyInAnyOrder(made);
        assertThat(lot.locks()).as(lot.account()).isEmpty();
        assertThat(lot.summary(pull)).as(lot.account()).contains("### ✅ Merged, " + made.length);
        assertThat(lot.is(pull, "plan", "success")).as(lot.account()).isTrue();
    }
}
