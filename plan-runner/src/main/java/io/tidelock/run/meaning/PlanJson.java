package io.tidelock.run.meaning;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidelock.core.outcome.PlanSummary;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads what {@code terraform show -json} says of a plan, as a stream, once: counts the way terraform itself counts, and
 * tells whoever wants to know what else there is.
 */
final class PlanJson {
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNumberLength(1 << 20)
                            .maxNestingDepth(5_000)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Facts facts;
    private int add;
    private int change;
    private int destroy;
    private int replace;
    private int imported;
    private int moved;
    private int forgotten;
    private int outputs;
    private int drift;
    private boolean isPlan;

    private PlanJson(Facts facts) {
        this.facts = facts;
    }

    /** Throws {@link JsonParseException} or another of Jackson's when the stream is not a plan's JSON. */
    static PlanSummary read(InputStream json, Facts facts) throws IOException {
        PlanJson counted = new PlanJson(facts);
        try (JsonParser parser = JSON.createParser(json)) {
            counted.read(parser);
            if (!counted.isPlan) {
                throw new JsonParseException(parser, "a plan's JSON has 'format_version'; this has not");
            }
        }
        return new PlanSummary(
                counted.add,
                counted.change,
                counted.destroy,
                counted.replace,
                counted.imported,
                counted.moved,
                counted.forgotten,
                counted.outputs,
                counted.drift);
    }

    private void read(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new JsonParseException(parser, "a plan's JSON is an object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            isPlan |= name.equals("format_version");
            if (name.equals("resource_changes") && value == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    Entry resource = new Entry(tree(parser));
                    count(resource);
                    facts.resource(resource);
                }
            } else if (name.equals("resource_drift") && value == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    drift += new Entry(tree(parser)).idle() ? 0 : 1;
                }
            } else if (name.equals("output_changes") && value == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String output = parser.currentName();
                    parser.nextToken();
                    Entry entry = new Entry(tree(parser));
                    outputs += entry.idle() ? 0 : 1;
                    facts.output(output, entry);
                }
            } else if (name.equals("planned_values") || name.equals("prior_state")) {
                values(parser, name.equals("planned_values"));
            } else if (Facts.HARMLESS.contains(name)) {
                parser.skipChildren();
            } else {
                facts.other(name, tree(parser));
            }
        }
    }

    private static JsonNode tree(JsonParser parser) throws IOException {
        return JSON.readTree(parser);
    }

    /** The values of resources, in modules within modules. Everything else is passed over. */
    private void values(JsonParser parser, boolean planned) throws IOException {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                values(parser, planned);
            }
            return;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "values", "root_module", "child_modules" -> values(parser, planned);
                case "resources" -> {
                    while (value == JsonToken.START_ARRAY && parser.nextToken() != JsonToken.END_ARRAY) {
                        facts.value(tree(parser), planned);
                    }
                    if (value != JsonToken.START_ARRAY) {
                        parser.skipChildren();
                    }
                }
                default -> parser.skipChildren();
            }
        }
    }

    private void count(Entry resource) {
        boolean creates = resource.creates();
        boolean deletes = resource.deletes() && resource.managed();
        add += creates ? 1 : 0;
        destroy += deletes ? 1 : 0;
        replace += creates && deletes ? 1 : 0;
        change += resource.updates() ? 1 : 0;
        forgotten += resource.actions().contains("forget") ? 1 : 0;
        imported += resource.importing() ? 1 : 0;
        moved += resource.moved() ? 1 : 0;
    }
}
