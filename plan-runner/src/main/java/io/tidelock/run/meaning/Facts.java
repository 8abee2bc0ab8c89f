package io.tidelock.run.meaning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the JSON of a plan says, reduced to hashes and names while it passes by. */
final class Facts {
    /** Says nothing of what will be done. */
    static final Set<String> HARMLESS =
            Set.of("resource_drift", "relevant_attributes", "checks", "timestamp", "applyable");

    private static final Set<String> KNOWN_OF_RESOURCES = Set.of(
            "address",
            "module_address",
            "mode",
            "type",
            "name",
            "index",
            "provider_name",
            "change",
            "action_reason",
            "previous_address",
            "deposed");
    private static final Set<String> KNOWN_OF_CHANGES = Set.of(
            "actions",
            "before",
            "after",
            "after_unknown",
            "before_sensitive",
            "after_sensitive",
            "replace_paths",
            "importing",
            "generated_config");

    /** All instances of one resource to which something is done. */
    static final class Touched {
        final SortedSet<String> unknown = new TreeSet<>();
        final SortedSet<String> nulls = new TreeSet<>();
        final SortedSet<String> providers = new TreeSet<>();
        boolean provisioned;
        boolean written;
    }

    private final KeyedHash hash;
    final SortedMap<String, String> parts = new TreeMap<>();
    final SortedSet<String> unseen = new TreeSet<>();
    final Map<Address, Touched> touched = new LinkedHashMap<>();
    final Map<Address, List<String>> values = new HashMap<>();
    final Map<String, String> variables = new HashMap<>();

    /** In whose values there are two dots in a row, which may lead anywhere in the repository. */
    final Set<Address> climbing = new HashSet<>();

    final Set<String> climbingVariables = new HashSet<>();
    final List<String> unknownOutputs = new ArrayList<>();
    JsonNode configuration = MissingNode.getInstance();

    Facts(KeyedHash hash) {
        this.hash = hash;
    }

    void resource(Entry entry) {
        if (entry.idle() && !entry.moved() && !entry.importing()) {
            return;
        }
        String label = entry.label();
        String verb = label + ": " + entry.verb();
        JsonNode json = entry.json();
        JsonNode change = entry.change();
        part(verb, deed(entry, verb));
        part(
                label + ": values",
                hash.of(
                        label,
                        List.of(
                                Canonical.text(change.path("after")),
                                Canonical.text(change.path("after_unknown")),
                                Canonical.text(change.path("after_sensitive")),
                                String.join(" ", entry.updates() ? entry.changedPaths() : Set.of()))));
        others(label, json, KNOWN_OF_RESOURCES);
        others(label, change, KNOWN_OF_CHANGES);
        Touched resource = touched.computeIfAbsent(entry.address(), _ -> new Touched());
        resource.providers.add(json.path("provider_name").asText(""));
        resource.unknown.addAll(entry.unknown());
        resource.nulls.addAll(entry.nulls());
        resource.provisioned |= entry.creates() || entry.deletes();
        resource.written |= entry.creates() || entry.updates();
    }

    /** What is done, why, to what, in which order. */
    private String deed(Entry entry, String name) {
        JsonNode json = entry.json();
        JsonNode change = entry.change();
        List<String> said = new ArrayList<>(entry.actions());
        for (String field : List.of("mode", "provider_name", "action_reason", "previous_address", "deposed")) {
            said.add(field + Canonical.text(json.path(field)));
        }
        for (String field : List.of("importing", "generated_config")) {
            said.add(field + Canonical.text(change.path(field)));
        }
        SortedSet<String> paths = new TreeSet<>();
        change.path("replace_paths").forEach(path -> paths.add(Canonical.text(path)));
        said.addAll(paths);
        if (entry.deletes() || entry.actions().contains("forget")) {
            JsonNode before = change.path("before");
            said.add("gone " + Canonical.text(before.path("id").isTextual() ? before.path("id") : before));
        }
        return hash.of(name, said);
    }

    private void others(String label, JsonNode object, Set<String> known) {
        object.fields().forEachRemaining(field -> {
            if (!known.contains(field.getKey()) && !field.getValue().isNull()) {
                part(label + ": " + field.getKey(), hash.of(label + field.getKey(), field.getValue()));
            }
        });
    }

    void output(String name, Entry entry) {
        if (entry.idle()) {
            return;
        }
        JsonNode change = entry.change();
        List<String> said = new ArrayList<>(entry.actions());
        change.fields().forEachRemaining(field -> {
            if (!Set.of("actions", "before", "before_sensitive").contains(field.getKey())) {
                said.add(field.getKey() + Canonical.text(field.getValue()));
            }
        });
        said.subList(entry.actions().size(), said.size()).sort(null);
        part("output " + name, hash.of("output " + name, said));
        if (entry.anyUnknown()) {
            unknownOutputs.add(name);
        }
    }

    /** @param planned whether it is what will be, or what was found; of data sources the latter counts as well */
    void value(JsonNode resource, boolean planned) {
        Address address = Address.of(resource.path("address").asText(""));
        if (planned || address.data()) {
            String text = Canonical.text(resource.path("values"));
            values.computeIfAbsent(address, _ -> new ArrayList<>())
                    .add(hash.of(resource.path("address").asText(""), text));
            if (text.contains("..")) {
                climbing.add(address);
            }
        }
    }

    /** Any other field of the plan. */
    void other(String name, JsonNode value) {
        switch (name) {
            case "format_version" -> {
                if (!value.asText("").matches("1(\\..*)?")) {
                    unseen.add("version " + value.asText("") + " of terraform's plan format");
                }
            }
            case "terraform_version" -> part("terraform version", hash.of("terraform version", value));
            case "variables" ->
                value.fields().forEachRemaining(field -> {
                    String text = Canonical.text(field.getValue());
                    variables.put(field.getKey(), hash.of("variable " + field.getKey(), text));
                    if (text.contains("..")) {
                        climbingVariables.add(field.getKey());
                    }
                });
            case "configuration" -> configuration = value;
            case "errored" -> {
                if (value.asBoolean(false)) {
                    unseen.add("what was not planned because of an error");
                }
            }
            case "action_invocations" ->
                value.forEach(action -> unseen.add(
                        "the action " + action.path("address").asText("") + ", which runs during the apply"));
            case "deferred_changes" ->
                value.forEach(deferred -> unseen.add("what is put off until a later plan: "
                        + deferred.path("resource_change").path("address").asText("a resource")));
            default -> {
                if (!value.isNull() && !(value.isContainerNode() && value.isEmpty())) {
                    part("plan's " + name, hash.of(name, value));
                }
            }
        }
    }

    /** Two entries of the same name both count. */
    void part(String name, String digest) {
        parts.merge(name, digest, (one, two) -> hash.of(name, new TreeSet<>(List.of(one, two))));
    }
}
