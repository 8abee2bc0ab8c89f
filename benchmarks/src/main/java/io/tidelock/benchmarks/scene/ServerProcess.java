package io.tidelock.benchmarks.scene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A Tidelock as it is installed: the fat jar in a JVM of its own, with the launcher's options. */
public final class ServerProcess implements AutoCloseable {
    private static final Pattern OPEN = Pattern.compile("listens on port (\\d+)");
    private static final double TICKS = 100;

    private final Build build;
    private final List<String> flags;
    private final Path log;
    private @Nullable Process process;
    private int port;

    ServerProcess(Build build, List<String> flags, Path log) {
        this.build = build;
        this.flags = List.copyOf(flags);
        this.log = log;
    }

    /**
     * What is run.
     *
     * @param options for the JVM
     */
    public record Build(Path jar, List<String> options) {
        public Build {
            options = List.copyOf(options);
        }
    }

    /** Returns once its door is open; seconds that took. */
    public double start() {
        long begin = System.nanoTime();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(build.options());
        command.addAll(List.of("-jar", build.jar().toString(), "server", "--bind=127.0.0.1", "--port=0"));
        command.addAll(flags);
        try {
            Files.deleteIfExists(log);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()));
            builder.environment()
                    .keySet()
                    .removeIf(name -> name.startsWith("TIDELOCK_") || name.startsWith("ATLANTIS_"));
            process = builder.start();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        port = Patience.until(
                Duration.ofMinutes(1), Duration.ofMillis(10), "the server's door, see " + log, this::opened);
        return (System.nanoTime() - begin) / 1e9;
    }

    private Optional<Integer> opened() {
        if (!running().isAlive()) {
            throw new IllegalStateException("the server ended with " + running().exitValue() + ", see " + log);
        }
        try {
            Matcher line = OPEN.matcher(Files.readString(log));
            return line.find() ? Optional.of(Integer.valueOf(line.group(1))) : Optional.empty();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public int port() {
        return port;
    }

    public String events() {
        return "http://127.0.0.1:" + port + "/events";
    }

    /** SIGKILL. */
    public void kill() {
        running().destroyForcibly();
        ended();
    }

    /** Processor seconds it has used so far, without those of the programs it started. */
    public double cpuSeconds() {
        String stat = read("stat");
        String[] fields = stat.substring(stat.lastIndexOf(") ") + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
    }

    /** MiB it has in memory now. */
    public double residentMebibytes() {
        Matcher line = Pattern.compile("VmRSS:\\s+(\\d+) kB").matcher(read("status"));
        if (!line.find()) {
            throw new IllegalStateException("no VmRSS");
        }
        return Long.parseLong(line.group(1)) / 1024.0;
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(running().pid()), file));
        } catch (IOException gone) {
            throw new UncheckedIOException("this is measured on Linux only", gone);
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process;
    }

    private void ended() {
        try {
            if (!running().waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server does not end, see " + log);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            process.destroy();
            ended();
        }
    }
}
