package io.tidelock.config.select;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The workspace that terraform files name in {@code terraform { cloud { workspaces { name = "…" } } }}. */
final class CloudWorkspace {
    private static final int LARGEST = 1024 * 1024;
    private static final List<String> PATH = List.of("terraform", "cloud", "workspaces");
    private static final ObjectMapper JSON = new ObjectMapper();

    private CloudWorkspace() {}

    /** The name in the first file that has one; empty when none has, or a file has more than one place for it. */
    static Optional<String> in(Tree tree, String dir) {
        return tree.filesIn(dir).stream()
                .filter(file -> file.endsWith(".tf") || file.endsWith(".tf.json"))
                .map(file -> tree.source()
                        .read(file, LARGEST)
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                        .flatMap(text -> file.endsWith(".json") ? inJson(text) : inHcl(text)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    static Optional<String> inHcl(String text) {
        Optional<Hcl.Block> block = text.contains("workspaces") ? Hcl.read(text) : Optional.empty();
        for (String type : PATH) {
            block = block.map(outer -> outer.blocks(type))
                    .filter(blocks -> blocks.size() == 1)
                    .map(List::getFirst);
        }
        return block.flatMap(
                workspaces -> Optional.ofNullable(workspaces.strings().get("name")));
    }

    static Optional<String> inJson(String text) {
        if (!text.contains("workspaces")) {
            return Optional.empty();
        }
        try {
            JsonNode node = JSON.readTree(text);
            for (String type : PATH) {
                node = node.path(type);
                node = node.isArray() && node.size() == 1 ? node.path(0) : node;
            }
            JsonNode name = node.path("name");
            return name.isTextual() && !name.textValue().contains("${")
                    ? Optional.of(name.textValue())
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty(); // terraform will say what is wrong with it
        }
    }
}
