package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.sandbox.PullId;
import io.tidelock.sandbox.StatusView;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A merge queue waits for the statuses of a commit of its own: it gets those of the pull request. */
@EnabledOnOs(OS.LINUX)
final class MergeQueueTest {
    private static final String ONE = "resource \"terraform_data\" \"a\" {}\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void whatIsQueuedStandsAsItsPullRequestDoes() throws Exception {
        try (World world = new World(folder, List.of())) {
            world.repository(World.REPO, Map.of("README.md", "Begin\n"));
            PullId good = world.pull(World.REPO, "good", Map.of("a/main.tf", ONE), "Good");
            PullId bad = world.pull(World.REPO, "bad", Map.of("b/main.tf", "resource \"x\" {\n"), "Bad");
            world.quiet();

            String queuedGood = queue(world, good);
            String queuedBad = queue(world, bad);
            world.quiet();

            assertThat(said(world, good, queuedGood, "tidelock/plan"))
                    .isEqualTo("success Plan: 1 to add, 0 to change, 0 to destroy.");
            assertThat(said(world, good, queuedGood, "tidelock/apply")).startsWith("success 1 of 1 to apply");
            assertThat(said(world, bad, queuedBad, "tidelock/plan")).startsWith("failure");
            assertThat(said(world, bad, queuedBad, "tidelock/apply")).startsWith("failure");
            assertThat(world.processes().stream().filter(line -> line.startsWith("terraform plan")))
                    .as("nothing is planned for the queue")
                    .hasSizeLessThanOrEqualTo(2);
            assertThat(world.sandbox.comments(good)).hasSize(1);
        }
    }

    @Test
    void whatWasNeverPlannedIsPlannedFirst() throws Exception {
        try (World world = new World(folder, List.of())) {
            String repo = world.sandbox.createRepository("acme", "old");
            world.sandbox.commitFiles(repo, "main", Map.of("README.md", "Begin\n"), "Begin", "dev");
            world.sandbox.permit(repo, "tidelock-bot", io.tidelock.sandbox.model.Permission.WRITE);
            PullId pull = world.pull(repo, "old", Map.of("a/main.tf", ONE), "Old");
            String commit = queue(world, pull);
            world.quiet();
            assertThat(said(world, pull, commit, "tidelock/plan"))
                    .isEqualTo("success Plan: 1 to add, 0 to change, 0 to destroy.");
            assertThat(world.sandbox.comments(pull)).hasSize(1);
        }
    }

    @Test
    void aGroupStandsAsItsWorstPullRequestDoes() throws Exception {
        try (World world = new World(folder, List.of())) {
            world.repository(World.REPO, Map.of("README.md", "Begin\n"));
            PullId good = world.pull(World.REPO, "good", Map.of("a/main.tf", ONE), "Good");
            PullId bad = world.pull(World.REPO, "bad", Map.of("b/main.tf", "resource \"x\" {\n"), "Bad");
            PullId fine = world.pull(World.REPO, "fine", Map.of("c/main.tf", ONE), "Fine");
            world.quiet();

            String allGood = queue(world, List.of(good, fine));
            String oneBad = queue(world, List.of(bad, fine, good));
            world.quiet();

            assertThat(said(world, fine, allGood, "tidelock/plan"))
                    .isEqualTo("success #3: Plan: 1 to add, 0 to change, 0 to destroy."
                            + " · #1: Plan: 1 to add, 0 to change, 0 to destroy.");
            assertThat(said(world, fine, allGood, "tidelock/apply")).startsWith("success");
            assertThat(said(world, good, oneBad, "tidelock/plan")).isEqualTo("failure #2: 1 failed to plan");
            assertThat(said(world, good, oneBad, "tidelock/apply")).startsWith("failure #2: ");
        }
    }

    @Test
    void whoOfAGroupWasNeverPlannedIsPlannedFirst() throws Exception {
        try (World world = new World(folder, List.of())) {
            String repo = world.sandbox.createRepository("acme", "old");
            world.sandbox.commitFiles(repo, "main", Map.of("README.md", "Begin\n"), "Begin", "dev");
            world.sandbox.permit(repo, "tidelock-bot", io.tidelock.sandbox.model.Permission.WRITE);
            PullId one = world.pull(repo, "one", Map.of("a/main.tf", ONE), "One");
            PullId two = world.pull(repo, "two", Map.of("b/main.tf", "resource \"x\" {\n"), "Two");
            String commit = queue(world, List.of(two, one));
            world.quiet();

            assertThat(said(world, one, commit, "tidelock/plan")).isEqualTo("failure #2: 1 failed to plan");
            assertThat(world.sandbox.comments(one)).hasSize(1);
            assertThat(world.sandbox.comments(two)).hasSize(1);
        }
    }

    @Test
    void aGroupFailsForWhoeverIsNotPlanned() throws Exception {
        try (World world = new World(folder, List.of("--disable-autoplan"))) {
            world.repository(World.REPO, Map.of("README.md", "Begin\n"));
            PullId left = world.pull(World.REPO, "left", Map.of("a/main.tf", ONE), "Left");
            PullId good = world.pull(World.REPO, "good", Map.of("b/main.tf", ONE), "Good");
            world.sandbox.comment(good, "dev", "tidelock plan");
            world.quiet();

            String group = queue(world, List.of(left, good));
            String alone = queue(world, left);
            world.quiet();

            assertThat(said(world, good, group, "tidelock/plan")).isEqualTo("failure #1: not planned");
            assertThat(said(world, good, group, "tidelock/apply")).startsWith("failure #1: ");
            assertThat(said(world, left, alone, "tidelock/plan")).isEqualTo("failure not planned");
            assertThat(said(world, left, alone, "tidelock/apply")).startsWith("failure ");
        }
    }

    @Test
    void whatWaitsForALockLeavesTheQueue() throws Exception {
        try (World world = new World(folder, List.of())) {
            world.repository(World.REPO, Map.of("README.md", "Begin\n"));
            world.pull(World.REPO, "first", Map.of("a/main.tf", ONE), "First");
            world.quiet();
            PullId second = world.pull(World.REPO, "second", Map.of("a/main.tf", ONE), "Second");
            world.quiet();

            String commit = queue(world, second);
            world.quiet();

            assertThat(said(world, second, commit, "tidelock/plan"))
                    .startsWith("failure ")
                    .contains("#1");
            assertThat(said(world, second, commit, "tidelock/apply")).startsWith("failure ");
        }
    }

    private static String queue(World world, PullId pull) throws Exception {
        return queue(world, List.of(pull));
    }

    /** Makes a commit as a queue does, and tells of it as GitHub does; gives the commit. */
    private static String queue(World world, List<PullId> pulls) throws Exception {
        PullId pull = pulls.getLast();
        String main = Objects.requireNonNull(world.sandbox.branch(pull.repo(), "main"));
        String branch = "gh-readonly-queue/main/pr-" + pull.number() + "-" + main;
        String commit = main;
        String base = main; // what comes before the last in the queue
        for (PullId one : pulls) {
            base = commit;
            commit = world.commit(
                    pull.repo(), branch, Map.of("queued", pulls + "" + one), "Title (#" + one.number() + ")");
        }
        String body = """
                {"action":"checks_requested","merge_group":{"head_sha":"%s","head_ref":"refs/heads/%s","base_sha":"%s",
                  "base_ref":"refs/heads/main"},"repository":{"full_name":"%s"},"sender":{"login":"dev","type":"User"}}
                """.formatted(commit, branch, base, pull.repo());
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(world.server.address().resolve("/events"))
                    .header("X-GitHub-Event", "merge_group")
                    .header("X-GitHub-Delivery", UUID.randomUUID().toString())
                    .header("X-Hub-Signature-256", signature(bytes))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                    .build();
            assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
        return commit;
    }

    private static String signature(byte[] body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(World.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    }

    private static String said(World world, PullId pull, String commit, String context) {
        StatusView status = world.sandbox.latestStatuses(pull.repo(), commit).get(context);
        return status == null ? "nothing" : status.state() + " " + status.description();
    }
}
