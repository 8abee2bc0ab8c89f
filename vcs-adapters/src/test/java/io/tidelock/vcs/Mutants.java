package io.tidelock.vcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A payload with something else in one of its fields, or without that field. */
public final class Mutants {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> ODD =
            List.of("[]", "{}", "-1", "1e400", "\"\"", "\"a_word_of_tomorrow\"", "true", "99999999999999999999");

    /** Of the many addresses in a payload nobody reads others than these. */
    private static final Pattern FIELD =
            Pattern.compile("(?!_links$)(?!.*_url$)[a-z0-9_]+|html_url|clone_url|http_url|git_http_url");

    private Mutants() {}

    /** @param what path and value, for messages */
    public record Mutant(String what, JsonNode json) {}

    /** Every field gone, without a value, and with one odd value, another for each field. */
    public static List<Mutant> of(JsonNode whole) {
        List<String> paths = new ArrayList<>();
        collect(whole, "", paths);
        List<Mutant> mutants = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            String path = paths.get(i);
            for (String odd : List.of("null", ODD.get(i % ODD.size()))) {
                mutants.add(new Mutant(path + " = " + odd, with(whole, path, odd)));
            }
            mutants.add(new Mutant("no " + path, without(whole, path)));
        }
        return mutants;
    }

    private static JsonNode with(JsonNode whole, String path, String odd) {
        JsonNode changed = whole.deepCopy();
        try {
            parent(changed, path).set(name(path), JSON.readTree(odd));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return changed;
    }

    private static JsonNode without(JsonNode whole, String path) {
        JsonNode changed = whole.deepCopy();
        parent(changed, path).remove(name(path));
        return changed;
    }

    private static ObjectNode parent(JsonNode whole, String path) {
        return (ObjectNode) whole.at(path.substring(0, path.lastIndexOf('/')));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static void collect(JsonNode node, String path, List<String> paths) {
        if (node instanceof ArrayNode array && !array.isEmpty()) {
            collect(array.get(0), path + "/0", paths);
        }
        node.properties().forEach(field -> {
            if (FIELD.matcher(field.getKey()).matches()) {
                paths.add(path + "/" + field.getKey());
                collect(field.getValue(), path + "/" + field.getKey(), paths);
            }
        });
    }
}
