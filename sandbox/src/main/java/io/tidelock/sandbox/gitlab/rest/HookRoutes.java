package io.tidelock.sandbox.gitlab.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.hook.Courier;
import io.tidelock.sandbox.hook.Delivery;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.model.Hook;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Repo;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Webhooks, and what was sent to them. */
final class HookRoutes {
    private static final String HOOKS = "/projects/{project}/hooks";
    private static final String HOOK = HOOKS + "/{hook}";

    /** What a webhook may ask for: the parameter is the name with {@code _events}. */
    private static final List<String> EVENTS =
            List.of("push", "tag_push", "merge_requests", "note", "pipeline", "issues", "job", "releases", "wiki_page");

    private final Courier courier;

    HookRoutes(Courier courier) {
        this.courier = courier;
    }

    void addTo(Routes<Endpoint> routes) {
        routes.on("GET", HOOKS, this::list)
                .on("POST", HOOKS, this::create)
                .on("GET", HOOK, visit -> Visit.ok(json(hook(visit))))
                .on("PUT", HOOK, this::change)
                .on("DELETE", HOOK, this::delete)
                .on("GET", HOOK + "/events", this::deliveries)
                .on("POST", HOOK + "/events/{delivery}/resend", this::again);
    }

    private static Hook hook(Visit visit) {
        Repo repo = visit.project(Permission.MAINTAIN);
        Hook hook = repo.hooks.get(visit.number("hook"));
        if (hook == null || !hook.gitlab) {
            throw GitLabError.notFound();
        }
        return hook;
    }

    private static ObjectNode json(Hook hook) {
        ObjectNode json = Json.object(
                "id",
                hook.id,
                "url",
                hook.url,
                "name",
                null,
                "description",
                null,
                "created_at",
                hook.createdAt,
                "project_id",
                hook.repo.id,
                "push_events_branch_filter",
                "",
                "enable_ssl_verification",
                !hook.insecureSsl,
                "alert_status",
                "executable",
                "disabled_until",
                null,
                "url_variables",
                List.of(),
                "custom_webhook_template",
                "",
                "custom_headers",
                List.of());
        EVENTS.forEach(event -> json.put(event + "_events", hook.events.contains("*") || hook.events.contains(event)));
        return json;
    }

    private Answer list(Visit visit) {
        Repo repo = visit.project(Permission.MAINTAIN);
        List<Hook> hooks =
                repo.hooks.values().stream().filter(hook -> hook.gitlab).toList();
        return visit.page(hooks, HookRoutes::json);
    }

    private Answer create(Visit visit) {
        Repo repo = visit.project(Permission.MAINTAIN);
        String url = visit.parameters.required("url");
        if (!url.matches("https?://[^ ]+")) {
            throw GitLabError.of(422, "error", "Invalid url given");
        }
        Hook hook = new Hook(visit.forge.world.nextId(), repo, url, null, "json", Set.of(), visit.forge.world.now());
        hook.gitlab = true;
        hook.events = Set.of("push");
        take(visit, hook);
        repo.hooks.put(hook.id, hook);
        return Visit.created(json(hook));
    }

    private Answer change(Visit visit) {
        Hook hook = hook(visit);
        String url = visit.parameters.text("url");
        hook.url = url == null ? hook.url : url;
        take(visit, hook);
        hook.updatedAt = visit.forge.world.now();
        return Visit.ok(json(hook));
    }

    private static void take(Visit visit, Hook hook) {
        String token = visit.parameters.text("token");
        hook.secret = token == null ? hook.secret : token;
        hook.insecureSsl = !visit.parameters.flag("enable_ssl_verification", !hook.insecureSsl);
        Set<String> events = new LinkedHashSet<>();
        for (String event : EVENTS) {
            if (visit.parameters.flag(event + "_events", hook.events.contains(event))) {
                events.add(event);
            }
        }
        hook.events = events;
    }

    private Answer delete(Visit visit) {
        Hook hook = hook(visit);
        hook.repo.hooks.remove(hook.id);
        return Visit.noContent();
    }

    private Answer deliveries(Visit visit) {
        Hook hook = hook(visit);
        return visit.page(
                courier.deliveries(hook.id).reversed(),
                delivery -> Json.object(
                        "id", delivery.id(),
                        "url", hook.url,
                        "trigger",
                                delivery.event()
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .replace(' ', '_')
                                        .replace("_hook", "_hooks"),
                        "request_headers", delivery.requestHeaders(),
                        "response_headers", delivery.answerHeaders(),
                        "response_body", delivery.answer(),
                        "execution_duration", delivery.duration().toMillis() / 1000.0,
                        "response_status",
                                delivery.statusCode() == 0
                                        ? "internal error"
                                        : Integer.toString(delivery.statusCode())));
    }

    private Answer again(Visit visit) {
        Hook hook = hook(visit);
        Delivery delivery = courier.delivery(hook.id, visit.number("delivery"));
        if (delivery == null) {
            throw GitLabError.notFound();
        }
        courier.again(hook, delivery);
        return Visit.created(Json.object("response_status", 200));
    }
}
