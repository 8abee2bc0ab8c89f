package io.tidelock.server.journey;

import io.tidelock.server.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A Tidelock in a JVM and a process group of its own, that can be killed and started again at the same port. */
final class ServerProcess implements AutoCloseable {
    private final List<String> flags;
    private final Path log;
    private final int port = freePort();
    private @Nullable Process process;

    ServerProcess(List<String> flags, Path log) {
        this.flags = List.copyOf(flags);
        this.log = log;
    }

    int port() {
        return port;
    }

    /** Returns once its door is open. */
    void start() {
        List<String> command = new ArrayList<>(List.of(
                "setsid",
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "server",
                "--port=" + port));
        command.addAll(flags);
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        Awaitility.await("the server's door")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(this::answers);
    }

    private boolean answers() throws IOException {
        if (!process().isAlive()) {
            throw new IllegalStateException("the server ended with " + process().exitValue() + ", see " + log);
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (ConnectException notYet) {
            return false;
        }
    }

    /** The server itself, and what it started and still is its child. */
    List<ProcessHandle> family() {
        List<ProcessHandle> family = new ArrayList<>(List.of(process().toHandle()));
        process().descendants().forEach(family::add);
        return family;
    }

    long pid() {
        return process().pid();
    }

    /** SIGKILL, to it alone. */
    void kill() {
        process().destroyForcibly();
        ended(Duration.ofSeconds(10));
    }

    /** SIGTERM, to it alone. */
    void terminate() {
        process().destroy();
    }

    /** What Ctrl-C at a terminal does: SIGINT to everybody in the server's process group. */
    void interrupt() {
        try {
            Process kill = new ProcessBuilder("kill", "-INT", "--", "-" + pid())
                    .redirectErrorStream(true)
                    .start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException(new String(kill.getInputStream().readAllBytes()));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it ended before the time was over. */
    boolean ended(Duration limit) {
        try {
            return process().waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Process process() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process;
    }

    /** Below those that the kernel gives to callers, so that nobody is given it while the server is down. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                continue;
            }
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
            ended(Duration.ofSeconds(10));
        }
    }
}
