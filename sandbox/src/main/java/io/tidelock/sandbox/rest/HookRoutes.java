package io.tidelock.sandbox.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.forge.Refused;
import io.tidelock.sandbox.hook.Courier;
import io.tidelock.sandbox.hook.Delivery;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.json.HookJson;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Hook;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Repo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Webhooks and their deliveries. */
final class HookRoutes {
    private static final String ALL = "/repos/{owner}/{repo}/hooks";
    private static final String ONE = ALL + "/{id}";

    private final Courier courier;

    HookRoutes(Courier courier) {
        this.courier = courier;
    }

    void addTo(Routes<Endpoint> routes) {
        routes.on("GET", ALL, this::list)
                .on("POST", ALL, this::create)
                .on("GET", ONE, visit -> Visit.ok(HookJson.hook(visit.links, find(visit))))
                .on("PATCH", ONE, this::edit)
                .on("PATCH", ONE + "/config", this::editConfig)
                .on("DELETE", ONE, this::delete)
                .on("POST", ONE + "/pings", this::ping)
                .on("GET", ONE + "/deliveries", this::deliveries)
                .on("GET", ONE + "/deliveries/{delivery}", this::delivery)
                .on("POST", ONE + "/deliveries/{delivery}/attempts", this::redeliver);
    }

    private Answer list(Visit visit) {
        Repo repo = visit.repo(Permission.ADMIN);
        return visit.page(List.copyOf(repo.hooks.values()), hook -> HookJson.hook(visit.links, hook));
    }

    private Answer create(Visit visit) {
        Account sender = visit.account();
        Repo repo = visit.repo(Permission.ADMIN);
        JsonNode config = visit.body().path("config");
        String url = Json.text(config, "url");
        if (url == null || !url.matches("https?://.+")) {
            throw Refused.custom("Hook", "Config must contain a URL for webhooks");
        }
        boolean exists = repo.hooks.values().stream().anyMatch(hook -> hook.url.equals(url));
        if (exists) {
            throw Refused.custom("Hook", "Hook already exists on this repository");
        }
        List<String> events = visit.texts("events");
        Hook hook = new Hook(
                visit.forge.world.nextId(),
                repo,
                url,
                Json.text(config, "secret"),
                Json.text(config, "content_type", "form"),
                events.isEmpty() ? Set.of("push") : new LinkedHashSet<>(events),
                visit.forge.world.now());
        hook.active = visit.flag("active", true);
        hook.insecureSsl = Json.text(config, "insecure_ssl", "0").equals("1");
        repo.hooks.put(hook.id, hook);
        visit.forge.herald.ping(hook, sender);
        return Visit.created(HookJson.hook(visit.links, hook));
    }

    private Answer edit(Visit visit) {
        Hook hook = find(visit);
        apply(hook, visit.body().path("config"));
        if (visit.body().has("events")) {
            hook.events = new LinkedHashSet<>(visit.texts("events"));
        }
        hook.events = new LinkedHashSet<>(hook.events);
        hook.events.addAll(visit.texts("add_events"));
        hook.events.removeAll(new LinkedHashSet<>(visit.texts("remove_events")));
        hook.active = visit.flag("active", hook.active);
        hook.updatedAt = visit.forge.world.now();
        return Visit.ok(HookJson.hook(visit.links, hook));
    }

    private Answer editConfig(Visit visit) {
        Hook hook = find(visit);
        apply(hook, visit.body());
        return Visit.ok(HookJson.hook(visit.links, hook).path("config"));
    }

    private static void apply(Hook hook, JsonNode config) {
        hook.url = Json.text(config, "url", hook.url);
        hook.contentType = Json.text(config, "content_type", hook.contentType);
        String secret = Json.text(config, "secret");
        hook.secret = secret == null ? hook.secret : secret;
        hook.insecureSsl =
                Json.text(config, "insecure_ssl", hook.insecureSsl ? "1" : "0").equals("1");
    }

    private Answer delete(Visit visit) {
        Hook hook = find(visit);
        hook.repo.hooks.remove(hook.id);
        return Visit.noContent();
    }

    private Answer ping(Visit visit) {
        visit.forge.herald.ping(find(visit), visit.account());
        return Visit.noContent();
    }

    private Answer deliveries(Visit visit) {
        List<Delivery> newestFirst = courier.deliveries(find(visit).id).reversed();
        return visit.page(newestFirst, HookRoutes::summary);
    }

    private Answer delivery(Visit visit) {
        Delivery delivery = findDelivery(visit);
        ObjectNode json = summary(delivery);
        try {
            Json.add(
                    json,
                    "url",
                    "",
                    "request",
                    Json.object("headers", delivery.requestHeaders(), "payload", Json.read(delivery.payload())),
                    "response",
                    Json.object("headers", delivery.answerHeaders(), "payload", delivery.answer()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Visit.ok(json);
    }

    private Answer redeliver(Visit visit) {
        courier.again(find(visit), findDelivery(visit));
        return Visit.json(202, Json.object());
    }

    private static ObjectNode summary(Delivery delivery) {
        return Json.object(
                "id", delivery.id(),
                "guid", delivery.guid(),
                "delivered_at", delivery.deliveredAt(),
                "redelivery", delivery.redelivery(),
                "duration", Double.valueOf(delivery.duration().toMillis() / 1000.0),
                "status", delivery.status(),
                "status_code", delivery.statusCode(),
                "event", delivery.event(),
                "action", delivery.action().isEmpty() ? null : delivery.action(),
                "installation_id", null,
                "repository_id", null,
                "throttled_at", null);
    }

    private static Hook find(Visit visit) {
        visit.account();
        Hook hook = visit.repo(Permission.ADMIN).hooks.get(visit.number("id"));
        if (hook == null) {
            throw Refused.notFound();
        }
        return hook;
    }

    private Delivery findDelivery(Visit visit) {
        Delivery delivery = courier.delivery(find(visit).id, visit.number("delivery"));
        if (delivery == null) {
            throw Refused.notFound();
        }
        return delivery;
    }
}
