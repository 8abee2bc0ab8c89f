package io.tidelock.sandbox.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.app.App;
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
import java.util.List;
import java.util.Objects;

/** The sandbox's one App: who it is, where it is installed, and the tokens it is lent. */
final class AppRoutes {
    private final App app;

    AppRoutes(App app) {
        this.app = app;
    }

    void addTo(Routes<Endpoint> routes) {
        routes.on("GET", "/app", visit -> Visit.ok(VerdictJson.app(visit.links, authenticated(visit))))
                .on("GET", "/apps/{slug}", this::bySlug)
                .on("GET", "/app/hook/config", this::hook)
                .on("GET", "/app/installations", this::installations)
                .on("GET", "/app/installations/{id}", visit -> Visit.ok(installation(visit, target(visit))))
                .on("POST", "/app/installations/{id}/access_tokens", this::newToken)
                .on("GET", "/repos/{owner}/{repo}/installation", this::ofRepository)
                .on("GET", "/orgs/{org}/installation", visit -> ofAccount(visit, visit.name("org")))
                .on("GET", "/users/{user}/installation", visit -> ofAccount(visit, visit.name("user")))
                .on("GET", "/installation/repositories", this::repositories);
    }

    /** The App, which has shown a web token of its own; 401 to anybody else. */
    private Account authenticated(Visit visit) {
        app.check(Objects.requireNonNullElse(visit.ask.credential(), ""));
        return bot(visit);
    }

    private static Account bot(Visit visit) {
        return visit.forge.accounts.app();
    }

    private Answer bySlug(Visit visit) {
        if (!visit.name("slug").equals(app.slug())) {
            throw Refused.notFound();
        }
        return Visit.ok(VerdictJson.app(visit.links, bot(visit)));
    }

    /** It has no webhook of its own: each repository has one. */
    private Answer hook(Visit visit) {
        authenticated(visit);
        return Visit.ok(Json.object("content_type", "json", "insecure_ssl", "0", "url", ""));
    }

    private Answer installations(Visit visit) {
        authenticated(visit);
        return visit.page(app.installations(), account -> installation(visit, account));
    }

    private Account target(Visit visit) {
        authenticated(visit);
        long id = visit.number("id");
        return visit.forge.world.accounts().stream()
                .filter(account -> account.id == id && app.isInstalled(account))
                .findFirst()
                .orElseThrow(Refused::notFound);
    }

    private Answer ofRepository(Visit visit) {
        authenticated(visit);
        Repo repo = visit.forge.world.repo(visit.name("owner"), visit.name("repo"));
        if (repo == null || !app.isInstalled(repo)) {
            throw Refused.notFound();
        }
        return Visit.ok(installation(visit, repo.owner));
    }

    private Answer ofAccount(Visit visit, String login) {
        authenticated(visit);
        Account account = visit.forge.account(login);
        if (!app.isInstalled(account)) {
            throw Refused.notFound();
        }
        return Visit.ok(installation(visit, account));
    }

    private ObjectNode installation(Visit visit, Account account) {
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
                VerdictJson.APP_PERMISSIONS,
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
                app.isSuspended(account) ? account.createdAt : null);
    }

    private Answer newToken(Visit visit) {
        App.Lent lent = app.lend(target(visit));
        return Visit.json(
                201,
                Json.object(
                        "token",
                        lent.token(),
                        "expires_at",
                        lent.until(),
                        "permissions",
                        VerdictJson.APP_PERMISSIONS,
                        "repository_selection",
                        "all"));
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
