package io.tidelock.sandbox.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.model.Hook;

/** Webhooks' settings; the secret is never shown. */
public final class HookJson {
    private HookJson() {}

    public static ObjectNode hook(Links links, Hook hook) {
        String url = links.api(hook.repo) + "/hooks/" + hook.id;
        ObjectNode config = Json.object(
                "url", hook.url, "content_type", hook.contentType, "insecure_ssl", hook.insecureSsl ? "1" : "0");
        if (hook.secret != null) {
            config.put("secret", "********");
        }
        return Json.object(
                "type",
                "Repository",
                "id",
                hook.id,
                "name",
                "web",
                "active",
                hook.active,
                "events",
                hook.events,
                "config",
                config,
                "updated_at",
                hook.updatedAt,
                "created_at",
                hook.createdAt,
                "url",
                url,
                "test_url",
                url + "/test",
                "ping_url",
                url + "/pings",
                "deliveries_url",
                url + "/deliveries",
                "last_response",
                Json.object(
                        "code", hook.lastCode < 0 ? null : hook.lastCode,
                        "status", hook.lastCode < 0 ? "unused" : hook.lastCode / 100 == 2 ? "active" : "failed",
                        "message", hook.lastCode < 0 ? null : hook.lastCode / 100 == 2 ? "OK" : "Failed"));
    }
}
