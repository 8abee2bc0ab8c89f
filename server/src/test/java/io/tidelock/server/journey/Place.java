package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.sandbox.CommentView;
import io.tidelock.sandbox.PullId;
import io.tidelock.sandbox.StatusView;
import io.tidelock.sandbox.fault.Effect;
import io.tidelock.sandbox.hook.Delivery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** A repository of a trial with its one pull request: what people do there, and what they see. */
final class Place {
    /** On a machine that is busy with many lines. */
    private static final Duration LONG = Duration.ofSeconds(120);

    final Trial trial;
    final String repo;
    final PullId pull;
    private final long hook;

    Place(Trial trial, String repo, long hook) {
        this.trial = trial;
        this.repo = repo;
        this.pull = new PullId(repo, 1);
        this.hook = hook;
    }

    // ---- what goes wrong

    /** @param path what follows the repository's name, a regular expression */
    Place next(int times, String method, String path, Effect effect) {
        trial.sandbox.faults().next(times, method, trial.manners.at(repo) + path, effect);
        return this;
    }

    /** How many requests are still to suffer. */
    int pending() {
        return trial.sandbox.faults().pending(trial.manners.at(repo));
    }

    void hold(String verb) {
        trial.hold(repo, verb, true);
    }

    void release(String verb) {
        trial.hold(repo, verb, false);
    }

    // ---- what people do

    Place open() {
        commit("made");
        trial.sandbox.openPull(repo, "Make it", "change", "main", "dev");
        return this;
    }

    String commit(String input) {
        if (trial.sandbox.branch(repo, "change") == null) {
            trial.sandbox.moveBranch(repo, "change", Objects.requireNonNull(trial.sandbox.branch(repo, "main")), "dev");
        }
        return trial.sandbox.commitFiles(
                repo,
                "change",
                new HashMap<>(Map.of("app/main.tf", """
                        resource "terraform_data" "made" {
                          input = "%s"
                          provisioner "local-exec" {
                            command = "echo %s >> %s"
                          }
                        }
                        """.formatted(input, input, trial.outside(repo)))),
                input,
                "dev");
    }

    void comment(String text) {
        trial.sandbox.comment(pull, "dev", text);
    }

    List<Delivery> deliveries() {
        return trial.sandbox.deliveries(hook);
    }

    /** Sends a webhook as the forge would, under that id. */
    void deliver(Delivery delivery, String id) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            trial.server.address().resolve("/events"))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(delivery.payload()));
            delivery.requestHeaders()
                    .forEach((name, value) -> request.header(name, name.equals(trial.manners.ofId()) ? id : value));
            assertThat(http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isLessThan(300);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    /** Moves or deletes a ref in the forge's git, behind its back. */
    void ref(String... updateRef) {
        List<String> command = new java.util.ArrayList<>(List.of("git", "--git-dir=" + trial.git(repo), "update-ref"));
        command.addAll(List.of(updateRef));
        try {
            assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                    .isZero();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    /** The pull request as the API has it now. */
    String json() {
        return trial.api(trial.manners.pull(repo, 1));
    }

    // ---- what people see

    String head() {
        return trial.sandbox.pull(pull).headSha();
    }

    boolean is(String context, String state) {
        StatusView status = trial.sandbox.latestStatuses(repo, head()).get("tidelock/" + context);
        return status != null && status.state().equals(state);
    }

    private boolean says(String context, String words) {
        StatusView status = trial.sandbox.latestStatuses(repo, head()).get("tidelock/" + context);
        return status != null && String.valueOf(status.description()).contains(words);
    }

    List<CommentView> said() {
        return trial.sandbox.comments(pull).stream()
                .filter(comment -> comment.author().equals(Trial.BOT))
                .toList();
    }

    boolean summarised(String words) {
        return said().stream().anyMatch(comment -> comment.body().contains(words));
    }

    boolean waitsForApply() {
        return is("plan", "success")
                && (says("apply", "to apply") || says("apply", "merging applies"))
                && summarised("Plan: 1 to add");
    }

    boolean applied() {
        return is("plan", "success") && is("apply", "success") && summarised("is applied");
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

    void awaitCall(String verb) {
        await("terraform " + verb, () -> trial.calls(repo, verb) > 0);
    }

    int calls(String verb) {
        return trial.calls(repo, verb);
    }

    List<String> written() {
        return trial.written(repo);
    }

    /** Everything a person could look at, for a message. */
    String account() {
        StringBuilder text = new StringBuilder();
        trial.sandbox
                .statuses(repo, head())
                .forEach(status -> text.append(status).append('\n'));
        trial.sandbox
                .comments(pull)
                .forEach(comment -> text.append("--- ")
                        .append(comment.author())
                        .append('\n')
                        .append(comment.body())
                        .append('\n'));
        trial.sandbox.calls().stream()
                .filter(call -> call.path().contains(repo))
                .forEach(call -> text.append(call.at())
                        .append(' ')
                        .append(call.method())
                        .append(' ')
                        .append(call.path())
                        .append(' ')
                        .append(call.status())
                        .append(' ')
                        .append(call.took().toMillis())
                        .append(" ms\n"));
        for (String verb : List.of("init", "plan", "show", "apply")) {
            text.append("terraform ")
                    .append(verb)
                    .append(": ")
                    .append(calls(verb))
                    .append('\n');
        }
        return text.toString();
    }
}
