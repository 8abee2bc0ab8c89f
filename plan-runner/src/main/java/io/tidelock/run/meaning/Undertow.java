package io.tidelock.run.meaning;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidelock.run.meaning.Facts.Touched;
import io.tidelock.run.terraform.Hcl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an apply will do though the plan's values do not show it: run provisioners, evaluate expressions that depend on what
 * is not known yet, talk to providers. Only as far as something is done with it: what else the configuration says is no part
 * of a plan's meaning.
 */
final class Undertow {
    /** Shown by what they lead to, or by their values. */
    private static final Set<String> NO_ARGUMENTS =
            Set.of("lifecycle", "depends_on", "provider", "provisioner", "connection", "count", "for_each");

    private static final Pattern WRITE_ONLY =
            Pattern.compile("\\b([\\p{L}_][\\p{L}\\p{N}_-]*_wo)\\s*=(?!=)\\s*(?!null\\b)");

    private final Facts facts;
    private final Sources sources;
    private final KeyedHash hash;
    private final Circumstances circumstances;
    private final ConfigurationJson configuration;

    /** Everything that touched blocks name: for variables, and for what is ephemeral. */
    private final Reach named;

    private final SortedMap<String, Settings> providers = new TreeMap<>();
    private final SortedSet<String> variables = new TreeSet<>();
    private final SortedSet<String> readers = new TreeSet<>();
    private boolean climbs;

    Undertow(Facts facts, Sources sources, KeyedHash hash, Circumstances circumstances) {
        this.facts = facts;
        this.sources = sources;
        this.hash = hash;
        this.circumstances = circumstances;
        this.configuration = new ConfigurationJson(facts.configuration);
        this.named = new Reach(sources, facts.values);
    }

    void add() {
        SortedSet<String> modules = new TreeSet<>();
        facts.touched.forEach((address, touched) -> {
            for (String key = address.module();
                    !key.isEmpty();
                    key = key.substring(0, Math.max(0, key.lastIndexOf('.')))) {
                modules.add(key);
            }
            sources.module(address.module()).ifPresent(module -> resource(module, address, touched));
            touched.providers.forEach(provider -> provider(provider, address));
        });
        modules.forEach(this::module);
        facts.unknownOutputs.forEach(this::output);
        providers.forEach((provider, settings) -> {
            settings.reach.found().forEach((label, text) -> settings.said.add(label + " = " + text));
            gather(settings.reach);
            facts.part("provider " + provider, hash.of("provider " + provider, settings.said));
        });
        variables.addAll(named.variables());
        facts.unseen.addAll(named.unseen());
        for (String name : variables) {
            facts.part("variable " + name, facts.variables.getOrDefault(name, hash.of("variable " + name, "not set")));
        }
        files();
    }

    private void module(String key) {
        String label = "module " + key;
        List<String> said = new ArrayList<>();
        said.add(Canonical.text(configuration.call(key).path("source")));
        said.add(Canonical.text(configuration.call(key).path("version_constraint")));
        said.add(sources.module(key).map(Sources.Module::version).orElse(""));
        facts.part(label, hash.of(label, said));
    }

    // ---- resources

    private void resource(Sources.Module module, Address address, Touched touched) {
        if (module.opaque()) {
            Reach reach = new Reach(sources, facts.values);
            reach.add(module, "everything", module.text());
            if (module.text().contains("provisioner")) {
                readers.add(module.key());
            }
            if (touched.written && module.text().matches("(?s).*_wo\\b.*")) {
                facts.unseen.add("a write-only argument of " + address.label());
            }
            facet(address.label() + ": expressions", reach);
            return;
        }
        Optional<Hcl.Block> block = module.block(address.data() ? "data" : "resource", address.labels());
        block.ifPresent(it -> {
            it.items().stream()
                    .filter(item -> !item.name().equals("depends_on"))
                    .forEach(item -> named.add(module, address.name() + " " + item.text(), item.text()));
            expressions(module, address, it, touched);
            if (touched.written) {
                writeOnly(address, it, touched);
            }
        });
        if (touched.provisioned) {
            block.or(() -> removed(module, address)).ifPresent(it -> provisioners(module, address, it));
        }
    }

    private void provisioners(Sources.Module module, Address address, Hcl.Block block) {
        Reach reach = new Reach(sources, facts.values);
        int number = 0;
        boolean reads = false;
        for (Hcl.Item item : block.items()) {
            if (item.name().equals("provisioner") || item.name().equals("connection")) {
                reads |= !Errand.readsNothing(item.text());
                reach.add(module, address.name() + " " + item.name() + " " + number++, item.text());
            }
        }
        if (number > 0) {
            many(module, address, block, reach);
            if (reads) {
                readers.add(module.key());
                readers.add("");
            }
            climbs |= facts.climbing.contains(address); // by way of "self"
            facet(address.label() + ": provisioners", reach);
        }
    }

    /** What a resource that was taken out of the configuration runs on its way. */
    private Optional<Hcl.Block> removed(Sources.Module module, Address address) {
        return module.blocks().stream()
                .filter(block -> block.is("removed")
                        && block.item("from")
                                .filter(from -> from.text().replace(" ", "").equals("from=" + address.name()))
                                .isPresent())
                .findFirst();
    }

    /** Arguments whose values the plan cannot show yet, and those that it shows as null. */
    private void expressions(Sources.Module module, Address address, Hcl.Block block, Touched touched) {
        Reach reach = new Reach(sources, facts.values);
        for (Hcl.Item item : block.items()) {
            boolean open = touched.unknown.contains(item.subject()) || touched.nulls.contains(item.subject());
            if (open && !NO_ARGUMENTS.contains(item.name())) {
                reach.add(module, address.name() + " " + item.text(), item.text());
            }
        }
        if (!reach.found().isEmpty()) {
            many(module, address, block, reach);
            facet(address.label() + ": expressions", reach);
        }
    }

    /** What {@code each} and {@code count} stand for. */
    private static void many(Sources.Module module, Address address, Hcl.Block block, Reach reach) {
        for (String many : List.of("for_each", "count")) {
            block.item(many).ifPresent(item -> reach.add(module, address.name() + " " + many, item.text()));
        }
    }

    /** They go by the name of {@code …_wo}; and a constant that comes out as null is one whatever its name. */
    private void writeOnly(Address address, Hcl.Block block, Touched touched) {
        for (Hcl.Item item : block.items()) {
            if (NO_ARGUMENTS.contains(item.name())) {
                continue;
            }
            Matcher named = WRITE_ONLY.matcher(item.text());
            if (named.find()) {
                facts.unseen.add("the write-only argument " + named.group(1) + " of " + address.label());
            }
            JsonNode constant = configuration.expression(address, item.name()).path("constant_value");
            if (!constant.isMissingNode() && !constant.isNull() && touched.nulls.contains(item.name())) {
                facts.unseen.add("the write-only argument " + item.name() + " of " + address.label());
            }
        }
    }

    private void output(String name) {
        sources.module("").ifPresent(root -> {
            Reach reach = new Reach(sources, facts.values);
            if (root.opaque()) {
                reach.add(root, "everything", root.text());
            }
            root.block("output", name)
                    .flatMap(block -> block.item("value"))
                    .ifPresent(item -> reach.add(root, "output " + name, item.text()));
            facet("output " + name + ": expression", reach);
        });
    }

    // ---- providers

    /** What is known of a provider's settings while its resources are looked at. */
    private final class Settings {
        final SortedSet<String> said = new TreeSet<>();
        final Reach reach = new Reach(sources, facts.values);
    }

    private void provider(String name, Address user) {
        Settings settings = providers.computeIfAbsent(name, _ -> new Settings());
        settings.said.add("version " + sources.version(name));
        for (JsonNode entry : configuration.providers(name, user)) {
            settings.said.add(Canonical.text(entry));
            String key =
                    Address.of(entry.path("module_address").asText("") + ".x").module();
            String alias = entry.path("alias").asText("");
            sources.module(key).ifPresent(module -> {
                if (module.opaque()) {
                    settings.reach.add(module, "everything", module.text());
                }
                module.blocks().stream()
                        .filter(block -> block.is("provider", entry.path("name").asText("")))
                        .filter(block -> block.item("alias")
                                .map(item -> item.text().equals("alias = \"" + alias + "\""))
                                .orElse(alias.isEmpty()))
                        .flatMap(block -> block.items().stream())
                        .forEach(item -> {
                            settings.reach.add(module, "provider " + item.text(), item.text());
                            named.add(module, "provider " + item.text(), item.text());
                        });
            });
        }
    }

    // ---- all of it

    private void facet(String name, Reach reach) {
        List<String> said = new ArrayList<>();
        reach.found().forEach((label, text) -> said.add(label + " = " + text));
        facts.part(name, hash.of(name, said));
        gather(reach);
    }

    private void gather(Reach reach) {
        variables.addAll(reach.variables());
        readers.addAll(reach.readers());
        facts.unseen.addAll(reach.unseen());
        climbs |= reach.climbs()
                || reach.resources().stream().anyMatch(facts.climbing::contains)
                || reach.variables().stream().anyMatch(facts.climbingVariables::contains);
    }

    /** What provisioners start and functions read during the apply comes from the working tree, wherever they say. */
    private void files() {
        if (readers.isEmpty()) {
            return;
        }
        String name = "content of the files beside the configuration";
        SortedSet<Path> folders = new TreeSet<>();
        readers.forEach(key -> folders.add(circumstances
                .dir()
                .resolve(sources.module(key).map(Sources.Module::dir).orElse("."))
                .normalize()));
        try {
            Beside.of(circumstances.root(), climbs ? Set.of(circumstances.root()) : folders, hash)
                    .ifPresentOrElse(
                            files -> facts.part(name, hash.of(name, List.of(files.toString()))),
                            () -> facts.unseen.add("the files that provisioners and functions may read"));
        } catch (IOException e) {
            facts.unseen.add("the files that provisioners and functions may read");
        }
    }
}
