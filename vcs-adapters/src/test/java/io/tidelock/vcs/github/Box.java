package io.tidelock.vcs.github;

import io.tidelock.sandbox.Sandbox;
import io.tidelock.sandbox.SandboxSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** One forge in a box for all tests of this module: starting one takes seconds, and each test has its own repository. */
public final class Box {
    public static final String OWNER = "acme";
    private static final Sandbox SANDBOX = start();
    private static final AtomicInteger REPOSITORIES = new AtomicInteger();

    private Box() {}

    public static Sandbox sandbox() {
        return SANDBOX;
    }

    public static String newName() {
        return "infra-" + REPOSITORIES.incrementAndGet();
    }

    private static Sandbox start() {
        try {
            Sandbox sandbox = Sandbox.start(SandboxSettings.in(Files.createTempDirectory("tidelock-box"))
                    .advertiseHttp()
                    .owner(OWNER)
                    .mergeabilityDelay(Duration.ZERO)
                    .rateLimit(1_000_000));
            Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close));
            return sandbox;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
