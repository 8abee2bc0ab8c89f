package io.tidelock.sandbox;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** The command line of a sandbox that people start. */
public final class SandboxCommand {
    static final String USAGE = """
            Usage: tidelock sandbox [options]
              --http-port N      port for http (default 4180, 0 for any free one)
              --https-port N     port for https (default 4443, 0 for any free one)
              --bind ADDRESS     address to listen at (default 127.0.0.1)
              --data-dir FOLDER  where certificates and repositories live (default .tidelock-sandbox)
              --host-name NAME   a name this machine is reached by; may be repeated, the first is used in webhooks
              --owner LOGIN      the first user (default owner)
              --http             speak of http addresses in webhooks, instead of https
            """;

    private SandboxCommand() {}

    /**
     * Starts a sandbox, describes it, and stays until the thread is interrupted.
     *
     * @param arguments see {@code --help}
     * @return exit code: 0; 1 when a port or the folder cannot be had; 2 when the arguments were not understood
     */
    public static int run(List<String> arguments, PrintStream out) {
        if (arguments.contains("--help")) {
            out.print(USAGE);
            return 0;
        }
        SandboxSettings settings;
        try {
            settings = parse(arguments);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            out.print(USAGE);
            return 2;
        }
        try (Sandbox sandbox = Sandbox.start(settings)) {
            out.print(sandbox.describe());
            out.flush();
            Thread.currentThread().join();
        } catch (UncheckedIOException e) {
            out.println(e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    static SandboxSettings parse(List<String> arguments) {
        SandboxSettings settings =
                SandboxSettings.in(Path.of(".tidelock-sandbox")).ports(4180, 4443);
        // --name=value is --name value
        List<String> words = arguments.stream()
                .flatMap(argument ->
                        argument.startsWith("--") ? Arrays.stream(argument.split("=", 2)) : Stream.of(argument))
                .toList();
        for (Iterator<String> all = words.iterator(); all.hasNext(); ) {
            String name = all.next();
            settings = switch (name) {
                case "--http" -> settings.advertiseHttp();
                case "--http-port" -> settings.ports(port(name, value(name, all)), settings.httpsPort());
                case "--https-port" -> settings.ports(settings.httpPort(), port(name, value(name, all)));
                case "--bind" -> settings.bind(value(name, all));
                case "--data-dir" -> settings.dataDir(Path.of(value(name, all)));
                case "--host-name" -> settings.hostName(value(name, all));
                case "--owner" -> settings.owner(value(name, all));
                default -> throw new IllegalArgumentException("Unknown option: " + name);
            };
        }
        return settings;
    }

    private static String value(String name, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException("A value is missing after " + name);
        }
        return rest.next();
    }

    private static int port(String name, String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65535) {
            throw new IllegalArgumentException(name + " is " + text + ", but must be a port from 0 to 65535");
        }
        return Integer.parseInt(text);
    }
}
