package io.tidelock.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Rows as people read them. */
final class Words {
    private static final List<String> HEADS = List.of("line", "what", "ours", "raw, in the same run", "ratio", "goal");

    private Words() {}

    /** Three digits that count, and none that do not. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size == Math.rint(size) && size < 1e15) {
            return String.format(Locale.ROOT, "%,d", (long) value);
        }
        return String.format(
                Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f", value);
    }

    /** A table in Markdown. */
    static String table(List<Row> rows) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(HEADS);
        rows.forEach(row -> cells.add(cells(row)));
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < HEADS.size(); column++) {
            int at = column;
            widths.add(cells.stream()
                    .mapToInt(
                            line -> line.get(at).codePointCount(0, line.get(at).length()))
                    .max()
                    .orElse(0));
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            text.append(line(cells.get(i), widths));
            if (i == 0) {
                text.append(widths.stream().map("-"::repeat).collect(Collectors.joining(" | ", "| ", " |\n")));
            }
        }
        return text.toString();
    }

    private static String line(List<String> cells, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            int blanks = widths.get(i) - cell.codePointCount(0, cell.length());
            line.append("| ").append(cell).append(" ".repeat(blanks + 1));
        }
        return line.append("|\n").toString();
    }

    private static List<String> cells(Row row) {
        return List.of(
                row.line(),
                row.what(),
                spread(row.ours(), " " + row.unit()),
                row.references().stream()
                        .map(reference -> reference.name() + " " + spread(reference.series(), ""))
                        .collect(Collectors.joining("; ")),
                row.references().stream()
                        .map(reference ->
                                number(row.ours().over(reference.series()).median()) + " " + reference.name())
                        .collect(Collectors.joining("; ")),
                row.goals().stream()
                        .map(goal -> goal.words() + (goal.met() ? " ✓" : " ✗ (" + number(goal.value()) + ")"))
                        .collect(Collectors.joining("; ")));
    }

    /** The median, and in brackets the least and the most. */
    private static String spread(Series series, String unit) {
        return number(series.median())
                + unit
                + (series.values().size() == 1 ? "" : " (" + number(series.min()) + "–" + number(series.max()) + ")");
    }
}
