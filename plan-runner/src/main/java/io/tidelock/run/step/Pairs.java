package io.tidelock.run.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code NAME=value,NAME2="a value, quoted",…} or a JSON object, as a {@code multienv} step prints it. */
final class Pairs {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Nothing may stand behind the object. */
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final String text;
    private final Map<String, String> pairs = new LinkedHashMap<>();
    private int at;

    private Pairs(String text) {
        this.text = text;
    }

    /** In the order they were written; empty when they cannot be read. */
    static Optional<Map<String, String>> read(String text) {
        if (text.startsWith("{")) {
            return object(text);
        }
        Pairs reader = new Pairs(text);
        return text.isEmpty() || reader.all() ? Optional.of(reader.pairs) : Optional.empty();
    }

    private static Optional<Map<String, String>> object(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        try {
            JsonNode object = JSON.readTree(text);
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                boolean fine =
                        field.getValue().isValueNode() && !field.getValue().isNull();
                if (!fine || !NAME.matcher(field.getKey()).matches()) {
                    return Optional.empty();
                }
                pairs.put(field.getKey(), field.getValue().asText());
            }
        } catch (JsonProcessingException noJson) {
            return Optional.empty();
        }
        return Optional.of(pairs);
    }

    private boolean all() {
        while (true) {
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                return false;
            }
            String name = text.substring(at, equals).strip();
            at = equals + 1;
            Optional<String> value = value();
            if (!NAME.matcher(name).matches() || value.isEmpty()) {
                return false;
            }
            pairs.put(name, value.get());
            if (at == text.length()) {
                return true;
            }
            at++; // the comma
        }
    }

    /** Up to the next comma, which is left. */
    private Optional<String> value() {
        char quote = at < text.length() ? text.charAt(at) : ' ';
        if (quote != '"' && quote != '\'') {
            int comma = text.indexOf(',', at);
            int end = comma < 0 ? text.length() : comma;
            String value = text.substring(at, end);
            at = end;
            return Optional.of(value);
        }
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean escaped = c == '\\' && at + 1 < text.length() && "\\\"'".indexOf(text.charAt(at + 1)) >= 0;
            if (escaped) {
                value.append(text.charAt(++at));
            } else if (c == quote) {
                at++;
                boolean ends = at == text.length() || text.charAt(at) == ',';
                return ends ? Optional.of(value.toString()) : Optional.empty();
            } else {
                value.append(c);
            }
        }
        return Optional.empty();
    }
}
