package io.tidelock.run.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tidelock.core.outcome.PlanFingerprint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class FingerprintPropertiesTest {
    /** Lists in which the order says nothing; in all others it may. */
    private static final Set<String> UNORDERED =
            Set.of("resource_changes", "resource_drift", "resources", "child_modules", "relevant_attributes", "checks");

    private static final JsonNode PLAN = SamplePlan.json();
    private static final PlanFingerprint ORIGINAL =
            SamplePlan.meaning(PLAN.toString()).fingerprint();

    @Property(tries = 200)
    void order_and_layout_are_no_meaning(@ForAll long seed) throws JsonProcessingException {
        Random random = new Random(seed);
        JsonNode shuffled = shuffled("", PLAN, random);
        String text = random.nextBoolean()
                ? SamplePlan.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(shuffled)
                : shuffled.toString();

        PlanFingerprint other = SamplePlan.meaning(text).fingerprint();

        assertThat(ORIGINAL.differences(other)).isEmpty();
        assertThat(ORIGINAL.equivalentTo(other)).isTrue();
    }

    @Property(tries = 300)
    void every_leaf_of_what_will_be_done_is_meaning(@ForAll long seed) {
        Random random = new Random(seed);
        JsonNode plan = PLAN.deepCopy();
        List<Leaf> leaves = leaves(plan);
        Leaf leaf = leaves.get(random.nextInt(leaves.size()));
        leaf.change(random);

        PlanFingerprint other = SamplePlan.meaning(plan.toString()).fingerprint();

        assertThat(ORIGINAL.equivalentTo(other)).as("%s", leaf).isFalse();
        assertThat(ORIGINAL.differences(other)).as("%s", leaf).isNotEmpty();
    }

    @Property(tries = 200)
    void what_was_there_before_is_no_meaning_where_it_stays(@ForAll long seed) {
        JsonNode plan = PLAN.deepCopy();
        Random random = new Random(seed);
        ObjectNode kept = find(plan, "terraform_data.kept");
        kept.withObject("/change/before").put("input", "x" + random.nextInt());
        kept.withObject("/change/after").put("input", "x" + random.nextInt());
        ((ObjectNode) plan).put("timestamp", "x" + random.nextLong());
        ((ObjectNode) plan).withArray("resource_drift").addObject().put("address", "x" + random.nextInt());

        assertThat(ORIGINAL.differences(SamplePlan.meaning(plan.toString()).fingerprint()))
                .isEmpty();
    }

    static ObjectNode find(JsonNode plan, String address) {
        for (JsonNode resource : plan.path("resource_changes")) {
            if (resource.path("address").asText().equals(address)) {
                return (ObjectNode) resource;
            }
        }
        throw new IllegalArgumentException(address);
    }

    private static JsonNode shuffled(String name, JsonNode node, Random random) {
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            Collections.shuffle(names, random);
            ObjectNode fresh = JsonNodeFactory.instance.objectNode();
            names.forEach(field -> fresh.set(field, shuffled(field, object.path(field), random)));
            return fresh;
        }
        if (node instanceof ArrayNode array) {
            List<JsonNode> elements = new ArrayList<>();
            array.forEach(element -> elements.add(shuffled("", element, random)));
            if (UNORDERED.contains(name)) {
                Collections.shuffle(elements, random);
            }
            return JsonNodeFactory.instance.arrayNode().addAll(elements);
        }
        return node;
    }

    // ---- leaves

    private record Leaf(JsonNode parent, String name, int index) {
        JsonNode value() {
            return parent instanceof ObjectNode object ? object.path(name) : parent.path(index);
        }

        void change(Random random) {
            JsonNode other = value().isBoolean()
                    ? BooleanNode.valueOf(!value().booleanValue())
                    : TextNode.valueOf("other-" + random.nextInt());
            if (parent instanceof ObjectNode object) {
                object.set(name, other);
            } else {
                ((ArrayNode) parent).set(index, other);
            }
        }
    }

    private static List<Leaf> leaves(JsonNode plan) {
        List<Leaf> leaves = new ArrayList<>();
        Set<String> told =
                new HashSet<>(Set.of("after", "after_unknown", "after_sensitive", "replace_paths", "importing"));
        for (JsonNode resource : plan.path("resource_changes")) {
            if (!new Entry(resource).idle() || resource.has("previous_address")) {
                for (String field : List.of("address", "provider_name", "action_reason", "previous_address")) {
                    if (resource.has(field)) {
                        leaves.add(new Leaf(resource, field, 0));
                    }
                }
                resource.path("change").fields().forEachRemaining(field -> {
                    if (told.contains(field.getKey())) {
                        collect(resource.path("change"), field.getKey(), 0, field.getValue(), leaves);
                    }
                });
            }
        }
        plan.path("output_changes").forEach(output -> {
            if (!new Entry(output).idle()) {
                collect(output, "after", 0, output.path("after"), leaves);
                collect(output, "after_sensitive", 0, output.path("after_sensitive"), leaves);
            }
        });
        leaves.add(new Leaf(plan, "terraform_version", 0));
        leaves.add(new Leaf(plan, "format_version", 0));
        leaves.add(new Leaf(plan.at("/variables/region"), "value", 0));
        leaves.add(new Leaf(plan.at("/variables/pw"), "value", 0));
        leaves.add(new Leaf(plan.at("/configuration/root_module/module_calls/m"), "source", 0));
        leaves.add(new Leaf(plan.at("/configuration/provider_config/terraform"), "name", 0));
        return leaves;
    }

    private static void collect(JsonNode parent, String name, int index, JsonNode node, List<Leaf> leaves) {
        if (node.isObject()) {
            node.fields().forEachRemaining(field -> collect(node, field.getKey(), 0, field.getValue(), leaves));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(node, "", i, node.path(i), leaves);
            }
        } else if (!node.isMissingNode()) {
            leaves.add(new Leaf(parent, name, index));
        }
    }
}
