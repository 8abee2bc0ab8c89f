package io.tidelock.sandbox.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON in few words. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** An object of names and values in turn. Instants become ISO 8601 in whole seconds, null becomes null. */
    public static ObjectNode object(@Nullable Object... namesAndValues) {
        return add(JsonNodeFactory.instance.objectNode(), namesAndValues);
    }

    /** Adds names and values to an object. */
    public static ObjectNode add(ObjectNode object, @Nullable Object... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.set(String.valueOf(namesAndValues[i]), node(namesAndValues[i + 1]));
        }
        return object;
    }

    /** An array of the things. */
    public static ArrayNode array(Iterable<?> things) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        things.forEach(thing -> array.add(node(thing)));
        return array;
    }

    /** Text to a tree; an empty text is an empty object. */
    public static JsonNode read(byte[] text) throws IOException {
        return text.length == 0 ? object() : MAPPER.readTree(text);
    }

    public static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** With line breaks, for people. */
    public static String pretty(JsonNode node) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a field, or null when it is missing or not a text. */
    public static @Nullable String text(JsonNode object, String field) {
        JsonNode value = object.get(field);
        return value == null || value.isNull() || value.isContainerNode() ? null : value.asText();
    }

    /** The text of a field, or the other when it is missing. */
    public static String text(JsonNode object, String field, String otherwise) {
        String value = text(object, field);
        return value == null ? otherwise : value;
    }

    private static JsonNode node(@Nullable Object value) {
        return switch (value) {
            case null -> JsonNodeFactory.instance.nullNode();
            case JsonNode node -> node;
            case String text -> JsonNodeFactory.instance.textNode(text);
            case Integer number -> JsonNodeFactory.instance.numberNode(number);
            case Long number -> JsonNodeFactory.instance.numberNode(number);
            case Double number -> JsonNodeFactory.instance.numberNode(number);
            case Boolean flag -> JsonNodeFactory.instance.booleanNode(flag);
            case Instant instant -> JsonNodeFactory.instance.textNode(instant.toString());
            case Iterable<?> things -> array(things);
            case Map<?, ?> map -> {
                ObjectNode object = object();
                map.forEach((name, inner) -> object.set(String.valueOf(name), node(inner)));
                yield object;
            }
            default -> JsonNodeFactory.instance.textNode(value.toString());
        };
    }
}
