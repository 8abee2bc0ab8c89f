package io.tidelock.sandbox.rest;

import io.tidelock.sandbox.forge.Refused;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.json.People;
import io.tidelock.sandbox.json.Repos;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Repo;
import io.tidelock.sandbox.model.Team;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Organizations, their members and teams. */
final class TeamRoutes {
    private static final String ORG = "/orgs/{org}";
    private static final String TEAM = ORG + "/teams/{team}";

    void addTo(Routes<Endpoint> routes) {
        routes.on("GET", ORG, visit -> Visit.ok(People.organization(visit.links, organization(visit))))
                .on("GET", ORG + "/members", this::members)
                .on("GET", ORG + "/members/{user}", this::isMember)
                .on("GET", ORG + "/memberships/{user}", this::membership)
                .on("PUT", ORG + "/memberships/{user}", this::addMember)
                .on("GET", ORG + "/teams", this::teams)
                .on("POST", ORG + "/teams", this::newTeam)
                .on("GET", TEAM, visit -> Visit.ok(People.team(visit.links, team(visit))))
                .on("GET", TEAM + "/members", this::teamMembers)
                .on("GET", TEAM + "/memberships/{user}", this::teamMembership)
                .on("PUT", TEAM + "/memberships/{user}", this::addTeamMember)
                .on("DELETE", TEAM + "/memberships/{user}", this::removeTeamMember)
                .on("GET", TEAM + "/teams", this::childTeams)
                .on("GET", TEAM + "/repos", this::teamRepos)
                .on("PUT", TEAM + "/repos/{owner}/{repo}", this::permit)
                .on("GET", "/repos/{owner}/{repo}/teams", this::repoTeams)
                .on("GET", "/user/teams", this::ownTeams);
    }

    private static Account organization(Visit visit) {
        Account organization = visit.forge.account(visit.name("org"));
        if (!organization.isOrganization()) {
            throw Refused.notFound();
        }
        return organization;
    }

    /** Teams are seen by members only. */
    private static Team team(Visit visit) {
        return visit.forge.accounts.team(insiders(visit), visit.name("team"));
    }

    private static Account insiders(Visit visit) {
        Account account = visit.account();
        Account organization = organization(visit);
        boolean may = account.siteAdmin
                || account.kind == Account.Kind.BOT
                || organization.members.containsKey(account.login);
        if (!may) {
            throw Refused.notFound();
        }
        return organization;
    }

    private Answer members(Visit visit) {
        return people(visit, organization(visit).members.keySet());
    }

    private static Answer people(Visit visit, Iterable<String> logins) {
        List<Account> people = new ArrayList<>();
        logins.forEach(login -> people.add(visit.forge.account(login)));
        return visit.page(people, account -> People.simple(visit.links, account));
    }

    private Answer isMember(Visit visit) {
        if (!organization(visit).members.containsKey(visit.name("user"))) {
            throw Refused.notFound();
        }
        return Visit.noContent();
    }

    private Answer membership(Visit visit) {
        Account organization = insiders(visit);
        String role = organization.members.get(visit.name("user"));
        if (role == null) {
            throw Refused.notFound();
        }
        return membership(visit, organization, role);
    }

    private static Answer membership(Visit visit, Account organization, String role) {
        String user = visit.forge.account(visit.name("user")).login;
        return Visit.ok(Json.object(
                "url",
                visit.links.api(organization) + "/memberships/" + user,
                "state",
                "active",
                "role",
                role,
                "organization_url",
                visit.links.api(organization),
                "organization",
                People.organization(visit.links, organization),
                "user",
                People.simple(visit.links, visit.forge.account(user))));
    }

    private Answer addMember(Visit visit) {
        Account organization = insiders(visit);
        String wanted = visit.text("role");
        String role = wanted == null ? "member" : wanted;
        organization.members.put(visit.forge.account(visit.name("user")).login, role);
        return membership(visit, organization, role);
    }

    private Answer teams(Visit visit) {
        return visit.page(List.copyOf(insiders(visit).teams.values()), team -> People.team(visit.links, team));
    }

    private Answer newTeam(Visit visit) {
        Account organization = insiders(visit);
        long parentId = visit.body().path("parent_team_id").asLong();
        Team parent = organization.teams.values().stream()
                .filter(team -> team.id == parentId)
                .findFirst()
                .orElse(null);
        Team team = visit.forge.accounts.newTeam(organization, visit.text("Team", "name"), parent);
        return Visit.created(People.team(visit.links, team));
    }

    private Answer teamMembers(Visit visit) {
        Team team = team(visit);
        return people(
                visit,
                team.organization.members.keySet().stream()
                        .filter(team::includes)
                        .toList());
    }

    /** A member of a team below counts as a member. */
    private Answer teamMembership(Visit visit) {
        Team team = team(visit);
        String user = visit.name("user");
        if (!team.includes(user)) {
            throw Refused.notFound();
        }
        return membership(visit, team, team.members.getOrDefault(user, "member"));
    }

    private static Answer membership(Visit visit, Team team, String role) {
        return Visit.ok(Json.object(
                "state",
                "active",
                "role",
                role,
                "url",
                visit.links.api() + "/organizations/" + team.organization.id + "/team/" + team.id + "/memberships/"
                        + visit.name("user")));
    }

    private Answer addTeamMember(Visit visit) {
        Team team = team(visit);
        String login = visit.forge.account(visit.name("user")).login;
        String wanted = visit.text("role");
        team.members.put(login, wanted == null ? "member" : wanted);
        team.organization.members.putIfAbsent(login, "member");
        return membership(visit, team, team.members.getOrDefault(login, "member"));
    }

    private Answer removeTeamMember(Visit visit) {
        if (team(visit).members.remove(visit.name("user")) == null) {
            throw Refused.notFound();
        }
        return Visit.noContent();
    }

    private Answer childTeams(Visit visit) {
        Team parent = team(visit);
        List<Team> children = parent.organization.teams.values().stream()
                .filter(team -> team.parent == parent)
                .toList();
        return visit.page(children, team -> People.team(visit.links, team));
    }

    private Answer teamRepos(Visit visit) {
        Team team = team(visit);
        List<Repo> repos = PeopleRoutes.visible(visit)
                .filter(repo -> team.repositories.containsKey(repo.key()))
                .toList();
        return visit.page(repos, repo -> Repos.inner(visit.links, repo));
    }

    private Answer permit(Visit visit) {
        Team team = team(visit);
        String wanted = visit.text("permission");
        team.repositories.put(visit.repo(Permission.ADMIN).key(), Permission.of(wanted == null ? "push" : wanted));
        return Visit.noContent();
    }

    private Answer repoTeams(Visit visit) {
        Repo repo = visit.repo(Permission.WRITE);
        List<Team> teams = repo.owner.teams.values().stream()
                .filter(team -> team.repositories.containsKey(repo.key().toLowerCase(Locale.ROOT)))
                .toList();
        return visit.page(teams, team -> People.team(visit.links, team));
    }

    private Answer ownTeams(Visit visit) {
        Account account = visit.account();
        List<Team> teams = visit.forge.world.accounts().stream()
                .flatMap(organization -> organization.teams.values().stream())
                .filter(team -> team.members.containsKey(account.login))
                .toList();
        return visit.page(teams, team -> People.team(visit.links, team));
    }
}
