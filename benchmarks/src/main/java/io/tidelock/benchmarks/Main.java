package io.tidelock.benchmarks;

import io.tidelock.benchmarks.line.Killed;
import io.tidelock.benchmarks.line.LargePlan;
import io.tidelock.benchmarks.line.LargeRepository;
import io.tidelock.benchmarks.line.Memory;
import io.tidelock.benchmarks.line.Plans;
import io.tidelock.benchmarks.line.Selection;
import io.tidelock.benchmarks.line.SlowHost;
import io.tidelock.benchmarks.line.Webhooks;
import io.tidelock.benchmarks.scene.ServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** {@code ./tidelock bench}. */
public final class Main {
    /** In the order of the table; what is quick to measure and easy to disturb comes first. */
    private static final List<Line> LINES = List.of(
            new Selection(),
            new Memory(),
            new Webhooks(),
            new Killed(),
            new Plans(1, 9),
            new LargeRepository(),
            new LargePlan(),
            new Plans(50, 5),
            new SlowHost(),
            new Plans(500, 2));

    private Main() {}

    public static void main(String[] arguments) throws IOException {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    private static int run(List<String> arguments, PrintStream out, PrintStream err) throws IOException {
        if (arguments.contains("--help")) {
            out.print(usage());
            return 0;
        }
        Order order;
        List<Line> lines;
        try {
            order = Order.of(arguments);
            lines = lines(order);
        } catch (IllegalArgumentException wrong) {
            err.println("bench: " + wrong.getMessage());
            err.print(usage());
            return 2;
        }
        Path folder = order.folder().isPresent()
                ? Files.createDirectories(order.folder().get())
                : Files.createTempDirectory("tidelock-bench");
        Bench bench = new Bench(folder, build(), order.rounds(), order.quick(), order.calls(), err);
        Report report = new Report(order.quick());
        int broken = 0;
        for (Line line : lines) {
            err.println(line.name() + ": " + line.about());
            try {
                report.add(line.run(bench));
            } catch (RuntimeException failed) {
                broken++;
                failed.printStackTrace(err);
                err.println("bench: " + line.name() + " could not be measured; its folder is " + folder);
            }
        }
        out.print(report.text());
        Path json = order.json().orElse(Path.of(System.getProperty("java.io.tmpdir"), "bench.json"));
        report.write(json);
        err.println("\nAll figures: " + json);
        if (order.keep() || broken > 0) {
            err.println("What was made: " + folder);
        } else {
            delete(folder);
        }
        return broken == 0 ? 0 : 1;
    }

    private static List<Line> lines(Order order) {
        List<Line> chosen = new ArrayList<>();
        for (String name : order.lines()) {
            chosen.add(LINES.stream()
                    .filter(line -> line.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is not a line")));
        }
        return chosen.isEmpty() ? LINES : chosen;
    }

    private static String usage() {
        StringBuilder text = new StringBuilder(Order.USAGE);
        LINES.forEach(line -> text.append("  %-17s %s%n".formatted(line.name(), line.about())));
        return text.toString();
    }

    /** The launcher says where the jar is; the server gets the options that this JVM got. */
    private static ServerProcess.Build build() {
        String jar = System.getProperty("tidelock.jar");
        if (jar == null) {
            throw new IllegalStateException("start it by ./tidelock bench");
        }
        List<String> options = new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-Dtidelock."))
                .toList());
        String cache = System.getProperty("tidelock.cache", "");
        if (!cache.isEmpty()) {
            options.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off", "-Xlog:cds*=off"));
        }
        return new ServerProcess.Build(Path.of(jar), options);
    }

    /** Last of all, since it makes the disk slow for minutes. */
    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
