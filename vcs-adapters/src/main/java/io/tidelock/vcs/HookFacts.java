package io.tidelock.vcs;

import io.tidelock.core.outcome.Finding;
import io.tidelock.core.outcome.Problem;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A webhook as its host describes it.
 *
 * @param where whose it is, for people: the repository, the organization, the App
 * @param url where it leads
 * @param missing the kinds of events that it does not tell of and that we need, by their names on the host
 * @param fault what else is wrong with it, for people, and what to do
 */
public record HookFacts(String where, String url, boolean active, Set<String> missing, Optional<Problem> fault) {
    public HookFacts {
        missing = new TreeSet<>(missing);
    }

    /** What of these hooks leads to us, and whether it is good. {@code next} is what to do when none does. */
    public static Finding of(String subject, List<HookFacts> hooks, Optional<URI> events, String next) {
        List<HookFacts> ours =
                hooks.stream().filter(hook -> hook.leadsTo(events)).toList();
        if (ours.isEmpty()) {
            String met = hooks.isEmpty()
                    ? "there is no webhook"
                    : "no webhook leads to us, only to "
                            + String.join(
                                    " and ", hooks.stream().map(HookFacts::url).toList());
            return new Finding.Wrong(
                    subject,
                    Problem.of(
                            met, events.map(URI::toString).orElse("one to this server's address with /events"), next));
        }
        return ours.stream()
                .flatMap(hook -> hook.wrong(subject).stream())
                .findFirst()
                .orElseGet(() -> new Finding.Fine(
                        subject,
                        "of " + ours.getFirst().where() + ", to "
                                + ours.getFirst().url()));
    }

    private boolean leadsTo(Optional<URI> events) {
        return events.isPresent()
                ? plain(url).equals(plain(events.get().toString()))
                : plain(url).endsWith("/events");
    }

    private static String plain(String address) {
        return address.toLowerCase(Locale.ROOT).replaceFirst("/+$", "");
    }

    private Optional<Finding> wrong(String subject) {
        if (!active) {
            return Optional.of(wrong(subject, Problem.of(called() + " is switched off", "", "Switch it on.")));
        }
        if (!missing.isEmpty()) {
            return Optional.of(wrong(
                    subject,
                    Problem.of(
                            called() + " does not tell of everything",
                            "also " + String.join(", ", missing),
                            "Tick them in its settings.")));
        }
        return fault.map(problem -> wrong(subject, problem));
    }

    private static Finding wrong(String subject, Problem problem) {
        return new Finding.Wrong(subject, problem);
    }

    private String called() {
        return "the webhook of " + where + " to " + url;
    }
}
