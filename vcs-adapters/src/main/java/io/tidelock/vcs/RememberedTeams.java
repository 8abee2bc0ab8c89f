package io.tidelock.vcs;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.host.TeamReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/** Asks for somebody's teams once in a while, not for each of their comments. Any thread. */
public final class RememberedTeams implements TeamReader {
    private static final int MOST = 1_000;

    private final TeamReader teams;
    private final InstantSource clock;
    private final Duration freshness;
    private final LinkedHashMap<Key, Answer> answers = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(String host, String owner, String login, Set<String> wanted) {}

    private record Answer(List<Team> teams, Instant at) {}

    /** @param freshness how long an answer holds */
    public RememberedTeams(TeamReader teams, InstantSource clock, Duration freshness) {
        this.teams = teams;
        this.clock = clock;
        this.freshness = freshness;
    }

    @Override
    public List<Team> teams(RepoRef repo, Actor actor, Set<String> wanted) {
        Key key = new Key(repo.host(), repo.owner(), actor.login(), Set.copyOf(wanted));
        Instant now = clock.instant();
        synchronized (answers) {
            Answer known = answers.get(key);
            if (known != null && now.isBefore(known.at().plus(freshness))) {
                return known.teams();
            }
        }
        List<Team> told = teams.teams(repo, actor, wanted);
        synchronized (answers) {
            answers.put(key, new Answer(told, now));
            if (answers.size() > MOST) {
                answers.pollFirstEntry();
            }
        }
        return told;
    }
}
