package io.tidelock.run.meaning;

import io.tidelock.run.terraform.Hcl;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All that an expression's value can depend on, gathered by the names that occur in its text: locals, what a module is called
 * with, what it gives, variables, other resources. A name too many makes two plans differ that need not; none is overlooked.
 */
final class Reach {
    private static final String ID = "([\\p{L}_][\\p{L}\\p{N}_-]*)";
    private static final Pattern VARIABLE = Pattern.compile("\\bvar\\s*\\.\\s*" + ID);
    private static final Pattern LOCAL = Pattern.compile("\\blocal\\s*\\.\\s*" + ID);
    private static final Pattern MODULE =
            Pattern.compile("\\bmodule\\s*\\.\\s*" + ID + "(?:\\s*\\[[^\\]]*\\])?(?:\\s*\\.\\s*" + ID + ")?");
    private static final Pattern PAIR = Pattern.compile(ID + "\\s*\\.\\s*" + ID);
    private static final Pattern READS = Pattern.compile("\\b(?:file\\w*|templatefile|fileset)\\s*\\(");

    private final Sources sources;
    private final Map<Address, List<String>> values;
    private final SortedMap<String, String> found = new TreeMap<>();
    private final SortedSet<String> variables = new TreeSet<>();
    private final SortedSet<String> readers = new TreeSet<>();
    private final Set<Address> resources = new HashSet<>();
    private final SortedSet<String> unseen = new TreeSet<>();

    /** @param values of the resources that stay or will be, hashed */
    Reach(Sources sources, Map<Address, List<String>> values) {
        this.sources = sources;
        this.values = values;
    }

    /** Labels and texts, each once. */
    SortedMap<String, String> found() {
        return found;
    }

    /** Of the root module. */
    SortedSet<String> variables() {
        return variables;
    }

    /** Keys of the modules that read files during the apply. */
    SortedSet<String> readers() {
        return readers;
    }

    SortedSet<String> unseen() {
        return unseen;
    }

    /** Whose values it depends on. */
    Set<Address> resources() {
        return resources;
    }

    boolean climbs() {
        return found.values().stream().anyMatch(text -> text.contains(".."));
    }

    /** Adds a text of that module and all that it can depend on. */
    void add(Sources.Module module, String label, String text) {
        if (found.putIfAbsent(module.key() + "|" + label, text) != null) {
            return;
        }
        unseenIf(module.opaque() && text.contains("ephemeral"), "ephemeral values in " + place(module));
        if (READS.matcher(text).find()) {
            readers.add(module.key());
        }
        VARIABLE.matcher(text).results().forEach(match -> variable(module, match.group(1)));
        LOCAL.matcher(text).results().forEach(match -> local(module, match.group(1)));
        MODULE.matcher(text)
                .results()
                .forEach(match -> output(module, match.group(1), Optional.ofNullable(match.group(2))));
        Matcher pair = PAIR.matcher(text);
        for (int from = 0; pair.find(from); from = pair.start(2)) {
            resource(module, pair.group(1), pair.group(2));
        }
    }

    /** Of an opaque module everything is added, whatever was asked for. True when that was done. */
    private boolean whole(Sources.Module module) {
        if (module.opaque()) {
            add(module, "everything", module.text());
        }
        return module.opaque();
    }

    private void variable(Sources.Module module, String name) {
        whole(module);
        Optional<Hcl.Block> block = module.block("variable", name);
        boolean ephemeral = block.flatMap(b -> b.item("ephemeral"))
                .filter(item -> !item.text().equals("ephemeral = false"))
                .isPresent();
        unseenIf(ephemeral, "the ephemeral variable " + name);
        if (module.key().isEmpty()) {
            variables.add(name);
            return;
        }
        block.flatMap(b -> b.item("default"))
                .ifPresent(item -> add(module, "default of variable " + name, item.text()));
        caller(module).ifPresent(parent -> call(parent, called(module), name));
    }

    private void call(Sources.Module parent, String call, String name) {
        if (whole(parent)) {
            return;
        }
        for (String item : new String[] {name, "for_each", "count"}) {
            parent.block("module", call)
                    .flatMap(block -> block.item(item))
                    .ifPresent(it -> add(parent, "module " + call + " " + item, it.text()));
        }
    }

    private Optional<Sources.Module> caller(Sources.Module module) {
        int dot = module.key().lastIndexOf('.');
        return sources.module(dot < 0 ? "" : module.key().substring(0, dot));
    }

    private static String called(Sources.Module module) {
        return module.key().substring(module.key().lastIndexOf('.') + 1);
    }

    private void local(Sources.Module module, String name) {
        if (whole(module)) {
            return;
        }
        for (Hcl.Block block : module.blocks()) {
            if (block.is("locals")) {
                block.item(name).ifPresent(item -> add(module, "local " + name, item.text()));
            }
        }
    }

    private void output(Sources.Module module, String call, Optional<String> name) {
        String key = module.key().isEmpty() ? call : module.key() + "." + call;
        Optional<Sources.Module> child = sources.module(key);
        if (child.isEmpty() || whole(child.get())) {
            return;
        }
        for (Hcl.Block block : child.get().blocks()) {
            if (block.type().equals("output")
                    && name.map(n -> block.is("output", n)).orElse(true)) {
                block.item("value").ifPresent(item -> add(child.get(), "output " + block.labels(), item.text()));
            }
        }
    }

    private void resource(Sources.Module module, String type, String name) {
        for (String prefix : new String[] {"", "data."}) {
            Address address = new Address(module.key(), prefix + type + "." + name);
            List<String> ofInstances = values.get(address);
            if (ofInstances != null) {
                resources.add(address);
                found.computeIfAbsent(
                        "value of " + address.label(),
                        _ -> String.join(" ", ofInstances.stream().sorted().toList()));
            }
        }
        unseenIf(
                module.block("ephemeral", type, name).isPresent(),
                "the ephemeral resource ephemeral." + type + "." + name);
    }

    private void unseenIf(boolean so, String what) {
        if (so) {
            unseen.add(what);
        }
    }

    private static String place(Sources.Module module) {
        return module.key().isEmpty() ? "the configuration" : "module " + module.key();
    }
}
