package io.tidelock.vcs.gitlab;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.TeamReader;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Groups that somebody is an active member of, also by a group above: one request for each group that is asked about. Nobody counts as a
 * member of one that we may not look at; only where that is all of them we are refused.
 */
final class GitLabTeams implements TeamReader {
    private final GitLabApi api;
    private final People people;

    GitLabTeams(GitLabApi api, People people) {
        this.api = api;
        this.people = people;
    }

    @Override
    public List<Team> teams(RepoRef repo, Actor actor, Set<String> wanted) {
        List<Team> teams = new ArrayList<>();
        List<Refused> hidden = new ArrayList<>();
        try {
            OptionalLong user = people.find(api, actor.login());
            if (user.isEmpty()) {
                return List.of();
            }
            for (String group : new TreeSet<>(wanted)) {
                try {
                    if (isMember(group, user.getAsLong(), actor)) {
                        teams.add(new Team(group, group));
                    }
                } catch (Refused no) {
                    hidden.add(no);
                }
            }
        } catch (Malformed strange) {
            throw api.unreadable("/groups", strange.what());
        }
        if (!hidden.isEmpty() && hidden.size() == wanted.size()) {
            throw hidden.getFirst();
        }
        return List.copyOf(teams);
    }

    private boolean isMember(String group, long user, Actor actor) {
        try {
            Tree member = api.get("/groups/" + GitLabApi.segment(group) + "/members/all/" + user);
            return member.at("state").optionalText().orElse("active").equals("active")
                    && member.at("username").text().equalsIgnoreCase(actor.login());
        } catch (Refused no) {
            if (no.kind() == Refused.Kind.NOT_FOUND) {
                return false;
            }
            throw no;
        }
    }
}
