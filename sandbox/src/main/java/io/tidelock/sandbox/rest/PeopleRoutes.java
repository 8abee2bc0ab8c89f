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
import java.util.List;
import java.util.stream.Stream;

/** Users, and what they may do in repositories. */
final class PeopleRoutes {
    private static final String COLLABORATORS = "/repos/{owner}/{repo}/collaborators";
    private static final String COLLABORATOR = COLLABORATORS + "/{user}";

    void addTo(Routes<Endpoint> routes) {
        routes.on("GET", "/user", visit -> full(visit, user(visit)))
                .on("GET", "/users/{user}", visit -> full(visit, visit.forge.account(visit.name("user"))))
                .on("GET", "/user/emails", this::emails)
                .on("GET", "/user/orgs", this::organizations)
                .on("GET", COLLABORATORS, this::list)
                .on("GET", COLLABORATOR, this::isOne)
                .on("PUT", COLLABORATOR, this::add)
                .on("DELETE", COLLABORATOR, this::remove)
                .on("GET", COLLABORATOR + "/permission", this::permission)
                .on("GET", "/repos/{owner}/{repo}/assignees", this::list);
    }

    /** Who asks, unless that is an App: it is no user. */
    private static Account user(Visit visit) {
        Account account = visit.account();
        if (account.kind == Account.Kind.BOT) {
            throw Refused.forbidden("Resource not accessible by integration");
        }
        return account;
    }

    private static Answer full(Visit visit, Account account) {
        int repositories = (int) visit.forge.world.repos().stream()
                .filter(repo -> repo.owner == account)
                .count();
        return Visit.ok(People.full(visit.links, account, repositories));
    }

    private Answer emails(Visit visit) {
        Account account = visit.account();
        return visit.page(
                List.of(account.email),
                email -> Json.object("email", email, "primary", true, "verified", true, "visibility", "public"));
    }

    private Answer organizations(Visit visit) {
        Account account = visit.account();
        List<Account> found = visit.forge.world.accounts().stream()
                .filter(other -> other.members.containsKey(account.login))
                .toList();
        return visit.page(found, organization -> People.organization(visit.links, organization));
    }

    private Answer list(Visit visit) {
        visit.account();
        Repo repo = visit.repo(Permission.READ);
        List<Account> people = visit.forge.world.accounts().stream()
                .filter(account -> !account.isOrganization() && isCollaborator(repo, account))
                .toList();
        return visit.page(people, account -> {
            Permission permission = visit.forge.world.permission(repo, account);
            var json = Repos.withPermission(visit.links, repo, permission);
            return Json.add(
                    People.simple(visit.links, account),
                    "permissions",
                    json.get("permissions"),
                    "role_name",
                    permission.role());
        });
    }

    private static boolean isCollaborator(Repo repo, Account account) {
        return repo.owner == account
                || repo.collaborators.containsKey(account.login)
                || repo.owner.members.containsKey(account.login);
    }

    private Answer isOne(Visit visit) {
        visit.account();
        if (!isCollaborator(visit.repo(Permission.READ), visit.forge.account(visit.name("user")))) {
            throw Refused.notFound();
        }
        return Visit.noContent();
    }

    private Answer add(Visit visit) {
        visit.account();
        Repo repo = visit.repo(Permission.ADMIN);
        Account account = visit.forge.account(visit.name("user"));
        String wanted = visit.text("permission");
        repo.collaborators.put(account.login, Permission.of(wanted == null ? "push" : wanted));
        return Visit.noContent();
    }

    private Answer remove(Visit visit) {
        visit.account();
        visit.repo(Permission.ADMIN).collaborators.remove(visit.name("user"));
        return Visit.noContent();
    }

    /** Whoever may push can ask what somebody may do. */
    private Answer permission(Visit visit) {
        visit.account();
        Repo repo = visit.repo(Permission.WRITE);
        Account account = visit.forge.world.account(visit.name("user"));
        if (account == null) {
            throw Refused.with(404, visit.name("user") + " is not a user");
        }
        Permission permission = visit.forge.world.permission(repo, account);
        return Visit.ok(Json.object(
                "permission", permission.legacy(),
                "user",
                        Json.add(
                                People.simple(visit.links, account),
                                "permissions",
                                Repos.withPermission(visit.links, repo, permission)
                                        .get("permissions"),
                                "role_name",
                                permission.role()),
                "role_name", permission.role()));
    }

    /** Repositories the account may see, of one owner or of everyone. */
    static Stream<Repo> visible(Visit visit) {
        return visit.forge.world.repos().stream()
                .filter(repo ->
                        visit.forge.world.permission(repo, visit.visitor).allows(Permission.READ));
    }
}
