package io.tidelock.sandbox.rest;

import io.tidelock.sandbox.forge.Refused;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.json.People;
import io.tidelock.sandbox.model.Account;
import java.time.Instant;
import java.util.Objects;

/** What only an administrator of an enterprise server may: making people and organizations, and acting for people. */
final class AdminRoutes {
    private static final String AUTHORIZATIONS = "/admin/users/{user}/authorizations";

    void addTo(Routes<Endpoint> routes) {
        routes.on("POST", "/admin/users", this::newUser)
                .on("POST", "/admin/organizations", this::newOrganization)
                .on("POST", AUTHORIZATIONS, this::impersonate)
                .on("DELETE", AUTHORIZATIONS, this::endImpersonation);
    }

    private static void demandAdministrator(Visit visit) {
        if (!visit.account().siteAdmin) {
            throw Refused.notFound();
        }
    }

    private static Account create(Visit visit, Account.Kind kind) {
        String login = visit.text(kind.word(), "login");
        if (!login.matches("[A-Za-z0-9](-?[A-Za-z0-9])*")) {
            throw Refused.custom(
                    kind.word(),
                    "login",
                    "Login may only contain alphanumeric characters or single hyphens, and cannot begin or end with a hyphen");
        }
        if (visit.forge.world.account(login) != null) {
            throw Refused.invalid(kind.word(), "login", "already_exists");
        }
        return visit.forge.accounts.ensure(login, kind);
    }

    private Answer newUser(Visit visit) {
        demandAdministrator(visit);
        Account user = create(visit, Account.Kind.USER);
        user.email = Objects.requireNonNullElse(visit.text("email"), user.email);
        return Visit.created(People.simple(visit.links, user));
    }

    private Answer newOrganization(Visit visit) {
        demandAdministrator(visit);
        Account admin = visit.forge.world.account(visit.text("Organization", "admin"));
        if (admin == null || admin.kind != Account.Kind.USER) {
            throw Refused.invalid("Organization", "admin", "invalid");
        }
        Account organization = create(visit, Account.Kind.ORGANIZATION);
        organization.name = Objects.requireNonNullElse(visit.text("profile_name"), organization.name);
        organization.members.put(admin.login, "admin");
        return Visit.created(People.organization(visit.links, organization));
    }

    private static Account person(Visit visit) {
        demandAdministrator(visit);
        Account user = visit.forge.account(visit.name("user"));
        if (user.kind != Account.Kind.USER) {
            throw Refused.notFound();
        }
        return user;
    }

    /** The token that somebody has already, or a new one. */
    private Answer impersonate(Visit visit) {
        Account user = person(visit);
        String known = visit.forge.world.tokenOf(user);
        String token = known == null ? visit.forge.world.newToken("ghp_", user) : known;
        Instant now = visit.forge.world.now();
        return Visit.json(
                known == null ? 201 : 200,
                Json.object(
                        "id",
                        user.id,
                        "url",
                        visit.links.api() + "/authorizations/" + user.id,
                        "app",
                        Json.object(
                                "name", "GitHub Site Administrator",
                                "url", visit.links.base() + "/site/admin",
                                "client_id", "00000000000000000000"),
                        "token",
                        token,
                        "hashed_token",
                        "",
                        "token_last_eight",
                        token.substring(token.length() - 8),
                        "note",
                        null,
                        "note_url",
                        null,
                        "created_at",
                        now,
                        "updated_at",
                        now,
                        "scopes",
                        visit.texts("scopes"),
                        "fingerprint",
                        null));
    }

    private Answer endImpersonation(Visit visit) {
        Account user = person(visit);
        visit.forge.world.removeTokens(account -> account == user);
        return Visit.noContent();
    }
}
