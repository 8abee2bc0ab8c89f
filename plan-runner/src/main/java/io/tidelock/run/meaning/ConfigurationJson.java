package io.tidelock.run.meaning;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The part of a plan's JSON that describes its configuration. */
final class ConfigurationJson {
    private final JsonNode json;
    private final Map<Address, JsonNode> resources = new HashMap<>();
    private final Map<String, JsonNode> calls = new HashMap<>();

    ConfigurationJson(JsonNode json) {
        this.json = json;
        module("", json.path("root_module"));
    }

    private void module(String key, JsonNode module) {
        module.path("resources")
                .forEach(resource ->
                        resources.put(new Address(key, resource.path("address").asText("")), resource));
        module.path("module_calls").fields().forEachRemaining(call -> {
            String child = key.isEmpty() ? call.getKey() : key + "." + call.getKey();
            calls.put(child, call.getValue());
            module(child, call.getValue().path("module"));
        });
    }

    /** How the module of this key is called. */
    JsonNode call(String key) {
        return calls.getOrDefault(key, com.fasterxml.jackson.databind.node.MissingNode.getInstance());
    }

    JsonNode expression(Address resource, String argument) {
        JsonNode found = resources.get(resource);
        return found == null
                ? com.fasterxml.jackson.databind.node.MissingNode.getInstance()
                : found.path("expressions").path(argument);
    }

    /** The settings under which this resource uses this provider; all there are of it when that is not said. */
    List<JsonNode> providers(String provider, Address user) {
        JsonNode resource = resources.get(user);
        String key =
                resource == null ? "" : resource.path("provider_config_key").asText("");
        if (json.path("provider_config").has(key)) {
            return List.of(json.path("provider_config").path(key));
        }
        List<JsonNode> all = new ArrayList<>();
        for (JsonNode settings : json.path("provider_config")) {
            if (settings.path("full_name").asText("").equals(provider)) {
                all.add(settings);
            }
        }
        return all;
    }
}
