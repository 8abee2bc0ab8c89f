package io.tidelock.benchmarks.scene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs git and terraform as somebody would by hand. */
final class Programs {
    private final Map<String, String> environment = new HashMap<>();

    /** @param home an empty directory, so that nobody's settings are read */
    Programs(Path home) {
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", home.toString());
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("CHECKPOINT_DISABLE", "1");
        environment.put("TF_IN_AUTOMATION", "1");
        Path config = home.resolve("empty.tfrc");
        environment.put("TF_CLI_CONFIG_FILE", config.toString());
        try {
            Files.createDirectories(home);
            Files.writeString(config, "");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Waits for its end, which must be a good one; gives what it printed. */
    String run(Path folder, Map<String, String> more, List<String> command) {
        try {
            Path output = Files.createTempFile("bench", ".out");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            builder.environment().putAll(more);
            int code = builder.start().waitFor();
            String printed = Files.readString(output);
            Files.delete(output);
            if (code != 0) {
                throw new IllegalStateException(command + " in " + folder + " ended with " + code + ":\n" + printed);
            }
            return printed;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }
}
