package io.tidelock.sandbox.gitlab.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.gitlab.json.NoteJson;
import io.tidelock.sandbox.gitlab.json.PersonJson;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.model.Account;
import java.util.List;

/** What only an administrator may: making people, and tokens for them. */
final class AdminRoutes {
    void addTo(Routes<Endpoint> routes) {
        routes.on("POST", "/users", this::newUser)
                .on("POST", "/users/{user}/impersonation_tokens", visit -> newToken(visit, true))
                .on("POST", "/users/{user}/personal_access_tokens", visit -> newToken(visit, false));
    }

    private static void demandAdministrator(Visit visit) {
        if (!visit.account().siteAdmin) {
            throw GitLabError.forbidden();
        }
    }

    private Answer newUser(Visit visit) {
        demandAdministrator(visit);
        String email = visit.parameters.required("email");
        String name = visit.parameters.required("name");
        String username = visit.parameters.required("username");
        if (!visit.parameters.has("password")
                && !visit.parameters.has("reset_password")
                && !visit.parameters.has("force_random_password")) {
            throw GitLabError.invalid(
                    "password, reset_password, force_random_password are missing, at least one parameter"
                            + " must be provided");
        }
        if (!username.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*")) {
            throw GitLabError.of(
                    400,
                    "message",
                    Json.object(
                            "username",
                            List.of(
                                    "can contain only letters, digits, '_', '-' and '.'. Cannot start with '-' or end in '.', '.git' or '.atom'.")));
        }
        if (visit.forge.world.account(username) != null) {
            throw GitLabError.of(409, "message", "Username has already been taken");
        }
        Account user = visit.forge.accounts.ensure(username, Account.Kind.USER);
        user.name = name;
        user.email = email;
        return Visit.created(PersonJson.full(visit.urls, user));
    }

    /** Shown once, as on GitLab. */
    private Answer newToken(Visit visit, boolean impersonates) {
        demandAdministrator(visit);
        Account user = visit.person(visit.number("user"));
        String name = visit.parameters.required("name");
        List<String> scopes = visit.parameters.list("scopes");
        if (scopes.isEmpty()) {
            throw GitLabError.invalid("scopes is missing");
        }
        ObjectNode json = Json.object(
                "id",
                visit.forge.world.nextId(),
                "name",
                name,
                "description",
                visit.parameters.text("description"),
                "revoked",
                false,
                "created_at",
                NoteJson.millis(visit.forge.world.now()),
                "scopes",
                scopes,
                "user_id",
                user.id,
                "last_used_at",
                null,
                "active",
                true,
                "expires_at",
                visit.parameters.text("expires_at"),
                "token",
                visit.forge.world.newToken("glpat-", user));
        if (impersonates) {
            json.put("impersonation", true);
        }
        return Visit.created(json);
    }
}
