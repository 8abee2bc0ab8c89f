package io.tidelock.sandbox.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.forge.Accounts;
import io.tidelock.sandbox.forge.Refused;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.json.People;
import io.tidelock.sandbox.json.Repos;
import io.tidelock.sandbox.json.VerdictJson;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Repo;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The one App of the sandbox, installed everywhere. Any JSON Web Token opens it, its signature is not looked at; the id of an installation is
 * the id of the account it is installed on.
 */
final class AppRoutes {
    void addTo(Routes<Endpoint> routes) {
        routes.on("GET", "/app", visit -> Visit.ok(VerdictJson.app(visit.links, authenticated(visit))))
                .on("GET", "/apps/{slug}", this::bySlug)
                .on("GET", "/app/installations", this::installations)
                .on("GET", "/app/installations/{id}", visit -> Visit.ok(installation(visit, target(visit))))
                .on("POST", "/app/installations/{id}/access_tokens", this::newToken)
                .on("GET", "/repos/{owner}/{repo}/installation", this::ofRepository)
                .on("GET", "/orgs/{org}/installation", visit -> ofAccount(visit, visit.name("org")))
                .on("GET", "/users/{user}/installation", visit -> ofAccount(visit, visit.name("user")))
                .on("GET", "/installation/repositories", this::repositories);
    }

    private static Account authenticated(Visit visit) {
        String credential = visit.ask.credential();
        if (credential == null || visit.visitor != null) {
            throw Refused.with(401, "A JSON web token could not be decoded");
        }
        return bot(visit);
    }

    private static Account bot(Visit visit) {
        return visit.forge.accounts.app();
    }

    private Answer bySlug(Visit visit) {
        if (!visit.name("slug").equals(Accounts.APP.replace("[bot]", ""))) {
            throw Refused.notFound();
        }
        return Visit.ok(VerdictJson.app(visit.links, bot(visit)));
    }

    private Answer installations(Visit visit) {
        authenticated(visit);
        List<Account> owners = visit.forge.world.repos().stream()
                .map(repo -> repo.owner)
                .distinct()
                .toList();
        return visit.page(owners, account -> installation(visit, account));
    }

    private static Account target(Visit visit) {
        authenticated(visit);
        long id = visit.number("id");
        return visit.forge.world.accounts().stream()
                .filter(account -> account.id == id)
                .findFirst()
                .orElseThrow(Refused::notFound);
    }

    private Answer ofRepository(Visit visit) {
        authenticated(visit);
        Repo repo = visit.forge.world.repo(visit.name("owner"), visit.name("repo"));
        if (repo == null) {
            throw Refused.notFound();
        }
        return Visit.ok(installation(visit, repo.owner));
    }

    private Answer ofAccount(Visit visit, String login) {
        authenticated(visit);
        return Visit.ok(installation(visit, visit.forge.account(login)));
    }

    private static ObjectNode installation(Visit visit, Account account) {
        Account bot = bot(visit);
        String url = visit.links.api() + "/app/installations/" + account.id;
        return Json.object(
                "id",
                account.id,
                "account",
                People.simple(visit.links, account),
                "repository_selection",
                "all",
                "access_tokens_url",
                url + "/access_tokens",
                "repositories_url",
                visit.links.api() + "/installation/repositories",
                "html_url",
                visit.links.base() + "/settings/installations/" + account.id,
                "app_id",
                bot.id,
                "app_slug",
                bot.login.replace("[bot]", ""),
                "target_id",
                account.id,
                "target_type",
                account.kind.word(),
                "permissions",
                Map.of("metadata", "read"),
                "events",
                List.of("issue_comment", "pull_request", "push"),
                "created_at",
                account.createdAt,
                "updated_at",
                account.createdAt,
                "single_file_name",
                null,
                "suspended_by",
                null,
                "suspended_at",
                null);
    }

    private Answer newToken(Visit visit) {
        target(visit);
        Account bot = bot(visit);
        return Visit.json(
                201,
                Json.object(
                        "token", visit.forge.world.newToken("ghs_", bot),
                        "expires_at", visit.forge.world.now().plus(Duration.ofHours(1)),
                        "permissions", Map.of("contents", "write", "metadata", "read"),
                        "repository_selection", "all"));
    }

    private Answer repositories(Visit visit) {
        Account account = visit.account();
        if (account.kind != Account.Kind.BOT) {
            throw Refused.forbidden(
                    "You must authenticate with an installation access token in order to list repositories for an installation.");
        }
        List<Repo> repos = PeopleRoutes.visible(visit).toList();
        return visit.page(
                repos,
                page -> Json.object(
                        "total_count", repos.size(),
                        "repository_selection", "all",
                        "repositories",
                                page.stream()
                                        .map(repo -> Repos.withPermission(visit.links, repo, Permission.WRITE))
                                        .toList()),
                100);
    }
}
