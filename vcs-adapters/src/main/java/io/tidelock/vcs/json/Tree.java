package io.tidelock.vcs.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * JSON that somebody else wrote. What is asked for must be of its type, or {@link Malformed} says where it is not; what is not
 * asked for may be anything. A null is the same as a missing field.
 *
 * @param place names of the fields that lead here, for messages
 */
public record Tree(JsonNode node, String place) {
    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100)
                            .maxNumberLength(100)
                            .maxStringLength(32 * 1024 * 1024)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** What reads JSON. */
    interface Source {
        JsonNode read() throws IOException;
    }

    /** Throws {@link Malformed} when it is not JSON, or nested deeper than 100. */
    public static Tree parse(byte[] json) {
        return parsed(() -> MAPPER.readTree(json));
    }

    static Tree parsed(Source source) {
        try {
            return new Tree(source.read(), "");
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new Malformed(
                    "not JSON" + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()));
        } catch (IOException e) {
            throw new Malformed("not JSON in UTF-8");
        }
    }

    public static byte[] bytes(java.util.Map<String, String> fields) {
        try {
            return MAPPER.writeValueAsBytes(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts cannot be written as JSON", e);
        }
    }

    /** What is in a field, which may be nothing. */
    public Tree at(String field) {
        JsonNode below = node.get(field);
        return new Tree(
                below == null ? MissingNode.getInstance() : below, place.isEmpty() ? field : place + "." + field);
    }

    public boolean isPresent() {
        return !node.isMissingNode() && !node.isNull();
    }

    /** This must be an object. */
    public Tree object() {
        if (!node.isObject()) {
            throw expected("an object");
        }
        return this;
    }

    public List<Tree> elements() {
        if (!node.isArray()) {
            throw expected("a list");
        }
        List<Tree> elements = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            elements.add(new Tree(node.get(i), place + "[" + i + "]"));
        }
        return elements;
    }

    /** What is in a list, but for what is null; nothing when there is no list. */
    public List<Tree> present() {
        return isPresent() ? elements().stream().filter(Tree::isPresent).toList() : List.of();
    }

    public String text() {
        if (!node.isTextual()) {
            throw expected("a text");
        }
        return node.textValue();
    }

    public Optional<String> optionalText() {
        return isPresent() ? Optional.of(text()) : Optional.empty();
    }

    public boolean truth() {
        if (!node.isBoolean()) {
            throw expected("true or false");
        }
        return node.booleanValue();
    }

    /** False also when it is missing or something else: for flags that older hosts do not know. */
    public boolean isTrue() {
        return node.isBoolean() && node.booleanValue();
    }

    /** A whole number above zero. */
    public long id() {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() <= 0) {
            throw expected("a number above 0");
        }
        return node.longValue();
    }

    public Instant instant() {
        try {
            return Instant.parse(text());
        } catch (DateTimeParseException e) {
            throw expected("a time such as 2024-05-01T09:30:00Z");
        }
    }

    public Malformed expected(String what) {
        return new Malformed((place.isEmpty() ? "the body" : place) + " is not " + what);
    }
}
