package io.tidelock.sandbox.graph;

import io.tidelock.sandbox.forge.Forge;
import io.tidelock.sandbox.json.Links;
import io.tidelock.sandbox.json.NodeIds;
import io.tidelock.sandbox.json.People;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Team;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Accounts and teams. */
final class PeopleThings {
    private final Forge forge;
    private final Links links;

    PeopleThings(Forge forge, Links links) {
        this.forge = forge;
        this.links = links;
    }

    Thing account(Account account) {
        String type = switch (account.kind) {
            case USER -> "User";
            case BOT -> "Bot";
            case ORGANIZATION -> "Organization";
        };
        // In GraphQL, unlike in REST, the login of a bot has no ending.
        String login = account.login.replace("[bot]", "");
        Thing thing = new Thing(type)
                .with("id", People.nodeId(account))
                .with("databaseId", (int) account.id)
                .with("login", login)
                .with("name", account.name)
                .with("email", account.email)
                .with("isSiteAdmin", account.siteAdmin)
                .with("avatarUrl", links.base() + "/_sandbox/avatar.svg")
                .with("resourcePath", "/" + account.login)
                .with("url", links.html(account));
        thing.asked("organization", env -> organization(env.getArgument("login")));
        thing.asked("team", env -> {
            Team team = account.teams.get(String.valueOf(env.<String>getArgument("slug")));
            return team == null ? null : team(team);
        });
        thing.asked("teams", env -> {
            List<String> logins = env.getArgument("userLogins");
            Boolean rootsOnly = env.getArgument("rootTeamsOnly");
            List<Team> teams = account.teams.values().stream()
                    .filter(team -> logins == null || logins.stream().anyMatch(team.members::containsKey))
                    .filter(team -> !Boolean.TRUE.equals(rootsOnly) || team.parent == null)
                    .toList();
            return Thing.page(env, teams, this::team);
        });
        return thing;
    }

    private @Nullable Thing organization(@Nullable String login) {
        Account account = login == null ? null : forge.world.account(login);
        return account == null || !account.isOrganization() ? null : account(account);
    }

    Thing team(Team team) {
        Team parent = team.parent;
        return new Thing("Team")
                .with("id", NodeIds.of(NodeIds.TEAM, team.id))
                .with("databaseId", (int) team.id)
                .with("slug", team.slug)
                .with("name", team.name)
                .with("combinedSlug", team.organization.login + "/" + team.slug)
                .with("url", links.base() + "/orgs/" + team.organization.login + "/teams/" + team.slug)
                .later("organization", () -> account(team.organization))
                .later("parentTeam", () -> parent == null ? null : team(parent))
                .asked("childTeams", env -> {
                    boolean immediate = !Boolean.FALSE.equals(env.getArgument("immediateOnly"));
                    List<Team> below = team.organization.teams.values().stream()
                            .filter(other -> immediate
                                    ? other.parent == team
                                    : other != team && above(other).contains(team))
                            .toList();
                    return Thing.page(env, below, this::team);
                })
                .asked("ancestors", env -> Thing.page(env, above(team), this::team))
                .asked("members", env -> {
                    List<Account> members =
                            team.members.keySet().stream().map(forge::account).toList();
                    return Thing.page(env, members, this::account);
                });
    }

    private static List<Team> above(Team team) {
        List<Team> all = new ArrayList<>();
        for (Team parent = team.parent; parent != null; parent = parent.parent) {
            all.add(parent);
        }
        return all;
    }
}
