package io.tidelock.run.process;

import io.tidelock.core.secret.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The environment of the programs we start: a small set that any program needs, and what the operator granted by name or
 * by pattern. Nothing else of the server's own environment, above all none of its secrets.
 */
public final class ChildEnvironment {
    private static final List<String> USUAL = List.of(
            "PATH",
            "LANG",
            "LC_*",
            "TZ",
            "TMPDIR",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY",
            "http_proxy",
            "https_proxy",
            "no_proxy",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR");

    /** Ours to set: with other values terraform would work on another workspace or folder than we think. */
    private static final Set<String> RESERVED = Set.of("TF_WORKSPACE", "TF_DATA_DIR", "TF_INPUT", "TF_IN_AUTOMATION");

    private static final Pattern OWN = Pattern.compile("(TIDELOCK|ATLANTIS)_.*");
    private static final Pattern SECRET = Pattern.compile("TOKEN|SECRET|PASSWORD|KEY");
    private static final int SECRET_LENGTH = 8;

    private final Map<String, String> values;
    private final List<Secret> secrets;

    private ChildEnvironment(Map<String, String> values, List<Secret> secrets) {
        this.values = Map.copyOf(values);
        this.secrets = List.copyOf(secrets);
    }

    /**
     * @param server the server's own environment
     * @param granted names, or patterns with {@code *}
     * @param home what programs shall take for their home
     * @param emptyConfig an empty file, to be named as configuration where there is none
     */
    public static ChildEnvironment of(Map<String, String> server, List<String> granted, Path home, Path emptyConfig) {
        Map<String, String> values = new TreeMap<>();
        values.put("GOGC", "400");
        values.put("HOME", home.toString());
        USUAL.forEach(pattern -> copy(server, pattern, values));
        Map<String, String> grants = new TreeMap<>();
        granted.forEach(pattern -> copy(server, pattern, grants));
        values.putAll(grants);
        values.put("TF_IN_AUTOMATION", "1");
        values.put("TF_INPUT", "0");
        values.put("CHECKPOINT_DISABLE", "1");
        config(server, Path.of(values.getOrDefault("HOME", home.toString())), emptyConfig)
                .ifPresentOrElse(
                        file -> values.put("TF_CLI_CONFIG_FILE", file), () -> values.remove("TF_CLI_CONFIG_FILE"));
        List<Secret> secrets = new ArrayList<>();
        grants.forEach((name, value) -> {
            if (SECRET.matcher(name.toUpperCase(Locale.ROOT)).find() && value.length() >= SECRET_LENGTH) {
                secrets.add(new Secret(value));
            }
        });
        return new ChildEnvironment(values, secrets);
    }

    public Map<String, String> values() {
        return values;
    }

    /** Granted values that must not be shown. */
    public List<Secret> secrets() {
        return secrets;
    }

    private static void copy(Map<String, String> server, String pattern, Map<String, String> target) {
        if (!pattern.contains("*")) {
            String value = server.get(pattern);
            if (value != null && !RESERVED.contains(pattern)) {
                target.put(pattern, value);
            }
            return;
        }
        Pattern wanted = Pattern.compile(java.util.Arrays.stream(pattern.split("\\*", -1))
                .map(Pattern::quote)
                .collect(java.util.stream.Collectors.joining(".*")));
        server.forEach((name, value) -> {
            if (wanted.matcher(name).matches()
                    && !RESERVED.contains(name)
                    && !OWN.matcher(name).matches()) {
                target.put(name, value);
            }
        });
    }

    /** A named but missing file makes terraform warn in every output, and so does none where its home cannot be read. */
    private static Optional<String> config(Map<String, String> server, Path home, Path empty) {
        String named = server.get("TF_CLI_CONFIG_FILE");
        if (named != null && Files.isReadable(Path.of(named))) {
            return Optional.of(named);
        }
        return Files.exists(home.resolve(".terraformrc")) || Files.exists(home.resolve(".tofurc"))
                ? Optional.empty()
                : Optional.of(empty.toString());
    }
}
