package io.tidelock.vcs.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * Reads JSON of which only a few fields are asked for. The others must be JSON all the same, but nothing is made of them: in a
 * webhook they are nine tenths.
 */
public final class Sieve {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Set<String> kept;
    private final Map<String, String> keptWithin;

    /**
     * @param kept names of fields that are kept wherever they are
     * @param keptWithin names of fields that are kept in one object only, with the name of the field that holds it
     */
    public Sieve(Set<String> kept, Map<String, String> keptWithin) {
        this.kept = Set.copyOf(kept);
        this.keptWithin = Map.copyOf(keptWithin);
    }

    /** As {@link Tree#parse}, without the fields that are not kept. */
    public Tree parse(byte[] json) {
        return Tree.parsed(() -> {
            try (JsonParser parser = Tree.MAPPER.createParser(json)) {
                if (parser.nextToken() == null) {
                    return MissingNode.getInstance();
                }
                JsonNode root = node(parser, "");
                if (parser.nextToken() != null) {
                    throw trailing(parser);
                }
                return root;
            }
        });
    }

    private JsonNode node(JsonParser parser, String name) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, name);
            case START_ARRAY -> array(parser, name);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("no value begins with " + parser.currentToken());
        };
    }

    private JsonNode object(JsonParser parser, String within) throws IOException {
        ObjectNode object = NODES.objectNode();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            if (kept.contains(name) || within.equals(keptWithin.get(name))) {
                object.set(name, node(parser, name));
            } else {
                parser.skipChildren();
            }
        }
        return object;
    }

    private JsonNode array(JsonParser parser, String within) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(node(parser, within));
        }
        return array;
    }

    private static JsonNode integer(JsonParser parser) throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    private static JsonProcessingException trailing(JsonParser parser) {
        return new JsonParseException(parser, "something follows the JSON");
    }
}
