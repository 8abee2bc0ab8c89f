package io.tidelock.config.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Builds nodes from the library's events. The library's own composer recurses as deep as the file says, does not return from a
 * mapping that merges itself, and lets aliases multiply; here depth and size are bounded while reading, and an alias can only
 * mean what is complete before it.
 */
final class Composer {
    private static final int DEEPEST = 50;
    private static final int MOST_VALUES = 100_000;
    private static final String STANDARD_TAGS = "tag:yaml.org,2002:";

    /** The file breaks a bound or a rule; nothing more is read of it. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Node.Spot spot;
        private final String expected;
        private final String next;

        Refused(Node.Spot spot, String met, String expected, String next) {
            super(met, null, false, false);
            this.spot = spot;
            this.expected = expected;
            this.next = next;
        }

        Node.Spot spot() {
            return spot;
        }

        String met() {
            return String.valueOf(getMessage());
        }

        String expected() {
            return expected;
        }

        String next() {
            return next;
        }
    }

    private final Problems problems;
    private final CoreSchema schema = new CoreSchema();
    private final Map<String, Node> anchors = new HashMap<>();

    Composer(Problems problems) {
        this.problems = problems;
    }

    Optional<Node> compose(String text, String file) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setSchema(schema)
                .setCodePointLimit(YamlFile.LARGEST)
                .build();
        Iterator<Event> events = new Parse(settings).parseString(text).iterator();
        Optional<Node> root = Optional.empty();
        while (events.hasNext()) {
            Event event = events.next();
            if (event.getEventId() == Event.ID.DocumentStart && root.isPresent()) {
                nothingMore(event, events.next());
            } else if (event instanceof NodeEvent) {
                root = Optional.of(node(event, events, 0));
            }
        }
        return root;
    }

    /** A line '---' may stand at the end, with nothing after it. */
    private static void nothingMore(Event start, Event next) {
        if (!(next instanceof ScalarEvent scalar)
                || !scalar.isPlain()
                || !scalar.getValue().isEmpty()) {
            throw new Refused(
                    spot(start),
                    "a second document begins here",
                    "one document",
                    "Remove the line '---' and what follows.");
        }
    }

    private Node node(Event event, Iterator<Event> events, int depth) {
        if (depth > DEEPEST) {
            throw new Refused(spot(event), "values nested deeper than " + DEEPEST, "a flatter file", "");
        }
        if (event instanceof AliasEvent alias) {
            return aliased(alias);
        }
        Node node = switch (event) {
            case ScalarEvent scalar -> scalar(scalar);
            case SequenceStartEvent start -> sequence(start, events, depth);
            case MappingStartEvent start -> mapping(start, events, depth);
            default -> throw new IllegalStateException("no value begins with " + event);
        };
        ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), node));
        return node;
    }

    private Node aliased(AliasEvent alias) {
        String name = alias.getAlias().getValue();
        Node node = anchors.get(name);
        if (node == null) {
            throw new Refused(
                    spot(alias),
                    "the alias '*" + name + "'",
                    "an anchor '&" + name + "' that is complete before it",
                    "");
        }
        return node;
    }

    private Node scalar(ScalarEvent event) {
        Optional<String> tag = event.getTag().filter(given -> !given.equals("!"));
        tag.filter(given -> !given.startsWith(STANDARD_TAGS)).ifPresent(given -> {
            throw new Refused(spot(event), "the tag " + Quote.of(given), "a plain value", "Remove the tag.");
        });
        String resolved = tag.orElseGet(() -> event.getTag().isEmpty() && event.isPlain()
                ? schema.getScalarResolver().resolve(event.getValue(), true).getValue()
                : Tag.STR.getValue());
        Node.Kind kind = switch (resolved.substring(STANDARD_TAGS.length())) {
            case "int", "float" -> Node.Kind.NUMBER;
            case "bool" -> Node.Kind.TRUTH;
            case "null" -> Node.Kind.NOTHING;
            default -> Node.Kind.TEXT;
        };
        return new Node.Scalar(event.getValue(), kind, event.isPlain() && tag.isEmpty(), spot(event));
    }

    private Node sequence(SequenceStartEvent start, Iterator<Event> events, int depth) {
        List<Node> items = new ArrayList<>();
        int size = 1;
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            Node item = node(event, events, depth + 1);
            items.add(item);
            size = grown(size, item, event);
        }
        return new Node.Sequence(List.copyOf(items), size, spot(start));
    }

    private Node mapping(MappingStartEvent start, Iterator<Event> events, int depth) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        List<Node.Mapping> merged = new ArrayList<>();
        int size = 1;
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            if (!(node(event, events, depth + 1) instanceof Node.Scalar key)) {
                throw new Refused(spot(event), "a key that is a list or a mapping", "a word as key", "");
            }
            Event valueEvent = events.next();
            Node value = node(valueEvent, events, depth + 1);
            size = grown(size, value, valueEvent);
            if (key.plain() && key.text().equals("<<")) {
                merge(value, merged);
                continue;
            }
            Node.Entry earlier = entries.putIfAbsent(key.text(), new Node.Entry(value, key.spot()));
            if (earlier != null) {
                problems.add(
                        key.spot(),
                        "the key " + Quote.of(key.text()) + " a second time",
                        "each key once",
                        "The first is in line " + earlier.spot().line() + ".");
            }
        }
        for (Node.Mapping from : merged) {
            from.entries().forEach(entries::putIfAbsent);
        }
        return new Node.Mapping(entries, size, spot(start));
    }

    private void merge(Node value, List<Node.Mapping> merged) {
        switch (value) {
            case Node.Mapping mapping -> merged.add(mapping);
            case Node.Sequence list ->
                list.items().forEach(item -> {
                    if (item instanceof Node.Mapping mapping) {
                        merged.add(mapping);
                    } else {
                        badMerge(item.spot());
                    }
                });
            case Node.Scalar scalar -> badMerge(scalar.spot());
        }
    }

    private void badMerge(Node.Spot spot) {
        problems.add(spot, "'<<' with a value that has no keys", "an alias of a mapping, like '<<: *defaults'", "");
    }

    private static int grown(int size, Node item, Event event) {
        int grown = size + item.size();
        if (grown > MOST_VALUES) {
            throw new Refused(
                    spot(event), "more than " + MOST_VALUES + " values, aliases counted", "a smaller file", "");
        }
        return grown;
    }

    private static Node.Spot spot(Event event) {
        return event.getStartMark().map(YamlFile::spot).orElse(new Node.Spot(0, 0));
    }
}
