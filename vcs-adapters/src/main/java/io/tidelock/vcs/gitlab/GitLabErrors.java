package io.tidelock.vcs.gitlab;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.vcs.http.Answer;
import io.tidelock.vcs.http.Call;
import io.tidelock.vcs.http.NoAnswer;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * The one table from what GitLab answered to what core understands.
 *
 * <table>
 * <caption>Answers</caption>
 * <tr><td>no answer, 408, 5xx</td><td>Unavailable; for a write that may have arrived, perhaps done</td></tr>
 * <tr><td>429</td><td>Unavailable, not before the host says</td></tr>
 * <tr><td>409 to a status: two began the same pipeline</td><td>Unavailable, a moment later</td></tr>
 * <tr><td>404, 410, a redirect elsewhere</td><td>Refused, not found</td></tr>
 * <tr><td>401</td><td>Unavailable: a token that was changed is read again, and without one nobody could be told</td></tr>
 * <tr><td>403, 451</td><td>Refused, not allowed</td></tr>
 * <tr><td>any other 4xx</td><td>Refused, not acceptable</td></tr>
 * </table>
 */
final class GitLabErrors {
    /** When a limit names no time, as that of a gateway in front; whoever waits asks one thing at a time until it is answered. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration MOMENT = Duration.ofSeconds(1);

    /** Longer than any true limit: a host with a wrong clock must not stop us for a year. */
    private static final Duration LONGEST = Duration.ofHours(2);

    private final UnaryOperator<String> redact;

    GitLabErrors(UnaryOperator<String> redact) {
        this.redact = redact;
    }

    /** There was no whole answer. */
    RuntimeException of(Call call, NoAnswer failure) {
        String what = redact.apply(name(call) + ": " + failure.getMessage());
        return failure.perhapsArrived() && !call.isRead()
                ? Unavailable.perhapsDone(what, failure)
                : Unavailable.notDone(what, failure);
    }

    /** For an answer that is no success. {@code now} is our own time. */
    RuntimeException of(Call call, Answer answer, Instant now) {
        String said = said(answer);
        String what = name(call) + ": " + answer.status() + said;
        if (answer.status() == 429) {
            return Unavailable.notBefore(what + ", a limit", wait(answer, now).orElse(PATIENCE));
        }
        if (answer.status() == 409 && call.uri().getPath().contains("/statuses/")) {
            return Unavailable.notBefore(what, MOMENT);
        }
        if (answer.status() >= 500 || answer.status() == 408 || answer.status() == 304) {
            return stumble(call, what, wait(answer, now));
        }
        if (answer.status() == 401 && forTheFew(call)) {
            return new Refused(Refused.Kind.NOT_ALLOWED, problem(what, 403));
        }
        if (answer.status() == 401) {
            return Unavailable.notDone(
                    what
                            + ". Check that the token is complete, not expired and not revoked; it is read again before each request",
                    null);
        }
        return new Refused(kind(answer.status()), problem(what, answer.status()));
    }

    /** Of these a good token gets a 401 as well, when its owner may not do it. */
    private static boolean forTheFew(Call call) {
        String path = call.uri().getPath();
        return call.method().equals("PUT") && (path.endsWith("/merge") || path.endsWith("/reset_approvals"));
    }

    private static RuntimeException stumble(Call call, String what, Optional<Duration> wait) {
        if (call.isRead()) {
            return wait.isPresent() ? Unavailable.notBefore(what, wait.get()) : Unavailable.notDone(what, null);
        }
        return wait.isPresent()
                ? Unavailable.perhapsDoneNotBefore(what, wait.get())
                : Unavailable.perhapsDone(what, null);
    }

    private static Refused.Kind kind(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308, 404, 410 -> Refused.Kind.NOT_FOUND;
            case 403, 451 -> Refused.Kind.NOT_ALLOWED;
            default -> Refused.Kind.NOT_ACCEPTABLE;
        };
    }

    private static Problem problem(String met, int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 ->
                Problem.of(
                        met + ", it has moved", "", "Use the new name; after a move to another host, set that host up");
            case 404, 410 -> Problem.of(met, "", "Look whether it still exists, and whether the token may see it");
            case 403, 451 ->
                Problem.of(
                        met,
                        "a token with the scope 'api', of a member with the role Developer or more",
                        "Check the token's scope, and our user's role in the project");
            default -> Problem.of(met, "", "");
        };
    }

    /** An answer that says success, but cannot be read. */
    RuntimeException unreadable(Call call, String why) {
        String what = name(call) + ": the answer cannot be read: " + why;
        return call.isRead() ? Unavailable.notDone(what, null) : Unavailable.perhapsDone(what, null);
    }

    private static Optional<Duration> wait(Answer answer, Instant now) {
        Optional<Duration> retry = answer.retryAfter(now);
        if (retry.isPresent()) {
            return retry.map(GitLabErrors::bounded);
        }
        OptionalLong reset = answer.status() == 429 ? answer.number("RateLimit-Reset") : OptionalLong.empty();
        return reset.isPresent()
                ? Optional.of(bounded(
                        Duration.between(answer.date("Date").orElse(now), Instant.ofEpochSecond(reset.getAsLong()))))
                : Optional.empty();
    }

    private static Duration bounded(Duration wait) {
        if (wait.compareTo(MOMENT) < 0) {
            return MOMENT;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    /** GitLab's own words, beginning with a colon; nothing when it has none. They are a text, a list or an object. */
    private String said(Answer answer) {
        List<String> words = new ArrayList<>();
        try {
            Tree body = Tree.parse(answer.body());
            for (String field : List.of("message", "error", "error_description")) {
                Tree told = body.at(field);
                if (told.isPresent()) {
                    words.add(
                            told.node().isTextual() ? told.text() : told.node().toString());
                }
            }
        } catch (Malformed e) {
            return ""; // a page of some proxy, or the plain text of a limit
        }
        String text = redact.apply(String.join("; ", words).strip());
        return text.isEmpty() ? "" : ": " + (text.length() > 300 ? text.substring(0, 299) + "…" : text);
    }

    private static String name(Call call) {
        return call.uri().getAuthority() + " " + call.method() + " "
                + call.uri().getPath();
    }
}
