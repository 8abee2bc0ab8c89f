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
                .on("GET", "/user", visit -> Visit.ok(PersonJson.full(visit.urls, visit.account())));
    }

    private static Answer version(Visit visit) {
        visit.account();
        return Visit.ok(Json.object("version", Api.VERSION, "revision", REVISION));
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
