package io.tidelock.sandbox.gitlab.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidelock.sandbox.http.Ask;
import io.tidelock.sandbox.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was asked with: GitLab takes parameters from the address, from JSON and from forms, all the same. */
final class Parameters {
    private final Ask ask;
    private final JsonNode body;

    private Parameters(Ask ask, JsonNode body) {
        this.ask = ask;
        this.body = body;
    }

    /** 400 when the body claims to be JSON and is none. */
    static Parameters of(Ask ask) {
        String type = ask.header("Content-Type");
        if (type != null && type.contains("json") && ask.body().length > 0) {
            try {
                return new Parameters(ask, Json.read(ask.body()));
            } catch (IOException e) {
                throw GitLabError.of(400, "message", "400 Bad request - The request body could not be parsed as JSON");
            }
        }
        boolean form = type != null && type.contains("form-urlencoded");
        return new Parameters(ask, form ? Json.object(pairs(ask)) : Json.object());
    }

    private static @Nullable Object[] pairs(Ask ask) {
        List<@Nullable Object> pairs = new ArrayList<>();
        ask.form().forEach((name, value) -> {
            pairs.add(name);
            pairs.add(value);
        });
        return pairs.toArray();
    }

    JsonNode body() {
        return body;
    }

    @Nullable
    String text(String name) {
        String inBody = Json.text(body, name);
        return inBody != null ? inBody : ask.query(name);
    }

    /** A text that must be there; 400 when it is not. */
    String required(String name) {
        String text = text(name);
        if (text == null) {
            throw GitLabError.invalid(name + " is missing");
        }
        return text;
    }

    /** 400 when it is not a number. */
    @Nullable
    Long number(String name) {
        String text = text(name);
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (!text.matches("-?[0-9]{1,18}")) {
            throw GitLabError.invalid(name + " is invalid");
        }
        return Long.valueOf(text);
    }

    boolean flag(String name, boolean otherwise) {
        String text = text(name);
        return text == null || text.isEmpty() ? otherwise : text.equals("true") || text.equals("1");
    }

    boolean has(String name) {
        return body.has(name) || ask.query(name) != null;
    }

    /** A list in JSON, or a text with commas. */
    List<String> list(String name) {
        JsonNode inBody = body.get(name);
        if (inBody != null && inBody.isArray()) {
            List<String> texts = new ArrayList<>();
            inBody.forEach(item -> texts.add(item.asText()));
            return texts;
        }
        String text = text(name);
        return text == null || text.isEmpty() ? List.of() : List.of(text.split(" *, *"));
    }
}
