package io.tidelock.config.yaml;

import io.tidelock.core.outcome.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** A key and what was written as its value. A key without a value is as good as no key. */
public final class Field {
    private static final int LONGEST_LINE = 300;

    private final String name;
    private final Optional<Node.Entry> entry;
    private final Problems problems;

    Field(String name, Optional<Node.Entry> entry, Problems problems) {
        this.name = name;
        this.entry = entry.filter(given -> !isNothing(given.value()));
        this.problems = problems;
    }

    private static boolean isNothing(Node node) {
        return node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NOTHING;
    }

    public String name() {
        return name;
    }

    public boolean present() {
        return entry.isPresent();
    }

    public boolean isList() {
        return entry.stream().anyMatch(given -> given.value() instanceof Node.Sequence);
    }

    /** Numbers and truth values are taken as they were typed, so that {@code workspace: 1} needs no quotes. */
    public Optional<String> string() {
        return scalar("text").map(Node.Scalar::text);
    }

    public Optional<String> oneOf(String... allowed) {
        Optional<String> text = string();
        if (text.isPresent() && !List.of(allowed).contains(text.get())) {
            wrong(Quote.of(text.get()), "one of " + String.join(", ", allowed));
            return Optional.empty();
        }
        return text;
    }

    /** As YAML 1.1 had it, since that is what people's files hold: also yes, no, on, off. */
    public Optional<Boolean> bool() {
        return scalar("true or false").flatMap(scalar -> {
            Optional<Boolean> value = scalar.plain()
                    ? switch (scalar.text().toLowerCase(Locale.ROOT)) {
                        case "true", "yes", "on", "y" -> Optional.of(true);
                        case "false", "no", "off", "n" -> Optional.of(false);
                        default -> Optional.empty();
                    }
                    : Optional.empty();
            if (value.isEmpty()) {
                wrong(met(scalar), "true or false");
            }
            return value;
        });
    }

    public OptionalInt integer() {
        Optional<Node.Scalar> scalar = scalar("a whole number");
        if (scalar.isEmpty()) {
            return OptionalInt.empty();
        }
        if (scalar.get().plain() && scalar.get().text().matches("[-+]?[0-9]{1,9}([.]0*)?")) {
            return OptionalInt.of(Integer.parseInt(scalar.get().text().replaceFirst("[.].*", "")));
        }
        wrong(met(scalar.get()), "a whole number");
        return OptionalInt.empty();
    }

    public Optional<List<String>> strings() {
        return items("a list of texts").map(items -> {
            List<String> texts = new ArrayList<>();
            for (Node item : items) {
                if (item instanceof Node.Scalar scalar && scalar.kind() != Node.Kind.NOTHING) {
                    texts.add(scalar.text());
                } else {
                    problems.add(item.spot(), met(item) + " in '" + name + "'", "a text", "");
                }
            }
            return List.copyOf(texts);
        });
    }

    public boolean isSection() {
        return entry.stream().anyMatch(given -> given.value() instanceof Node.Mapping);
    }

    /** The items of a list, each as a field of this name. */
    public List<Field> elements() {
        List<Field> elements = new ArrayList<>();
        for (Node item : items("a list").orElse(List.of())) {
            if (isNothing(item)) {
                problems.add(item.spot(), "nothing in '" + name + "'", "a value", "Remove the '-', or complete it.");
            } else {
                elements.add(new Field(name, Optional.of(new Node.Entry(item, item.spot())), problems));
            }
        }
        return List.copyOf(elements);
    }

    public Optional<Section> section() {
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        if (entry.get().value() instanceof Node.Mapping mapping) {
            return Optional.of(new Section(mapping, "'" + name + "'", problems));
        }
        wrong(met(entry.get().value()), "keys with values");
        return Optional.empty();
    }

    public List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        for (Node item : items("a list").orElse(List.of())) {
            if (item instanceof Node.Mapping mapping) {
                sections.add(new Section(mapping, "an entry of '" + name + "'", problems));
            } else {
                problems.add(item.spot(), met(item) + " in '" + name + "'", "keys with values", "");
            }
        }
        return List.copyOf(sections);
    }

    /** A Problem of the file: the value is not what it should be. */
    public void wrong(String met, String expected) {
        wrong(met, expected, "");
    }

    public void wrong(String met, String expected, String next) {
        problems.add(remark("'" + name + "' is " + met, expected, next));
    }

    /** A Problem at this place that is not counted against the file. */
    public Problem remark(String met, String expected, String next) {
        Node.Spot spot = entry.map(given ->
                        given.value() instanceof Node.Scalar ? given.value().spot() : given.spot())
                .orElse(new Node.Spot(0, 0));
        return problems.problem(spot, met, expected, next);
    }

    /** What was written, in short, for a message. */
    public String met() {
        return entry.map(given -> met(given.value())).orElse("nothing");
    }

    /** All of what was written, in one line. */
    public String written() {
        StringBuilder line = new StringBuilder();
        entry.ifPresent(given -> write(given.value(), line));
        return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line.toString();
    }

    private static void write(Node node, StringBuilder line) {
        if (line.length() > LONGEST_LINE) {
            return;
        }
        switch (node) {
            case Node.Scalar scalar -> line.append(scalar.text().replaceAll("\\p{Cntrl}", " "));
            case Node.Sequence sequence -> {
                String between = "[";
                for (Node item : sequence.items()) {
                    line.append(between);
                    write(item, line);
                    between = ", ";
                }
                line.append(sequence.items().isEmpty() ? "[]" : "]");
            }
            case Node.Mapping mapping -> {
                String between = "{";
                for (var key : mapping.entries().entrySet()) {
                    line.append(between).append(key.getKey()).append(": ");
                    write(key.getValue().value(), line);
                    between = ", ";
                }
                line.append(mapping.entries().isEmpty() ? "{}" : "}");
            }
        }
    }

    private Optional<Node.Scalar> scalar(String expected) {
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        if (entry.get().value() instanceof Node.Scalar scalar) {
            return Optional.of(scalar);
        }
        wrong(met(entry.get().value()), expected);
        return Optional.empty();
    }

    private Optional<List<Node>> items(String expected) {
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        Node value = entry.get().value();
        if (value instanceof Node.Sequence sequence) {
            return Optional.of(sequence.items());
        }
        String next = value instanceof Node.Scalar scalar && scalar.text().length() <= 60
                ? "Write '" + name + ": [" + Quote.of(scalar.text()).replace("'", "\"") + "]'."
                : "";
        wrong(met(value), expected, next);
        return Optional.empty();
    }

    private static String met(Node node) {
        return switch (node) {
            case Node.Scalar scalar when scalar.kind() == Node.Kind.NOTHING -> "nothing";
            case Node.Scalar scalar ->
                scalar.plain() && scalar.kind() == Node.Kind.TEXT
                        ? Quote.of(scalar.text())
                        : scalar.plain() ? scalar.text() : "the text " + Quote.of(scalar.text());
            case Node.Sequence sequence -> "a list";
            case Node.Mapping mapping -> "keys with values (" + String.join(", ", first(mapping)) + ")";
        };
    }

    private static List<String> first(Node.Mapping mapping) {
        return mapping.entries().keySet().stream().limit(3).map(Quote::of).toList();
    }

    @Override
    public String toString() {
        return name + ": " + Arrays.toString(new String[] {met()});
    }
}
