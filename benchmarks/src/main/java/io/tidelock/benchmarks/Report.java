package io.tidelock.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All rows of one run. */
final class Report {
    private final boolean quick;
    private final Instant begun = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final List<Row> rows = new ArrayList<>();

    Report(boolean quick) {
        this.quick = quick;
    }

    void add(List<Row> more) {
        rows.addAll(more);
    }

    private static String machine() {
        return Runtime.getRuntime().availableProcessors() + " processors, " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + ", Java " + System.getProperty("java.version");
    }

    String text() {
        String warning = quick ? "SMALL SIZES: these figures mean nothing\n\n" : "";
        return "\n" + begun + ", " + machine() + ". Medians, in brackets the least and the most.\n\n" + warning
                + Words.table(rows);
    }

    void write(Path file) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("begun", begun.toString());
        all.put("machine", machine());
        all.put("quick", quick);
        all.put("rows", rows.stream().map(Report::json).toList());
        Files.writeString(
                file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n");
    }

    private static Map<String, Object> json(Row row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("line", row.line());
        json.put("what", row.what());
        json.put("unit", row.unit());
        json.put("ours", json(row.ours()));
        Map<String, Object> references = new LinkedHashMap<>();
        row.references().forEach(reference -> {
            Map<String, Object> one = json(reference.series());
            one.put("ratio", row.ours().over(reference.series()).median());
            references.put(reference.name(), one);
        });
        json.put("references", references);
        json.put("goals", row.goals());
        return json;
    }

    private static Map<String, Object> json(Series series) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("median", series.median());
        json.put("min", series.min());
        json.put("max", series.max());
        json.put("values", series.values());
        return json;
    }
}
