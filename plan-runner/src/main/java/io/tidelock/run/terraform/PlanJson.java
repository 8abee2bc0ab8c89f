package io.tidelock.run.terraform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.tidelock.core.outcome.PlanSummary;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Counts what {@code terraform show -json} says of a plan, the way terraform itself counts. Reads it as a stream. */
public final class PlanJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(1 << 20)
                    .maxNestingDepth(5_000)
                    .build())
            .build();

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

    private PlanJson() {}

    /** Throws {@link JsonParseException} or another of Jackson's when the stream is not a plan's JSON. */
    public static PlanSummary summary(InputStream json) throws IOException {
        PlanJson counted = new PlanJson();
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
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    count(Resource.read(parser));
                }
            } else if (name.equals("resource_drift") && value == JsonToken.START_ARRAY) {
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    drift += Resource.read(parser).idle() ? 0 : 1;
                }
            } else if (name.equals("output_changes") && value == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    parser.nextToken();
                    Resource output = new Resource();
                    output.readChange(parser);
                    outputs += output.idle() ? 0 : 1;
                }
            } else {
                parser.skipChildren();
            }
        }
    }

    private void count(Resource resource) {
        boolean creates = resource.actions.contains("create");
        boolean deletes = resource.actions.contains("delete") && resource.managed;
        add += creates ? 1 : 0;
        destroy += deletes ? 1 : 0;
        replace += creates && deletes ? 1 : 0;
        change += resource.actions.contains("update") ? 1 : 0;
        forgotten += resource.actions.contains("forget") ? 1 : 0;
        imported += resource.importing ? 1 : 0;
        moved += resource.moved ? 1 : 0;
    }

    /** What matters of one entry. */
    private static final class Resource {
        private final List<String> actions = new ArrayList<>();
        private boolean managed = true;
        private boolean importing;
        private boolean moved;

        boolean idle() {
            return actions.isEmpty() || actions.equals(List.of("no-op"));
        }

        static Resource read(JsonParser parser) throws IOException {
            Resource resource = new Resource();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "mode" -> resource.managed = "managed".equals(parser.getValueAsString());
                    case "previous_address" -> resource.moved = value == JsonToken.VALUE_STRING;
                    case "change" -> resource.readChange(parser);
                    default -> parser.skipChildren();
                }
            }
            return resource;
        }

        void readChange(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("actions") && value == JsonToken.START_ARRAY) {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        actions.add(parser.getValueAsString(""));
                    }
                } else {
                    importing |= name.equals("importing") && value == JsonToken.START_OBJECT;
                    parser.skipChildren();
                }
            }
        }
    }
}
