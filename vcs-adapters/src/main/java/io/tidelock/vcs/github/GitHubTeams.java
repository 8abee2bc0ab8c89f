package io.tidelock.vcs.github;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.core.change.Actor;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.host.TeamReader;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The teams of an organization that somebody is in: one request as a rule. A person's repositories have no teams. Who may not
 * look at teams is refused: that nobody is in any would be another answer.
 */
final class GitHubTeams implements TeamReader {
    private static final int MOST_PAGES = 20;
    private static final String NEXT =
            "Give the token the scope read:org, or the App the organisation permission Members: read.";

    private static final String QUERY = """
            query($owner: String!, $logins: [String!], $after: String) {
              organization(login: $owner) {
                teams(first: 100, after: $after, userLogins: $logins) {
                  pageInfo { hasNextPage endCursor }
                  nodes { slug name ancestors(first: 20) { nodes { slug name } } }
                }
              }
            }
            """;

    private final GitHubApi api;

    GitHubTeams(GitHubApi api) {
        this.api = api;
    }

    @Override
    public List<Team> teams(RepoRef repo, Actor actor, Set<String> wanted) {
        Set<Team> teams = new LinkedHashSet<>();
        Optional<String> after = Optional.empty();
        try {
            for (int page = 0; page < MOST_PAGES; page++) {
                Optional<Tree> found = api.graphOrRefused(QUERY, variables(repo, actor, after), NEXT)
                        .map(data -> data.at("organization").at("teams"))
                        .filter(Tree::isPresent);
                if (found.isEmpty()) {
                    break;
                }
                for (Tree team : found.get().at("nodes").present()) {
                    teams.add(team(team));
                    team.at("ancestors").at("nodes").present().forEach(above -> teams.add(team(above)));
                }
                Tree info = found.get().at("pageInfo");
                after = info.at("endCursor")
                        .optionalText()
                        .filter(cursor -> info.at("hasNextPage").isTrue());
                if (after.isEmpty()) {
                    break;
                }
            }
        } catch (Malformed strange) {
            throw api.unreadable("/graphql", strange.what());
        }
        return List.copyOf(teams);
    }

    private static ObjectNode variables(RepoRef repo, Actor actor, Optional<String> after) {
        ObjectNode variables = JsonNodeFactory.instance.objectNode();
        variables.put("owner", repo.owner());
        variables.putArray("logins").add(actor.login());
        after.ifPresent(cursor -> variables.put("after", cursor));
        return variables;
    }

    private static Team team(Tree team) {
        String slug = team.at("slug").text();
        return new Team(slug, team.at("name").optionalText().orElse(slug));
    }
}
