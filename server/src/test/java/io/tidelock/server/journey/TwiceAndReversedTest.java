package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.sandbox.PullId;
import io.tidelock.sandbox.SandboxSettings;
import io.tidelock.sandbox.StatusView;
import io.tidelock.sandbox.hook.Delivery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever order webhooks come in, and however often: the pull request ends the same. */
final class TwiceAndReversedTest {
    private static final String MORE = "resource \"terraform_data\" \"a\" {}\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aPullRequestEndsTheSame() {
        Map<String, String> usual;
        try (World world = world("usual")) {
            usual = end(world, openAndPush(world, hook(world, world.server.address() + "/events")));
        }
        try (World world = world("doubled")) {
            long hook = hook(world, world.server.address() + "/events");
            PullId pull = openAndPush(world, hook);
            world.quiet();
            long plans = plans(world);
            List<Delivery> all = world.sandbox.deliveries(hook);
            all.forEach(delivery ->
                    assertThat(send(world, delivery, delivery.guid())).isIn(200, 202));
            assertThat(end(world, pull)).isEqualTo(usual);
            assertThat(plans(world)).as("the same delivery runs nothing twice").isEqualTo(plans);
            all.forEach(delivery -> send(world, delivery, UUID.randomUUID().toString()));
            assertThat(end(world, pull)).isEqualTo(usual);
            assertThat(plans(world)).as("a delivery under another id").isLessThanOrEqualTo(plans + 2);
        }
        try (World world = world("reversed")) {
            long hook = hook(world, "http://127.0.0.1:9/nobody");
            PullId pull = openAndPush(world, hook);
            world.quiet();
            List<Delivery> all = world.sandbox.deliveries(hook);
            assertThat(all).hasSizeGreaterThanOrEqualTo(2);
            all.reversed().forEach(delivery -> {
                send(world, delivery, delivery.guid());
                send(world, delivery, delivery.guid());
                send(world, delivery, UUID.randomUUID().toString());
            });
            assertThat(end(world, pull)).isEqualTo(usual);
        }
    }

    @Test
    void aClosedPullRequestStaysClosedWhenItsOpeningComesLate() {
        try (World world = world("closed")) {
            long hook = hook(world, "http://127.0.0.1:9/nobody");
            PullId pull = openAndPush(world, hook);
            world.sandbox.close(pull, "dev");
            world.quiet();
            world.sandbox.deliveries(hook).reversed().forEach(delivery -> send(world, delivery, delivery.guid()));
            world.quiet();
            assertThat(world.locks()).isEqualTo("{\"locks\":[]}");
            assertThat(plans(world)).isZero();
        }
    }

    private World world(String name) {
        Path place = folder.resolve(name);
        if (!place.toFile().mkdirs()) {
            throw new IllegalStateException("no folder " + place);
        }
        return new World(place, SandboxSettings.in(place.resolve("forge")).advertiseHttp(), List.of(), System.getenv());
    }

    private static long hook(World world, String url) {
        String repo = world.sandbox.createRepository("acme", "infra");
        world.sandbox.commitFiles(repo, "main", Map.of("README.md", "Infrastructure\n"), "Begin", "dev");
        world.sandbox.permit(repo, "dev", io.tidelock.sandbox.model.Permission.WRITE);
        world.sandbox.permit(repo, "tidelock-bot", io.tidelock.sandbox.model.Permission.WRITE);
        return world.sandbox.addWebhook(repo, url, World.SECRET, "json");
    }

    private static PullId openAndPush(World world, long hook) {
        PullId pull = world.pull(World.REPO, "more", Map.of("a/main.tf", MORE), "More");
        if (world.sandbox.deliveries(hook).stream().allMatch(Delivery::isOk)) {
            world.quiet();
        }
        world.commit(World.REPO, "more", Map.of("a/main.tf", MORE + MORE.replace("\"a\"", "\"b\"")), "Still more");
        return pull;
    }

    /** Statuses of the head and the comments, without what differs between worlds. */
    private static Map<String, String> end(World world, PullId pull) {
        world.quiet();
        Map<String, String> end = new TreeMap<>();
        String head = world.sandbox.pull(pull).headSha();
        for (StatusView status : world.sandbox.latestStatuses(pull.repo(), head).values()) {
            end.put(status.context(), status.state() + ": " + status.description());
        }
        assertThat(world.sandbox.comments(pull)).hasSize(1);
        assertThat(world.sandbox.comments(pull).getFirst().body()).contains("Plan: 2 to add");
        end.put("locks", world.locks());
        return end;
    }

    private static long plans(World world) {
        return world.processes().stream()
                .filter(line -> line.startsWith("terraform plan "))
                .count();
    }

    private static int send(World world, Delivery delivery, String id) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            world.server.address().resolve("/events"))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(delivery.payload()))
                    .header("Content-Type", "application/json")
                    .header("X-GitHub-Event", delivery.event())
                    .header("X-GitHub-Delivery", id);
            delivery.requestHeaders().forEach((name, value) -> {
                if (name.equalsIgnoreCase("X-Hub-Signature-256")) {
                    request.header(name, value);
                }
            });
            return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }
}
