package io.tidelock.vcs.github;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.vcs.http.Answer;
import io.tidelock.vcs.http.Call;
import io.tidelock.vcs.http.NoAnswer;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * The one table from what GitHub answered to what core understands.
 *
 * <table>
 * <caption>Answers</caption>
 * <tr><td>no answer, 408, 5xx</td><td>Unavailable; for a write that may have arrived, perhaps done</td></tr>
 * <tr><td>401</td><td>Unavailable: a token that was changed is read again, and without one nobody could be told</td></tr>
 * <tr><td>429, 403 with a limit in its headers or its text</td><td>Unavailable, not before the host says</td></tr>
 * <tr><td>404, 410, a move</td><td>Refused, NOT_FOUND</td></tr>
 * <tr><td>other 403, 451</td><td>Refused, NOT_ALLOWED</td></tr>
 * <tr><td>400, 409, 422 and all others</td><td>Refused, NOT_ACCEPTABLE</td></tr>
 * </table>
 */
final class GitHubErrors {
    /**
     * When a limit names no time. GitHub names one, so this is for others; whoever waits asks one thing at a time until it is
     * answered, so that a limit is not made longer by those who wait for its end.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** Longer than any true limit: a host with a wrong clock must not stop us for a year. */
    private static final Duration LONGEST = Duration.ofHours(2);

    private static final List<String> LIMIT_WORDS =
            List.of("rate limit", "abuse detection", "submitted too quickly", "too many requests");

    private final UnaryOperator<String> redact;

    /** @param redact replaces the credential in what the host says */
    GitHubErrors(UnaryOperator<String> redact) {
        this.redact = redact;
    }

    RuntimeException of(Call call, NoAnswer failure) {
        String what = redact.apply(name(call) + ": " + failure.getMessage());
        return failure.perhapsArrived() && !call.isRead()
                ? Unavailable.perhapsDone(what, failure)
                : Unavailable.notDone(what, failure);
    }

    /** For an answer that is no success. {@code now} is our own time, used when the host does not tell its. */
    RuntimeException of(Call call, Answer answer, Instant now) {
        String said = said(answer);
        Optional<Duration> limit = limit(answer, said, now);
        if (limit.isPresent()) {
            return Unavailable.notBefore(name(call) + ": " + answer.status() + ", a limit" + said, limit.get());
        }
        if (answer.status() >= 500 || answer.status() == 408 || answer.status() == 304) {
            return stumble(call, answer, said, now);
        }
        if (answer.status() == 401) {
            return Unavailable.notDone(
                    name(call) + ": 401" + said
                            + ". Check that the token is complete, not expired and not revoked; it is read again before each request",
                    null);
        }
        return new Refused(kind(answer.status()), problem(name(call) + ": " + answer.status() + said, answer));
    }

    /** True of what GitHub says to an App which was not given the permission, or not yet when its token was lent. */
    static boolean lacksPermission(Answer answer) {
        return answer.status() == 403
                && new String(answer.body(), 0, Math.min(4096, answer.body().length), StandardCharsets.UTF_8)
                        .contains("Resource not accessible by integration");
    }

    private static Refused.Kind kind(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308, 404, 410 -> Refused.Kind.NOT_FOUND;
            case 403, 451 -> Refused.Kind.NOT_ALLOWED;
            default -> Refused.Kind.NOT_ACCEPTABLE;
        };
    }

    private static Problem problem(String met, Answer answer) {
        return switch (answer.status()) {
            case 301, 302, 303, 307, 308 ->
                Problem.of(
                        met + ", it has moved", "", "Use the new name; after a move to another host, set that host up");
            case 404, 410 -> Problem.of(met, "", "Look whether it still exists, and whether the token may see it");
            case 403, 451 -> Problem.of(met, wanted(answer), whatToCheck(answer));
            default -> Problem.of(met, "", "");
        };
    }

    /** An answer that says success, but cannot be read. */
    RuntimeException unreadable(Call call, String why) {
        String what = name(call) + ": the answer cannot be read: " + why;
        return call.isRead() ? Unavailable.notDone(what, null) : Unavailable.perhapsDone(what, null);
    }

    private RuntimeException stumble(Call call, Answer answer, String said, Instant now) {
        String what = name(call) + ": " + answer.status() + said;
        Optional<Duration> wait = answer.retryAfter(now).map(GitHubErrors::bounded);
        if (call.isRead()) {
            return wait.isPresent() ? Unavailable.notBefore(what, wait.get()) : Unavailable.notDone(what, null);
        }
        return wait.isPresent()
                ? Unavailable.perhapsDoneNotBefore(what, wait.get())
                : Unavailable.perhapsDone(what, null);
    }

    /** How long to wait when the answer is about a limit: primary, secondary, with headers or in words only. */
    private static Optional<Duration> limit(Answer answer, String said, Instant now) {
        if (answer.status() != 429 && answer.status() != 403 && answer.status() != 422) {
            return Optional.empty();
        }
        boolean worded = worded(said) || (said.isEmpty() && worded(page(answer)));
        if (answer.status() == 422 && !worded) {
            return Optional.empty();
        }
        Optional<Duration> retry = answer.retryAfter(now);
        if (retry.isPresent()) {
            return retry.map(GitHubErrors::bounded);
        }
        OptionalLong remaining = answer.number("X-RateLimit-Remaining");
        OptionalLong reset = answer.number("X-RateLimit-Reset");
        if (remaining.isPresent() && remaining.getAsLong() == 0 && reset.isPresent()) {
            Instant there = answer.date("Date").orElse(now); // the reset is told in the host's time
            return Optional.of(bounded(Duration.between(there, Instant.ofEpochSecond(reset.getAsLong()))
                    .plusSeconds(1)));
        }
        return worded || answer.status() == 429 ? Optional.of(PATIENCE) : Optional.empty();
    }

    private static boolean worded(String text) {
        return LIMIT_WORDS.stream().anyMatch(text.toLowerCase(Locale.ROOT)::contains);
    }

    /** The beginning of a body that is not JSON: a gateway has its own way to say it. */
    private static String page(Answer answer) {
        return new String(answer.body(), 0, Math.min(4096, answer.body().length), StandardCharsets.UTF_8);
    }

    private static Duration bounded(Duration wait) {
        if (wait.compareTo(Duration.ofSeconds(1)) < 0) {
            return Duration.ofSeconds(1);
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static String wanted(Answer answer) {
        Optional<String> fine = answer.header("X-Accepted-GitHub-Permissions").filter(it -> !it.isBlank());
        Optional<String> classic = answer.header("X-Accepted-OAuth-Scopes").filter(it -> !it.isBlank());
        return fine.map(it -> "a token with the permission " + it)
                .or(() -> classic.map(it -> "a token with one of the scopes " + it))
                .orElse("");
    }

    private static String whatToCheck(Answer answer) {
        return answer.header("X-GitHub-SSO").isPresent()
                ? "Authorize the token for single sign-on of the organization"
                : "Check that our user has write access to the repository, that the token has the scope 'repo' (fine-grained: pull "
                        + "requests, commit statuses and contents), and that the conversation is not locked";
    }

    /** GitHub's own words, beginning with a colon; nothing when it has none. */
    private String said(Answer answer) {
        List<String> words = new ArrayList<>();
        try {
            Tree body = Tree.parse(answer.body());
            body.at("message").optionalText().ifPresent(words::add);
            Tree errors = body.at("errors");
            if (errors.node().isArray()) {
                errors.elements()
                        .forEach(error -> words.add(
                                error.node().isTextual()
                                        ? error.text()
                                        : error.at("message")
                                                .optionalText()
                                                .orElse(error.at("field")
                                                                .optionalText()
                                                                .orElse("") + " "
                                                        + error.at("code")
                                                                .optionalText()
                                                                .orElse(""))));
            }
        } catch (Malformed e) {
            return ""; // a page of some proxy
        }
        String text = redact.apply(String.join("; ", words).strip());
        return text.isEmpty() ? "" : ": " + (text.length() > 300 ? text.substring(0, 299) + "…" : text);
    }

    private static String name(Call call) {
        return call.uri().getAuthority() + " " + call.method() + " "
                + call.uri().getPath();
    }
}
