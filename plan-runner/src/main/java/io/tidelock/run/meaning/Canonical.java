package io.tidelock.run.meaning;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** JSON in one form only: fields sorted, strings with their length, numbers by their value. */
final class Canonical {
    private Canonical() {}

    static String text(JsonNode value) {
        StringBuilder out = new StringBuilder();
        write(out, value);
        return out.toString();
    }

    static void append(StringBuilder out, String text) {
        out.append(text.length()).append(':').append(text);
    }

    private static void write(StringBuilder out, JsonNode value) {
        switch (value.getNodeType()) {
            case OBJECT -> {
                List<String> names = new ArrayList<>(value.size());
                value.fieldNames().forEachRemaining(names::add);
                Collections.sort(names);
                out.append('{');
                for (String name : names) {
                    append(out, name);
                    write(out, value.path(name));
                }
                out.append('}');
            }
            case ARRAY -> {
                out.append('[');
                value.forEach(element -> write(out, element));
                out.append(']');
            }
            case STRING -> append(out.append('s'), value.textValue());
            case NUMBER ->
                append(
                        out.append('n'),
                        value.decimalValue().stripTrailingZeros().toString());
            case BOOLEAN -> out.append(value.booleanValue() ? 't' : 'f');
            case NULL -> out.append('0');
            case MISSING -> out.append('m');
            case BINARY, POJO -> throw new IllegalArgumentException("not from JSON text: " + value.getNodeType());
        }
    }
}
