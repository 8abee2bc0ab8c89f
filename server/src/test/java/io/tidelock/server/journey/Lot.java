package io.tidelock.server.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidelock.sandbox.CommentView;
import io.tidelock.sandbox.PullId;
import io.tidelock.sandbox.StatusView;
import io.tidelock.sandbox.hook.Delivery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** A repository of a trial with several pull requests: what people do there, and what they see. */
final class Lot {
    /** On a machine that is busy with other things. */
    private static final Duration LONG = Duration.ofSeconds(60);

    final Trial trial;
    final String repo;
    private final Place place;

    Lot(Trial trial, String name) {
        this.trial = trial;
        this.place = trial.place(name);
        this.repo = place.repo;
    }

    // ---- files

    /** A resource that writes its name when it is made. */
    String resource(String name) {
        return resource(name, "echo " + name + " >> " + trial.outside(repo));
    }

    /** A resource whose making begins, waits for {@link #letGo}, and then writes its name. */
    String slow(String name) {
        Path mark = trial.outside(repo);
        return resource(
                name,
                "touch %1$s.begun; until [ -e %1$s.go ]; do sleep 0.05; done; echo %2$s >> %1$s".formatted(mark, name));
    }

    String resource(String name, String command) {
        return """
                resource "terraform_data" "%1$s" {
                  input = "%1$s"
                  provisioner "local-exec" {
                    command = "%2$s"
                  }
                }
                """.formatted(name, command);
    }

    boolean begun() {
        return Files.exists(beside(".begun"));
    }

    void letGo() {
        touch(".go");
    }

    void touch(String suffix) {
        try {
            Files.createFile(beside(suffix));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private Path beside(String suffix) {
        return Path.of(trial.outside(repo) + suffix);
    }

    // ---- what people do

    PullId open(String branch, Map<String, String> files) {
        return open(branch, "main", files);
    }

    PullId open(String branch, String base, Map<String, String> files) {
        push(branch, files);
        return trial.sandbox.openPull(repo, branch, branch, base, "dev");
    }

    /** Commits on a branch, which begins at main. */
    String push(String branch, Map<String, String> files) {
        if (trial.sandbox.branch(repo, branch) == null) {
            branch(branch);
        }
        return trial.sandbox.commitFiles(repo, branch, new HashMap<>(files), branch, "dev");
    }

    /** Begins a branch at main. */
    void branch(String name) {
        trial.sandbox.moveBranch(repo, name, Objects.requireNonNull(trial.sandbox.branch(repo, "main")), "dev");
    }

    void comment(PullId pull, String text) {
        trial.sandbox.comment(pull, "dev", text);
    }

    void merge(PullId pull) {
        merge(pull, "merge");
    }

    void merge(PullId pull, String method) {
        trial.sandbox.merge(pull, method, "dev");
    }

    void close(PullId pull) {
        trial.sandbox.close(pull, "dev");
    }

    void hold(String verb) {
        place.hold(verb);
    }

    void release(String verb) {
        place.release(verb);
    }

    /** Whatever a test leaves behind when it fails must not hold up the others. */
    void clear() {
        try {
            Files.write(beside(".go"), new byte[0]);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        trial.hold(repo, "plan", false);
        trial.hold(repo, "apply", false);
    }

    Place behindTheScenes() {
        return place;
    }

    /** The last delivery of that kind. */
    Delivery last(String event) {
        return place.deliveries().stream()
                .filter(delivery -> delivery.event().equals(event))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    // ---- what they see

    String head(PullId pull) {
        return trial.sandbox.pull(pull).headSha();
    }

    Optional<StatusView> status(String sha, String context) {
        return Optional.ofNullable(trial.sandbox.latestStatuses(repo, sha).get("tidelock/" + context));
    }

    boolean is(PullId pull, String context, String state) {
        return status(head(pull), context)
                .filter(status -> status.state().equals(state))
                .isPresent();
    }

    boolean says(PullId pull, String context, String words) {
        return status(head(pull), context)
                .filter(status -> String.valueOf(status.description()).contains(words))
                .isPresent();
    }

    /** Planned with changes, and the comment and both statuses say so. */
    boolean planned(PullId pull) {
        return is(pull, "plan", "success")
                && (says(pull, "apply", "merging applies") || says(pull, "apply", "to apply"))
                && summary(pull).matches("(?s).* waits? to be applied.*");
    }

    List<String> said(PullId pull) {
        return trial.sandbox.comments(pull).stream()
                .filter(comment -> comment.author().equals(Trial.BOT))
                .map(CommentView::body)
                .toList();
    }

    /** The living comment, empty while there is none. */
    String summary(PullId pull) {
        return said(pull).stream()
                .filter(body -> body.contains("<!-- tidelock:summary"))
                .findFirst()
                .orElse("");
    }

    /** What was said besides the living comment. */
    List<String> remarks(PullId pull) {
        return said(pull).stream()
                .filter(body -> !body.contains("<!-- tidelock:summary"))
                .toList();
    }

    /** Who holds which lock: {@code #1 app}. */
    List<String> locks() {
        List<String> locks = new ArrayList<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI address = trial.server.address().resolve("/locks");
            String json = http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            for (JsonNode lock : new ObjectMapper().readTree(json).path("locks")) {
                if (lock.path("repository").asText().equals(repo)) {
                    locks.add("#" + lock.path("pull").asInt() + " "
                            + lock.path("dir").asText());
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
        return locks;
    }

    int calls(String verb) {
        return place.calls(verb);
    }

    /** The names of what was made, in order. */
    List<String> made() {
        return place.written();
    }

    void await(String what, BooleanSupplier seen) {
        try {
            Awaitility.await(what)
                    .atMost(LONG)
                    .pollInterval(Duration.ofMillis(50))
                    .until(seen::getAsBoolean);
        } catch (org.awaitility.core.ConditionTimeoutException late) {
            throw new AssertionError("no " + what + " in " + repo + "\n" + account(), late);
        }
    }

    void awaitPlanned(PullId... pulls) {
        for (PullId pull : pulls) {
            await("plan of " + pull, () -> planned(pull));
        }
    }

    void quiet() {
        trial.quiet();
    }

    /** Everything a person could look at, for a message. */
    String account() {
        StringBuilder text = new StringBuilder("locks " + locks() + ", made " + made() + "\n");
        for (int number = 1; ; number++) {
            PullId pull = new PullId(repo, number);
            try {
                text.append("=== ").append(trial.sandbox.pull(pull)).append('\n');
            } catch (RuntimeException none) {
                break;
            }
            trial.sandbox
                    .statuses(repo, head(pull))
                    .forEach(status -> text.append(status).append('\n'));
            trial.sandbox
                    .comments(pull)
                    .forEach(comment -> text.append("--- ")
                            .append(comment.author())
                            .append(' ')
                            .append(comment.body())
                            .append('\n'));
        }
        List.of("init", "plan", "show", "apply")
                .forEach(verb ->
                        text.append(verb).append(' ').append(calls(verb)).append('\n'));
        return text.toString();
    }
}
