package io.tidelock.run.memory;

import io.tidelock.core.change.RepoRef;
import io.tidelock.run.meaning.KeyedHash;
import io.tidelock.run.step.Site;
import io.tidelock.run.tool.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything that what init makes depends on, in one hash: binary, arguments with the files they name, the CLI's configuration
 * and environment, lock file, backend, module sources, required providers. The paths of local modules that init writes down
 * are those of one directory of one repository, so these belong to it as well.
 */
final class InitKey {
    private static final String BACKEND_CONFIG = "-backend-config=";
    private static final List<String> UNDERSTOOD =
            List.of("init", "-input=false", "-no-color", "-reconfigure", "-lock=false", "-lock=true");

    private InitKey() {}

    /** Empty when something is involved of which we do not know whether it is the same. */
    static Optional<String> of(Site site, List<String> arguments, RepoRef repo, KeyedHash hash) {
        Optional<ModuleCalls.Found> calls = ModuleCalls.of(site.root(), site.path());
        boolean locked = Files.isRegularFile(InitMemory.lock(site.path()), LinkOption.NOFOLLOW_LINKS);
        if (calls.isEmpty() || (calls.get().providers() && !locked)) {
            return Optional.empty();
        }
        Tool tool = site.terraform().tool();
        try {
            List<String> all = new ArrayList<>();
            all.add("first form");
            all.add(repo.toString());
            all.add(site.root().relativize(site.path()).toString());
            all.add(tool.identity());
            if (!addArguments(arguments, site.path(), all)) {
                return Optional.empty();
            }
            addEnvironment(site.terraform().environment(), tool, all);
            all.add("lock " + content(InitMemory.lock(site.path())));
            all.addAll(calls.get().lines());
            return Optional.of(hash.of("init", all));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean addArguments(List<String> arguments, Path dir, List<String> all) throws IOException {
        for (String argument : arguments) {
            all.add(argument);
            if (argument.startsWith(BACKEND_CONFIG)) {
                String value = argument.substring(BACKEND_CONFIG.length());
                Path file = dir.resolve(value);
                if (Files.isRegularFile(file)) {
                    all.add(content(file));
                } else if (!value.contains("=")) {
                    return false;
                }
            } else if (!UNDERSTOOD.contains(argument) && !argument.startsWith("-lock-timeout=")) {
                return false;
            }
        }
        return true;
    }

    /** Terraform's own variables; those for input variables only where these can decide about sources and backends. */
    private static void addEnvironment(Map<String, String> environment, Tool tool, List<String> all)
            throws IOException {
        boolean early = !tool.name().startsWith("terraform");
        new TreeMap<>(environment).forEach((name, value) -> {
            if (name.startsWith("TF_") && (early || !name.startsWith("TF_VAR_"))) {
                all.add(name + "=" + value);
            }
        });
        String home = environment.getOrDefault("HOME", "");
        String named = environment.getOrDefault("TF_CLI_CONFIG_FILE", "");
        for (String file : List.of(named, home + "/.terraformrc", home + "/.tofurc")) {
            if (!file.isEmpty()) {
                all.add(file + " " + content(Path.of(file)));
            }
        }
    }

    private static String content(Path file) throws IOException {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                ? "=" + new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                : "none";
    }
}
