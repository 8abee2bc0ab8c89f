package io.tidelock.sandbox.gitlab.rest;

import io.tidelock.sandbox.gitlab.json.PersonJson;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Repo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Users, groups, and the members of projects and groups. */
final class PeopleRoutes {
    private static final String PROJECT = "/projects/{project}/members";
    private static final String GROUP = "/groups/{group}";

    /** Somebody with a level. */
    private record Member(Account account, int level) {}

    void addTo(Routes<Endpoint> routes) {
        routes.on("GET", "/users", this::users)
                .on(
                        "GET",
                        "/users/{user}",
                        visit -> Visit.ok(PersonJson.full(visit.urls, visit.person(visit.number("user")))))
                .on("GET", PROJECT, visit -> members(visit, direct(visit, visit.project(Permission.READ))))
                .on("POST", PROJECT, this::add)
                .on("GET", PROJECT + "/all", visit -> members(visit, all(visit, visit.project(Permission.READ))))
                .on("GET", PROJECT + "/all/{user}", visit -> member(visit, all(visit, visit.project(Permission.READ))))
                .on("GET", PROJECT + "/{user}", visit -> member(visit, direct(visit, visit.project(Permission.READ))))
                .on("PUT", PROJECT + "/{user}", this::change)
                .on("DELETE", PROJECT + "/{user}", this::remove)
                .on("GET", GROUP, visit -> Visit.ok(PersonJson.group(visit.urls, visit.group())))
                .on("GET", GROUP + "/members", visit -> members(visit, of(visit, List.of(visit.group()))))
                .on("GET", GROUP + "/members/all", visit -> members(visit, of(visit, above(visit))))
                .on("GET", GROUP + "/members/all/{user}", visit -> member(visit, of(visit, above(visit))))
                .on("GET", GROUP + "/members/{user}", visit -> member(visit, of(visit, List.of(visit.group()))))
                .on("POST", GROUP + "/members", this::addToGroup)
                .on("PUT", GROUP + "/members/{user}", this::changeInGroup)
                .on("DELETE", GROUP + "/members/{user}", this::removeFromGroup)
                .on("GET", "/groups", this::groups)
                .on("POST", "/groups", this::createGroup);
    }

    private Answer users(Visit visit) {
        String username = visit.parameters.text("username");
        String search = visit.parameters.text("search");
        List<Account> found = visit.forge.world.accounts().stream()
                .filter(account -> !account.isOrganization())
                .filter(account -> username == null || account.login.equalsIgnoreCase(username))
                .filter(account -> search == null
                        || account.login.toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT)))
                .toList();
        return visit.page(found, account -> PersonJson.basic(visit.urls, account));
    }

    private static List<Member> direct(Visit visit, Repo repo) {
        List<Member> members = new ArrayList<>();
        for (Account account : visit.forge.world.accounts()) {
            Permission own = repo.collaborators.getOrDefault(account.login, Permission.NONE);
            int level = account == repo.owner ? 50 : PersonJson.level(own);
            if (level > 0 && !account.isOrganization()) {
                members.add(new Member(account, level));
            }
        }
        return members;
    }

    private static List<Member> all(Visit visit, Repo repo) {
        List<Member> members = new ArrayList<>();
        for (Account account : visit.forge.world.accounts()) {
            int level = PersonJson.membership(visit.forge.world, repo, account);
            if (level > 0 && !account.isOrganization()) {
                members.add(new Member(account, level));
            }
        }
        return members;
    }

    private static List<Account> above(Visit visit) {
        return PersonJson.groups(visit.forge.world, visit.group());
    }

    private static List<Member> of(Visit visit, List<Account> groups) {
        List<Member> members = new ArrayList<>();
        for (Account account : visit.forge.world.accounts()) {
            groups.stream()
                    .map(group -> group.members.get(account.login))
                    .filter(Objects::nonNull)
                    .mapToInt(PersonJson::groupLevel)
                    .max()
                    .ifPresent(level -> members.add(new Member(account, level)));
        }
        return members;
    }

    private static Answer members(Visit visit, List<Member> members) {
        @Nullable String query = visit.parameters.text("query");
        List<Member> found = members.stream()
                .filter(member -> query == null || member.account().login.contains(query))
                .toList();
        return visit.page(found, it -> PersonJson.member(visit.urls, it.account(), it.level()));
    }

    private static Answer member(Visit visit, List<Member> members) {
        long id = visit.number("user");
        return members.stream()
                .filter(member -> member.account().id == id)
                .findFirst()
                .map(it -> Visit.ok(PersonJson.member(visit.urls, it.account(), it.level())))
                .orElseThrow(GitLabError::notFound);
    }

    private static int level(Visit visit) {
        visit.parameters.required("access_level");
        return Objects.requireNonNull(visit.parameters.number("access_level")).intValue();
    }

    private Answer add(Visit visit) {
        Repo repo = visit.project(Permission.MAINTAIN);
        visit.parameters.required("user_id");
        Account account = visit.person(Objects.requireNonNull(visit.parameters.number("user_id")));
        if (repo.collaborators.containsKey(account.login)) {
            throw GitLabError.of(409, "message", "Member already exists");
        }
        return Visit.created(put(visit, repo, account));
    }

    private Answer change(Visit visit) {
        Repo repo = visit.project(Permission.MAINTAIN);
        return Visit.ok(put(visit, repo, visit.person(visit.number("user"))));
    }

    private static com.fasterxml.jackson.databind.JsonNode put(Visit visit, Repo repo, Account account) {
        int level = level(visit);
        repo.collaborators.put(account.login, PersonJson.permission(level));
        return PersonJson.member(visit.urls, account, level);
    }

    private Answer remove(Visit visit) {
        Repo repo = visit.project(Permission.MAINTAIN);
        if (repo.collaborators.remove(visit.person(visit.number("user")).login) == null) {
            throw GitLabError.notFound();
        }
        return Visit.noContent();
    }

    private Answer groups(Visit visit) {
        @Nullable String search = visit.parameters.text("search");
        List<Account> found = visit.forge.world.accounts().stream()
                .filter(Account::isOrganization)
                .filter(group -> search == null || group.login.contains(search))
                .toList();
        return visit.page(found, group -> PersonJson.group(visit.urls, group));
    }

    /** The group in the path, for its owners. */
    private static Account ownGroup(Visit visit) {
        Account account = visit.account();
        Account group = visit.group();
        boolean owns = PersonJson.groups(visit.forge.world, group).stream()
                .map(each -> each.members.get(account.login))
                .anyMatch(role -> role != null && PersonJson.groupLevel(role) >= 50);
        if (!owns && !account.siteAdmin) {
            throw GitLabError.forbidden();
        }
        return group;
    }

    private static com.fasterxml.jackson.databind.JsonNode put(Visit visit, Account group, Account account) {
        int level = level(visit);
        group.members.put(account.login, Integer.toString(level));
        return PersonJson.member(visit.urls, account, level);
    }

    private Answer addToGroup(Visit visit) {
        Account group = ownGroup(visit);
        visit.parameters.required("user_id");
        Account account = visit.person(Objects.requireNonNull(visit.parameters.number("user_id")));
        if (group.members.containsKey(account.login)) {
            throw GitLabError.of(409, "message", "Member already exists");
        }
        return Visit.created(put(visit, group, account));
    }

    private Answer changeInGroup(Visit visit) {
        return Visit.ok(put(visit, ownGroup(visit), memberOfGroup(visit)));
    }

    private Answer removeFromGroup(Visit visit) {
        ownGroup(visit).members.remove(memberOfGroup(visit).login);
        return Visit.noContent();
    }

    private static Account memberOfGroup(Visit visit) {
        Account account = visit.person(visit.number("user"));
        if (!visit.group().members.containsKey(account.login)) {
            throw GitLabError.notFound();
        }
        return account;
    }

    private Answer createGroup(Visit visit) {
        Account creator = visit.account();
        String path = visit.parameters.required("path");
        Long parent = visit.parameters.number("parent_id");
        String prefix = parent == null
                ? ""
                : visit.forge.world.accounts().stream()
                                .filter(group -> group.id == parent && group.isOrganization())
                                .findFirst()
                                .orElseThrow(() -> GitLabError.notFound("Group"))
                                .login
                        + "/";
        if (visit.forge.world.account(prefix + path) != null) {
            throw GitLabError.of(400, "message", "Failed to save group {:path=>[\"has already been taken\"]}");
        }
        Account group = visit.forge.accounts.ensure(prefix + path, Account.Kind.ORGANIZATION);
        group.name = visit.parameters.required("name");
        group.members.put(creator.login, "admin");
        return Visit.created(PersonJson.group(visit.urls, group));
    }
}
