package io.tidelock.server.execute;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.StatusReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Notices other servers like us at work on the same repositories: locks are not shared with them. It costs a request for each of the
 * first three plans of a repository, since the other may be slower than we are, and then one an hour while there is something to plan.
 * What was seen is forgotten with the process. Any thread.
 */
public final class Neighbours {
    private static final int FIRST = 3;
    private static final Duration FRESH = Duration.ofHours(1);

    /** By which the clocks of hosts and ours may differ. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    /** What Atlantis calls its statuses. */
    private static final Pattern NAME = Pattern.compile("(.+)/(plan|apply|policy_check)(: .*)?");

    private final StatusReader statuses;
    private final Predicate<String> ours;
    private final Predicate<String> like;
    private final InstantSource clock;
    private final Map<RepoRef, Look> looks = new ConcurrentHashMap<>();

    private record Look(Instant at, int number, List<String> names) {}

    /**
     * @param ours whether a status is our own
     * @param like whether a status is that of a server which the operator has told us of
     */
    public Neighbours(StatusReader statuses, Predicate<String> ours, Predicate<String> like, InstantSource clock) {
        this.statuses = statuses;
        this.ours = ours;
        this.like = like;
        this.clock = clock;
    }

    /**
     * Looks at what was said of a commit that was just planned, if it is time to. That nobody can tell is no trouble.
     *
     * @param since when that was asked for: who was there before and says nothing any more is gone
     */
    public void look(RepoRef repo, CommitSha commit, Instant since) {
        Optional<Look> last = Optional.ofNullable(looks.get(repo));
        int number = last.map(Look::number).orElse(0) + 1;
        if (number > FIRST
                && clock.instant()
                        .isBefore(last.map(Look::at).orElse(Instant.EPOCH).plus(FRESH))) {
            return;
        }
        List<String> names;
        try {
            names = names(statuses.names(repo, commit, since.minus(CLOCKS)));
        } catch (Unavailable | Refused untold) {
            names = of(repo);
        }
        looks.put(repo, new Look(clock.instant(), number, names));
    }

    /** First parts of the names of their statuses; empty when nobody was noticed. Asks nothing. */
    public List<String> of(RepoRef repo) {
        return Optional.ofNullable(looks.get(repo)).map(Look::names).orElse(List.of());
    }

    /** Whoever calls itself after Atlantis, whom the operator told us of, or who has both a plan and an apply. */
    private List<String> names(List<String> found) {
        Map<String, List<String>> verbs = found.stream()
                .filter(ours.negate())
                .map(NAME::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.groupingBy(
                        named -> named.group(1), Collectors.mapping(named -> named.group(2), Collectors.toList())));
        return verbs.entrySet().stream()
                .filter(entry -> entry.getKey().toLowerCase(Locale.ROOT).startsWith("atlantis")
                        || like.test(entry.getKey())
                        || entry.getValue().containsAll(List.of("plan", "apply")))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
