package io.tidelock.config.select;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidelock.config.RepoPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which directories use which local modules, directly or by way of other modules. A file that cannot be read as HCL uses none:
 * terraform will say what is wrong with it.
 */
final class Modules {
    private static final int LARGEST = 1024 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Tree tree;
    private final Map<String, Set<String>> calls = new HashMap<>();
    private final Map<String, Set<String>> users = new HashMap<>();

    private Modules(Tree tree) {
        this.tree = tree;
    }

    /** Nobody uses anything. */
    static Modules none(Tree tree) {
        return new Modules(tree);
    }

    /** What the given directories use. */
    static Modules usedBy(Collection<String> dirs, Tree tree) {
        Modules modules = new Modules(tree);
        dirs.forEach(modules::follow);
        return modules;
    }

    /** The directories that depend on this module, in order. */
    Set<String> usersOf(String module) {
        return new TreeSet<>(users.getOrDefault(module, Set.of()));
    }

    private void follow(String dir) {
        Set<String> seen = new HashSet<>();
        Deque<String> left = new ArrayDeque<>();
        left.add(dir);
        while (!left.isEmpty()) {
            for (String module : calls.computeIfAbsent(left.remove(), this::callsIn)) {
                if (seen.add(module)) {
                    users.computeIfAbsent(module, unused -> new HashSet<>()).add(dir);
                    left.add(module);
                }
            }
        }
    }

    private Set<String> callsIn(String dir) {
        Set<String> found = new HashSet<>();
        if (tree.linkTo(dir).isPresent()) {
            return found;
        }
        for (String file : tree.filesIn(dir)) {
            boolean json = file.endsWith(".tf.json") || file.endsWith(".tofu.json");
            if (json || file.endsWith(".tf") || file.endsWith(".tofu")) {
                tree.source()
                        .read(file, LARGEST)
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                        .filter(text -> text.contains("module"))
                        .map(text -> json ? inJson(text) : inHcl(text))
                        .ifPresent(sources -> sources.stream()
                                .filter(source -> source.startsWith("./") || source.startsWith("../"))
                                .forEach(source -> RepoPath.clean(RepoPath.join(dir, source))
                                        .ifPresent(found::add)));
            }
        }
        return found;
    }

    private static Set<String> inHcl(String text) {
        Set<String> sources = new HashSet<>();
        Hcl.read(text)
                .ifPresent(file -> file.blocks("module").forEach(module -> {
                    String source = module.strings().get("source");
                    if (source != null) {
                        sources.add(source);
                    }
                }));
        return sources;
    }

    /** {@code {"module": {"name": {"source": …}}}}, where each level may also be a list of such. */
    private static Set<String> inJson(String text) {
        Set<String> sources = new HashSet<>();
        try {
            for (JsonNode modules : each(JSON.readTree(text).path("module"))) {
                for (JsonNode named : modules) {
                    for (JsonNode module : each(named)) {
                        if (module.path("source").isTextual()) {
                            sources.add(module.path("source").textValue());
                        }
                    }
                }
            }
        } catch (JsonProcessingException e) {
            return Set.of();
        }
        return sources;
    }

    private static Iterable<JsonNode> each(JsonNode node) {
        return node.isArray() ? node : java.util.List.of(node);
    }
}
