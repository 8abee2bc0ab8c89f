package io.tidelock.server.door;

import io.tidelock.server.cli.Cli;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a person sees who types a command. */
record Terminal(int code, String out, String err) {
    /** @param variables beside {@code PATH} and {@code HOME} */
    static Terminal run(Map<String, String> variables, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Map<String, String> environment = new HashMap<>(variables);
        environment.putIfAbsent("TIDELOCK_LOG_LEVEL", "error");
        for (String name : List.of("PATH", "HOME")) {
            environment.putIfAbsent(name, System.getenv().getOrDefault(name, "/"));
        }
        int code = new Cli("1.2.3", environment, print(out), print(err)).run(List.of(words));
        return new Terminal(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    String all() {
        return out + err;
    }
}
