package io.tidelock.server;

import io.tidelock.server.cli.Cli;
import java.util.List;
import java.util.Optional;

/** The front door: the only place that reads the environment or ends the process. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        int code = new Cli(version(), System.getenv(), System.out, System.err).run(List.of(args));
        Lifetime.over();
        System.exit(code);
    }

    /** The version in the jar's manifest; a class folder has none. */
    static String version() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
