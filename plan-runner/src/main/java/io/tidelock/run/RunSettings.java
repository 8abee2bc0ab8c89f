package io.tidelock.run;

import io.tidelock.core.secret.Secret;
import io.tidelock.run.tool.ToolSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What the local runner is told.
 *
 * @param data folder for runs, and for the home that programs are given
 * @param environment the server's own
 * @param terraform the binary; else {@code terraform} or {@code tofu} on the environment's {@code PATH}
 * @param granted names of the server's environment variables that terraform may see, or patterns with {@code *}
 * @param home what terraform shall take for its home; else an empty one in the data folder
 * @param planLimit how long a plan may take, all its steps together
 * @param applyLimit how long an apply may take
 * @param grace between asking terraform to stop and killing it
 * @param secrets to be replaced in everything that is shown
 * @param tools which versions of terraform run, and where they come from
 * @param fingerprintKey plans whose fingerprints were made with different keys are never equal
 */
public record RunSettings(
        Path data,
        Map<String, String> environment,
        Optional<Path> terraform,
        List<String> granted,
        Optional<Path> home,
        Optional<Duration> planLimit,
        Optional<Duration> applyLimit,
        Duration grace,
        List<Secret> secrets,
        Secret fingerprintKey,
        ToolSettings tools) {
    public RunSettings {
        data = data.toAbsolutePath().normalize();
        environment = Map.copyOf(environment);
        granted = List.copyOf(granted);
        secrets = List.copyOf(secrets);
    }

    /** With an hour for a plan, all the time it wants for an apply, half a minute of grace, and a key of its own. */
    public static RunSettings standard(Path data, Map<String, String> environment) {
        return new RunSettings(
                data,
                environment,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(Duration.ofHours(1)),
                Optional.empty(),
                Duration.ofSeconds(30),
                List.of(),
                new Secret(UUID.randomUUID().toString()),
                ToolSettings.INSTALLED);
    }

    public RunSettings withTerraform(Path binary) {
        return new RunSettings(
                data,
                environment,
                Optional.of(binary),
                granted,
                home,
                planLimit,
                applyLimit,
                grace,
                secrets,
                fingerprintKey,
                tools);
    }

    public RunSettings withGranted(List<String> names) {
        return new RunSettings(
                data,
                environment,
                terraform,
                names,
                home,
                planLimit,
                applyLimit,
                grace,
                secrets,
                fingerprintKey,
                tools);
    }

    public RunSettings withHome(Path folder) {
        return new RunSettings(
                data,
                environment,
                terraform,
                granted,
                Optional.of(folder),
                planLimit,
                applyLimit,
                grace,
                secrets,
                fingerprintKey,
                tools);
    }

    public RunSettings withLimits(Optional<Duration> plan, Optional<Duration> apply, Duration graceTime) {
        return new RunSettings(
                data, environment, terraform, granted, home, plan, apply, graceTime, secrets, fingerprintKey, tools);
    }

    public RunSettings withSecrets(List<Secret> hidden) {
        return new RunSettings(
                data,
                environment,
                terraform,
                granted,
                home,
                planLimit,
                applyLimit,
                grace,
                hidden,
                fingerprintKey,
                tools);
    }

    public RunSettings withTools(ToolSettings other) {
        return new RunSettings(
                data,
                environment,
                terraform,
                granted,
                home,
                planLimit,
                applyLimit,
                grace,
                secrets,
                fingerprintKey,
                other);
    }
}
