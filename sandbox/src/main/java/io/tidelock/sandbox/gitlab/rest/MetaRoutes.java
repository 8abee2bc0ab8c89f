package io.tidelock.sandbox.gitlab.rest;

import io.tidelock.sandbox.gitlab.json.PersonJson;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.json.Json;

/** Who is asking, and what it is that answers. */
final class MetaRoutes {
    private static final String REVISION = "f2a3c4d5e6f";

    void addTo(Routes<Endpoint> routes) {
        routes.on("GET", "/version", MetaRoutes::version)
                .on("GET", "/metadata", MetaRoutes::metadata)
                .on("GET", "/personal_access_tokens/self", MetaRoutes::token)
                .on("GET", "/user", visit -> Visit.ok(PersonJson.full(visit.urls, visit.account())));
    }

    private static Answer version(Visit visit) {
        visit.account();
        return Visit.ok(Json.object("version", Api.VERSION, "revision", REVISION));
    }

    /** Every token of the sandbox may do what its user may. */
    private static Answer token(Visit visit) {
        return Visit.ok(Json.object(
                "id",
                visit.account().id,
                "name",
                "sandbox",
                "revoked",
                false,
                "created_at",
                visit.account().createdAt,
                "scopes",
                java.util.List.of("api"),
                "user_id",
                visit.account().id,
                "active",
                true,
                "expires_at",
                null));
    }

    private static Answer metadata(Visit visit) {
        visit.account();
        return Visit.ok(Json.object(
                "version",
                Api.VERSION,
                "revision",
                REVISION,
                "kas",
                Json.object("enabled", false, "externalUrl", null, "externalK8sProxyUrl", null, "version", null),
                "enterprise",
                true));
    }
}
