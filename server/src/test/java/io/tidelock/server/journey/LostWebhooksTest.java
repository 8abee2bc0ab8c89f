package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.sandbox.CommentView;
import io.tidelock.sandbox.PullId;
import io.tidelock.sandbox.StatusView;
import io.tidelock.sandbox.fault.HookEffect;
import io.tidelock.sandbox.http.Call;
import io.tidelock.sandbox.model.Permission;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Webhooks that never arrive: the pull request shows the truth all the same, and nothing happens twice. */
final class LostWebhooksTest {
    private static final List<String> OFTEN = List.of("--sweep-interval=1s");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ONE = "resource \"terraform_data\" \"a\" {}\n";
    private static final String TWO = ONE + ONE.replace("\"a\"", "\"b\"");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private World world;

    private Manners manners = Manners.GITHUB;

    private void begin(Manners host) {
        manners = host;
        world = new World(folder, host, OFTEN);
    }

    @AfterEach
    void end() {
        world.close();
    }

    @ParameterizedTest
    @EnumSource(Manners.class)
    void openingPushCloseAndReopeningAreFoundOnceEach(Manners host) {
        begin(host);
        heardOf();
        lose(manners.ofPulls());
        PullId pull = world.pull(World.REPO, "more", Map.of("a/main.tf", ONE), "More");
        await("plan", () -> planned(pull) && summary(pull).contains("Plan: 1 to add"));

        lose(manners.ofPulls());
        world.commit(World.REPO, "more", Map.of("a/main.tf", TWO), "Still more");
        await("plan of the pushed head", () -> planned(pull) && summary(pull).contains("Plan: 2 to add"));
        assertThat(world.locks()).contains("\"pull\":" + pull.number()).contains("\"a\"");

        lose(manners.ofPulls());
        world.sandbox.close(pull, "dev");
        await("locks that are free", () -> world.locks().equals("{\"locks\":[]}"));

        lose(manners.ofPulls());
        world.sandbox.reopen(pull, "dev");
        await("lock that is taken again", () -> !world.locks().equals("{\"locks\":[]}") && planned(pull));

        severalRounds();
        assertThat(runs("plan")).isEqualTo(3);
        assertThat(comments(pull)).hasSize(1);
        assertThat(world.sandbox.faults().pending()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Manners.class)
    void aMergeIsFound(Manners host) {
        begin(host);
        heardOf();
        PullId pull = world.pull(World.REPO, "more", Map.of("a/main.tf", ONE), "More");
        await("plan", () -> planned(pull));
        lose(manners.ofPulls());
        world.sandbox.merge(pull, "merge", "dev");

        severalRounds();

        assertThat(comments(pull)).hasSize(1);
        assertThat(status(pull, "tidelock/plan").orElseThrow().state()).isEqualTo("success");
        assertThat(status(pull, "tidelock/apply").orElseThrow().state()).isNotEqualTo("pending");
    }

    @ParameterizedTest
    @EnumSource(Manners.class)
    void anApplyIsFoundAndRunOnceAlsoAfterARestart(Manners host) {
        begin(host);
        heardOf();
        PullId pull = world.pull(World.REPO, "more", Map.of("a/main.tf", ONE), "More");
        await("plan", () -> planned(pull));
        pastTheSecond();
        lose(manners.ofComments());
        world.sandbox.comment(pull, "dev", "tidelock apply");

        await(
                "apply",
                () -> is(pull, "tidelock/apply", "success") && summary(pull).contains("is applied"));

        severalRounds();
        world.restart(OFTEN);
        severalRounds();
        assertThat(runs("apply")).isEqualTo(1);
        world.sandbox.comment(pull, "dev", "tidelock version");
        await("answer to what came while nobody listened", () -> comments(pull).size() == 2);
        severalRounds();
        assertThat(comments(pull)).hasSize(2);
    }

    @Test
    void aCommentThatComesByTwoHooksIsObeyedOnce() {
        begin(Manners.GITHUB);
        heardOf();
        world.sandbox.addWebhook(World.REPO, world.server.address() + "/events", World.SECRET, "form");
        PullId pull = world.pull(World.REPO, "more", Map.of("a/main.tf", ONE), "More");
        await("plan", () -> planned(pull));
        pastTheSecond();

        world.sandbox.comment(pull, "dev", "tidelock apply");
        world.sandbox.comment(pull, "dev", "tidelock version");

        await(
                "apply",
                () -> is(pull, "tidelock/apply", "success") && summary(pull).contains("is applied"));
        severalRounds();
        assertThat(runs("apply")).isEqualTo(1);
        assertThat(comments(pull)).hasSize(2);
    }

    @Test
    void whatWasThereBeforeTheFirstWebhookIsLeftAlone() {
        begin(Manners.GITHUB);
        world.sandbox.createRepository("acme", "infra");
        world.sandbox.commitFiles(World.REPO, "main", Map.of("README.md", "Infrastructure\n"), "Begin", "dev");
        people();
        PullId old = world.pull(World.REPO, "old", Map.of("a/main.tf", ONE), "Old");
        world.sandbox.comment(old, "dev", "tidelock plan");
        pass(Duration.ofSeconds(4));
        world.sandbox.addWebhook(World.REPO, world.server.address() + "/events", World.SECRET, "json");
        PullId fresh = world.pull(World.REPO, "fresh", Map.of("b/main.tf", ONE), "Fresh");

        await("plan of the new one", () -> planned(fresh));
        severalRounds();

        assertThat(comments(old)).isEmpty();
        assertThat(runs("plan")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Manners.class)
    void whileNothingChangesTheHostOnlyConfirmsIt(Manners host) {
        begin(host);
        heardOf();
        PullId pull = world.pull(World.REPO, "more", Map.of("a/main.tf", ONE), "More");
        await("plan", () -> planned(pull));
        severalRounds();
        world.sandbox.clearCalls();

        severalRounds();

        List<Call> calls = world.sandbox.calls();
        assertThat(calls).hasSizeGreaterThanOrEqualTo(4).allMatch(call -> call.status() == 304);
        assertThat(calls.stream()
                        .map(call -> call.path().replaceAll("\\?.*", ""))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(host.lists(World.REPO));
    }

    // ---- the world

    /** A repository that a first webhook, of a push, has told of. */
    private void heardOf() {
        world.repository(World.REPO, Map.of("README.md", "Infrastructure\n"));
        world.commit(World.REPO, "main", Map.of("README.md", "Our infrastructure\n"), "Say whose");
        world.quiet();
    }

    private void people() {
        world.sandbox.permit(World.REPO, "dev", Permission.WRITE);
        world.sandbox.permit(World.REPO, "tidelock-bot", Permission.WRITE);
    }

    private void lose(String event) {
        world.sandbox.faults().nextWebhooks(1, event, new HookEffect.Lose());
    }

    /** The host tells times in whole seconds: what comes after this is later than what was before. */
    private static void pastTheSecond() {
        pass(Duration.ofSeconds(2));
    }

    private static void pass(Duration time) {
        Instant until = Instant.now().plus(time);
        Awaitility.await().until(() -> Instant.now().isAfter(until));
    }

    /** Until the host was asked for comments, the last question of a round, a few times more. */
    private void severalRounds() {
        long before = rounds();
        await("several rounds", () -> rounds() < before || rounds() >= before + 3);
        world.quiet();
    }

    private long rounds() {
        return world.sandbox.calls().stream()
                .filter(call -> call.path().startsWith(manners.lists(World.REPO).getLast() + "?"))
                .count();
    }

    private void await(String what, java.util.concurrent.Callable<Boolean> seen) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(seen);
        world.quiet();
    }

    private boolean planned(PullId pull) {
        return is(pull, "tidelock/plan", "success") && world.server.quiet();
    }

    private boolean is(PullId pull, String context, String state) {
        return status(pull, context)
                .filter(status -> status.state().equals(state))
                .isPresent();
    }

    private Optional<StatusView> status(PullId pull, String context) {
        return Optional.ofNullable(world.sandbox
                .latestStatuses(pull.repo(), world.sandbox.pull(pull).headSha())
                .get(context));
    }

    private List<CommentView> comments(PullId pull) {
        return world.sandbox.comments(pull).stream()
                .filter(comment -> comment.author().equals("tidelock-bot"))
                .toList();
    }

    private String summary(PullId pull) {
        return comments(pull).isEmpty() ? "" : comments(pull).getFirst().body();
    }

    private long runs(String verb) {
        return world.processes().stream()
                .filter(line -> line.startsWith("terraform " + verb + " "))
                .count();
    }
}
