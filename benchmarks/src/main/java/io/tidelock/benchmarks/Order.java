package io.tidelock.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was typed.
 *
 * @param lines names of lines; empty for all
 * @param rounds how often each figure is taken; empty for what each line holds to be enough
 * @param quick small sizes, to see that everything works; the figures mean nothing
 * @param calls tells of every call
 * @param keep leaves the folder there
 */
record Order(
        List<String> lines,
        Optional<Integer> rounds,
        boolean quick,
        boolean calls,
        boolean keep,
        Optional<Path> json,
        Optional<Path> folder) {
    static final String USAGE = """
            Usage: ./tidelock bench [line…] [options]
              --rounds=N      how often each figure is taken (by default as often as fits in a quarter of an hour)
              --quick         small sizes, to see that everything works; the figures mean nothing
              --json=FILE     all figures, for programs (default bench.json in the folder for temporary files)
              --folder=FOLDER where forge and server work; on the disk that is to be measured
              --calls         tells of every call that the host got, and when
              --keep          leaves what was made in that folder, with the server's logs

            Lines:
            """;

    Order {
        lines = List.copyOf(lines);
    }

    static Order of(List<String> arguments) {
        List<String> lines = new ArrayList<>();
        Order order = new Order(List.of(), Optional.empty(), false, false, false, Optional.empty(), Optional.empty());
        for (String argument : arguments) {
            String value = argument.substring(argument.indexOf('=') + 1);
            if (!argument.startsWith("-")) {
                lines.add(argument);
            } else if (argument.startsWith("--rounds=") && value.matches("[1-9][0-9]{0,2}")) {
                order = order.with(Optional.of(Integer.valueOf(value)));
            } else if (argument.startsWith("--json=")) {
                order = order.json(Path.of(value));
            } else if (argument.startsWith("--folder=")) {
                order = order.folder(Path.of(value));
            } else if (argument.equals("--quick")) {
                order = new Order(lines, order.rounds, true, order.calls, order.keep, order.json, order.folder);
            } else if (argument.equals("--calls")) {
                order = new Order(lines, order.rounds, order.quick, true, order.keep, order.json, order.folder);
            } else if (argument.equals("--keep")) {
                order = new Order(lines, order.rounds, order.quick, order.calls, true, order.json, order.folder);
            } else {
                throw new IllegalArgumentException("'" + argument + "' is not an option");
            }
        }
        return new Order(lines, order.rounds, order.quick, order.calls, order.keep, order.json, order.folder);
    }

    private Order with(Optional<Integer> times) {
        return new Order(lines, times, quick, calls, keep, json, folder);
    }

    private Order json(Path file) {
        return new Order(lines, rounds, quick, calls, keep, Optional.of(file.toAbsolutePath()), folder);
    }

    private Order folder(Path where) {
        return new Order(lines, rounds, quick, calls, keep, json, Optional.of(where.toAbsolutePath()));
    }
}
