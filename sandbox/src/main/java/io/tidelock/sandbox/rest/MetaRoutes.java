package io.tidelock.sandbox.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.json.Json;
import java.util.List;
import java.util.Objects;

/** About the host itself. */
final class MetaRoutes {
    private static final List<String> RESOURCES = List.of(
            "core",
            "search",
            "graphql",
            "integration_manifest",
            "source_import",
            "code_scanning_upload",
            "code_search");

    private final Limits limits;

    MetaRoutes(Limits limits) {
        this.limits = limits;
    }

    void addTo(Routes<Endpoint> routes) {
        routes.on("GET", "/", this::root)
                .on("GET", "/meta", this::meta)
                .on("GET", "/zen", visit -> Answer.text(200, "text/plain; charset=utf-8", "Keep it logically awesome."))
                .on("GET", "/rate_limit", this::rateLimit);
    }

    private Answer root(Visit visit) {
        String api = visit.links.api();
        return Visit.ok(Json.object(
                "current_user_url", api + "/user",
                "rate_limit_url", api + "/rate_limit",
                "repository_url", api + "/repos/{owner}/{repo}",
                "user_url", api + "/users/{user}",
                "organization_url", api + "/orgs/{org}"));
    }

    private Answer meta(Visit visit) {
        return Visit.ok(Json.object(
                "verifiable_password_authentication",
                true,
                "packages",
                List.of(),
                "dependabot",
                List.of(),
                "installed_version",
                Rest.ENTERPRISE_VERSION));
    }

    private Answer rateLimit(Visit visit) {
        String token = Objects.requireNonNullElse(visit.ask.credential(), "");
        ObjectNode core = limits.count(token, 0).json();
        ObjectNode resources = Json.object();
        RESOURCES.forEach(resource -> resources.set(resource, core));
        return Visit.ok(Json.object("resources", resources, "rate", core));
    }
}
