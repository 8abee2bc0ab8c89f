package io.tidelock.run.memory;

import io.tidelock.run.terraform.Hcl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the configuration of a project tells init to get: modules, providers, the backend. Only of what stays the same as long
 * as the text does: a module at the tip of a branch may be another one tomorrow.
 */
final class ModuleCalls {
    private static final long LARGEST_FILE = 4L << 20;
    private static final int MOST_FOLDERS = 500;
    private static final Pattern LITERAL = Pattern.compile("\\w+ = \"([^\"\\\\$%]*)\"");
    private static final Pattern REGISTRY =
            Pattern.compile("(?:[\\w.-]+\\.[\\w-]+(?::\\d+)?/)?[\\w-]+/[\\w-]+/[\\w-]+(?://.*)?");
    private static final Pattern EXACT = Pattern.compile("=?\\s*v?\\d+\\.\\d+\\.\\d+(?:[-+][\\w.+-]+)?");
    private static final Pattern REF = Pattern.compile("[?&]ref=([^&]+)");
    private static final Pattern FIXED = Pattern.compile("[0-9a-f]{40}|v?\\d+(?:\\.\\d+)+(?:[-+][\\w.+-]+)?");

    /** Something in it may change although the text does not, or it is not understood. */
    private static final class Doubt extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /**
     * @param lines one for each call and for each setting of terraform itself
     * @param providers whether any is needed that terraform does not bring along
     */
    record Found(SortedSet<String> lines, boolean providers) {}

    private final Path root;
    private boolean providers;
    private final SortedSet<String> lines = new TreeSet<>();
    private final SortedSet<Path> visited = new TreeSet<>();

    private ModuleCalls(Path root) {
        this.root = root;
    }

    /** Of the project and its local modules. Empty in doubt. */
    static Optional<Found> of(Path root, Path dir) {
        try {
            ModuleCalls calls = new ModuleCalls(root.toRealPath());
            calls.visit(dir.toRealPath());
            return Optional.of(new Found(calls.lines, calls.providers));
        } catch (IOException | Doubt | Hcl.Strange | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void visit(Path dir) throws IOException, Doubt, Hcl.Strange {
        if (!dir.startsWith(root)
                || !Files.isDirectory(dir)
                || !dir.toRealPath().equals(dir)) {
            throw new Doubt();
        }
        if (!visited.add(dir)) {
            return;
        }
        if (visited.size() > MOST_FOLDERS) {
            throw new Doubt();
        }
        String name = root.relativize(dir).toString();
        for (Path file : files(dir)) {
            for (Hcl.Block block : blocks(file)) {
                providers |= needsProvider(block);
                if (block.is("terraform")) {
                    block.items().forEach(item -> lines.add(name + "|" + item.text()));
                } else if (block.type().equals("module")) {
                    call(dir, name, block);
                }
            }
        }
    }

    private static boolean needsProvider(Hcl.Block block) {
        String first = block.labels().isEmpty() ? "" : block.labels().getFirst();
        return switch (block.type()) {
            case "resource", "data", "ephemeral" -> !first.startsWith("terraform_");
            case "provider" -> !first.equals("terraform");
            case "terraform" -> block.item("required_providers").isPresent();
            default -> false;
        };
    }

    private static List<Path> files(Path dir) throws IOException, Doubt {
        try (Stream<Path> entries = Files.list(dir)) {
            List<Path> all = entries.toList();
            if (all.stream()
                    .anyMatch(file -> file.toString().endsWith(".tf.json")
                            || file.toString().endsWith(".tofu.json"))) {
                throw new Doubt();
            }
            return all.stream()
                    .filter(file ->
                            file.toString().endsWith(".tf") || file.toString().endsWith(".tofu"))
                    .toList();
        }
    }

    private static List<Hcl.Block> blocks(Path file) throws IOException, Doubt, Hcl.Strange {
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_FILE) {
            throw new Doubt();
        }
        return Hcl.blocks(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    }

    private void call(Path dir, String name, Hcl.Block block) throws IOException, Doubt, Hcl.Strange {
        String source = literal(block, "source").orElseThrow(Doubt::new);
        Optional<String> version = literal(block, "version");
        if (block.item("version").isPresent() && version.isEmpty()) {
            throw new Doubt();
        }
        lines.add(name + "|module " + block.labels() + " " + source + " " + version.orElse(""));
        if (source.startsWith("./") || source.startsWith("../")) {
            visit(dir.resolve(source).normalize());
        } else if (!fixed(source, version)) {
            throw new Doubt();
        }
    }

    private static Optional<String> literal(Hcl.Block block, String item) {
        return block.item(item)
                .map(it -> LITERAL.matcher(it.text()))
                .filter(Matcher::matches)
                .map(match -> match.group(1));
    }

    /** Whether the same text means the same module tomorrow, so far as people keep to what they call a version. */
    static boolean fixed(String source, Optional<String> version) {
        Matcher ref = REF.matcher(source);
        if (ref.find()) {
            return FIXED.matcher(ref.group(1)).matches();
        }
        return REGISTRY.matcher(source).matches()
                && version.filter(v -> EXACT.matcher(v.strip()).matches()).isPresent();
    }
}
