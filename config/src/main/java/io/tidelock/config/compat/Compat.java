package io.tidelock.config.compat;

import io.tidelock.config.compat.CompatRow.Kind;
import io.tidelock.config.compat.CompatRow.Status;
import io.tidelock.config.yaml.Problems;
import io.tidelock.config.yaml.Section;
import io.tidelock.config.yaml.YamlFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The rows of the file. It is part of the program: a fault in it is a bug, not a Problem. */
public final class Compat {
    private static final String FILE = "atlantis-compat.yaml";

    private final List<CompatRow> rows;
    private final Map<String, CompatRow> flags = new LinkedHashMap<>();

    private Compat(List<CompatRow> rows) {
        this.rows = List.copyOf(rows);
        rows.stream().filter(row -> row.kind() == Kind.FLAGS).forEach(row -> flags.put(row.name(), row));
    }

    /** Reads the file that this program was built with. */
    public static Compat load() {
        try (InputStream in = Compat.class.getResourceAsStream(FILE)) {
            return read(
                    Objects.requireNonNull(in, FILE + " is not in this build").readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with other rows. */
    public static Compat of(List<CompatRow> rows) {
        return new Compat(rows);
    }

    static Compat read(byte[] bytes) {
        Problems problems = new Problems(FILE);
        List<CompatRow> rows = new ArrayList<>();
        YamlFile.read(bytes, FILE, problems).ifPresent(top -> {
            for (Kind kind : Kind.values()) {
                top.field(kind.name().toLowerCase(Locale.ROOT)).sections().forEach(row -> rows.add(row(kind, row)));
            }
            top.refuseTheRest();
        });
        if (!problems.none()) {
            throw new IllegalStateException(problems.list().getFirst().sentence());
        }
        return new Compat(rows);
    }

    private static CompatRow row(Kind kind, Section section) {
        CompatRow row = new CompatRow(
                kind,
                section.field("name").string().orElseThrow(),
                section.field("type").oneOf("string", "bool", "int", "int64").orElse(""),
                section.field("status")
                        .oneOf("same", "improved", "renamed", "planned", "refused")
                        .map(status -> Status.valueOf(status.toUpperCase(Locale.ROOT)))
                        .orElseThrow(),
                section.field("restricts").bool().orElse(false),
                section.field("default").string().orElse(""),
                section.field("fits").strings().orElse(List.of()),
                section.field("ours").string(),
                section.field("test").string(),
                section.field("why").string().orElse(""));
        section.refuseTheRest();
        return row;
    }

    public List<CompatRow> rows() {
        return rows;
    }

    /** The flag of this name, without the dashes. */
    public Optional<CompatRow> flag(String name) {
        return Optional.ofNullable(flags.get(name));
    }
}
