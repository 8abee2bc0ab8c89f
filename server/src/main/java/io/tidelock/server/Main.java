package io.tidelock.server;

import java.util.Optional;

/** The front door: the only place that reads the environment or ends the process. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.out.println("tidelock " + version());
    }

    /** The version in the jar's manifest; a class folder has none. */
    static String version() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
