package io.tidelock.benchmarks.scene;

import io.tidelock.sandbox.PullId;
import io.tidelock.sandbox.Sandbox;
import io.tidelock.sandbox.StatusView;
import io.tidelock.sandbox.hook.Delivery;
import io.tidelock.sandbox.http.Call;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A repository at the forge, and what people do in it; each deed is watched until the server has nothing more to say. */
public final class Repository {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration LOOK = Duration.ofMillis(20);

    /** When nothing was called for so long, nothing more is coming. */
    private static final Duration CALM = Duration.ofMillis(700);

    private static final Set<String> WRITES = Set.of("POST", "PATCH", "PUT", "DELETE");

    private final Scene scene;
    private final Sandbox sandbox;
    private final String name;
    private final long hook;

    Repository(Scene scene, String name, long hook) {
        this.scene = scene;
        this.sandbox = scene.sandbox();
        this.name = name;
        this.hook = hook;
    }

    /**
     * A pull request, and what became of the last deed there.
     *
     * @param seen what the forge saw
     */
    public record Change(PullId pull, String branch, Seen seen) {}

    /**
     * What the forge saw of the server, from the webhook on.
     *
     * @param webhook when it was sent
     * @param calls all of the server, to the API and git
     */
    public record Seen(Instant webhook, List<Call> calls) {
        public Seen {
            calls = List.copyOf(calls);
        }

        /** Seconds from the webhook to the end of the last call that told people something. */
        public double seconds() {
            return calls.stream()
                    .filter(call -> call.isApi() && WRITES.contains(call.method()))
                    .map(call -> call.at().plus(call.took()))
                    .max(Comparator.naturalOrder())
                    .map(this::since)
                    .orElseThrow();
        }

        public int apiCalls() {
            return (int) calls.stream().filter(Call::isApi).count();
        }

        public long gitBytes() {
            return calls.stream().filter(Call::isGit).mapToLong(Call::bytes).sum();
        }

        /** Seconds from the webhook until then. */
        public double since(Instant then) {
            return Duration.between(webhook, then).toNanos() / 1e9;
        }
    }

    public String url() {
        return sandbox.httpUrl() + "/" + name + ".git";
    }

    public long hook() {
        return hook;
    }

    public String name() {
        return name;
    }

    /** Opens a pull request that makes these files like this, and waits for its plans. */
    public Change open(String branch, Map<String, String> files) {
        Instant before = Instant.now();
        sandbox.commitFiles(name, branch, Map.copyOf(files), "Change on " + branch, Scene.DEV);
        PullId pull = sandbox.openPull(name, "Change on " + branch, branch, "main", Scene.DEV);
        return new Change(pull, branch, planned(pull, before));
    }

    /** Pushes another commit. */
    public Change push(Change change, Map<String, String> files) {
        Instant before = Instant.now();
        sandbox.commitFiles(name, change.branch(), Map.copyOf(files), "Once more", Scene.DEV);
        return new Change(change.pull(), change.branch(), planned(change.pull(), before));
    }

    /** Has everything applied by a comment. */
    public Change apply(Change change) {
        Instant before = Instant.now();
        sandbox.comment(change.pull(), Scene.DEV, "tidelock apply");
        return new Change(
                change.pull(), change.branch(), watch(change.pull(), "issue_comment", "tidelock/apply", before));
    }

    /** Closes the pull request, and waits until that is cleared away. */
    public void close(Change change) {
        Instant before = Instant.now();
        sandbox.close(change.pull(), Scene.DEV);
        webhook(change.pull(), "pull_request", before);
        Patience.until(LIMIT, LOOK, "silence about " + change.pull(), () -> calm(before));
    }

    private Seen planned(PullId pull, Instant before) {
        return watch(pull, "pull_request", "tidelock/plan", before);
    }

    private Seen watch(PullId pull, String event, String context, Instant before) {
        Delivery webhook = webhook(pull, event, before);
        StatusView last = Patience.until(LIMIT, LOOK, context + " of " + pull, () -> end(pull, context, before));
        if (!last.state().equals("success")) {
            throw new IllegalStateException(context + " of " + pull + " is " + last.state() + ": " + last.description()
                    + ", see " + scene.store().resolveSibling("../server.log").normalize());
        }
        List<Call> calls = Patience.until(LIMIT, LOOK, "silence about " + pull, () -> calm(before));
        return new Seen(webhook.deliveredAt(), calls);
    }

    private Delivery webhook(PullId pull, String event, Instant before) {
        return Patience.until(
                LIMIT,
                LOOK,
                "a webhook of " + pull,
                () -> sandbox.deliveries(hook).stream()
                        .filter(delivery -> delivery.event().equals(event))
                        .filter(delivery -> !delivery.deliveredAt().isBefore(before))
                        .findFirst());
    }

    private Optional<StatusView> end(PullId pull, String context, Instant before) {
        return Optional.ofNullable(
                        sandbox.latestStatuses(name, sandbox.pull(pull).headSha())
                                .get(context))
                .filter(status -> !status.createdAt().isBefore(before.truncatedTo(ChronoUnit.SECONDS)))
                .filter(status -> !status.state().equals("pending"));
    }

    private Optional<List<Call>> calm(Instant before) {
        List<Call> calls = sandbox.calls().stream()
                .filter(call -> call.user().equals(Scene.BOT) && !call.at().isBefore(before))
                .toList();
        Instant since = Instant.now().minus(CALM);
        boolean calm = before.isBefore(since)
                && calls.stream().allMatch(call -> call.at().plus(call.took()).isBefore(since));
        return calm ? Optional.of(calls) : Optional.empty();
    }
}
