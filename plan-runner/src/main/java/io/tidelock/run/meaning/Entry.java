package io.tidelock.run.meaning;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** An entry of a plan's JSON that says how one thing, a resource or an output, changes. */
record Entry(JsonNode json) {
    List<String> actions() {
        List<String> actions = new ArrayList<>();
        change().path("actions").forEach(action -> actions.add(action.asText("")));
        return actions;
    }

    JsonNode change() {
        return json.has("change") ? json.path("change") : json;
    }

    /** Whether nothing is done to the thing itself. */
    boolean idle() {
        List<String> actions = actions();
        return actions.isEmpty() || actions.equals(List.of("no-op"));
    }

    boolean managed() {
        return !json.has("mode") || json.path("mode").asText("").equals("managed");
    }

    boolean moved() {
        return json.path("previous_address").isTextual();
    }

    boolean importing() {
        return change().path("importing").isObject();
    }

    boolean creates() {
        return actions().contains("create");
    }

    boolean deletes() {
        return actions().contains("delete");
    }

    boolean updates() {
        return actions().contains("update");
    }

    /** What people call what is done. */
    String verb() {
        List<String> actions = actions();
        if (idle()) {
            return importing() ? "import" : "move";
        }
        return actions.size() > 1 && creates() ? "replace" : String.join(" and ", actions);
    }

    /** As people write it; what is left of an interrupted replacement is told from what took its place. */
    String label() {
        String address = json.path("address").asText("");
        return json.has("deposed")
                ? address + " (deposed " + json.path("deposed").asText("") + ")"
                : address;
    }

    Address address() {
        return Address.of(json.path("address").asText(""));
    }

    /** Names of the attributes and blocks of which something is known only after the apply. */
    Set<String> unknown() {
        Set<String> names = new HashSet<>();
        change().path("after_unknown").fields().forEachRemaining(field -> {
            if (marked(field.getValue())) {
                names.add(field.getKey());
            }
        });
        return names;
    }

    boolean anyUnknown() {
        return marked(change().path("after_unknown"));
    }

    /** Names of the attributes that will be null, or that cannot be shown. */
    Set<String> nulls() {
        Set<String> names = new HashSet<>();
        change().path("after").fields().forEachRemaining(field -> {
            if (field.getValue().isNull()) {
                names.add(field.getKey());
            }
        });
        return names;
    }

    private static boolean marked(JsonNode marks) {
        if (marks.isContainerNode()) {
            for (JsonNode mark : marks) {
                if (marked(mark)) {
                    return true;
                }
            }
        }
        return marks.asBoolean(false);
    }

    /** Paths at which what is and what will be are not the same, in canonical form. */
    Set<String> changedPaths() {
        Set<String> paths = new TreeSet<>();
        compare("", change().path("before"), change().path("after"), paths);
        return paths;
    }

    private static void compare(String path, JsonNode before, JsonNode after, Set<String> paths) {
        if (before.isObject() && after.isObject()) {
            Set<String> names = new TreeSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                StringBuilder longer = new StringBuilder(path);
                Canonical.append(longer, name);
                compare(longer.toString(), before.path(name), after.path(name), paths);
            }
        } else if (before.isArray() && after.isArray() && before.size() == after.size()) {
            for (int i = 0; i < before.size(); i++) {
                compare(path + "#" + i + ";", before.path(i), after.path(i), paths);
            }
        } else if (!Canonical.text(before).equals(Canonical.text(after))) {
            paths.add(path);
        }
    }
}
