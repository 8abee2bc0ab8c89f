package io.tidelock.server.store;

import io.tidelock.core.outcome.Finding;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looks at a data folder without opening it, so that a server may be using it meanwhile. Changes nothing. */
public final class StoreLook {
    private static final long MEGABYTE = 1L << 20;
    private static final long LITTLE = 512 * MEGABYTE;
    private static final long SCARCE = 4096 * MEGABYTE;

    /** Looking through a larger database takes too long for a person who waits. */
    private static final long WHOLE = 512 * MEGABYTE;

    private StoreLook() {}

    /** The folder, its disk, and the database in it. */
    public static List<Finding> at(Path data) {
        List<Finding> findings = new ArrayList<>();
        try {
            folder(data, findings);
            Path file = data.resolve("tidelock.db");
            findings.add(
                    Files.exists(file) ? database(file) : new Finding.Fine("database", "is made at the first start"));
        } catch (Refused refused) {
            findings.add(new Finding.Wrong("data folder", refused.problem()));
        } catch (IOException broken) {
            findings.add(wrong("data folder", data + " cannot be looked at: " + broken, "Look at the disk."));
        }
        return findings;
    }

    private static void folder(Path data, List<Finding> findings) throws IOException {
        Path there = data.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        FileStore disk = Files.getFileStore(there);
        DataFolder.refuseNetwork(there, disk.type());
        findings.add(
                Files.isDirectory(there) && Files.isWritable(there)
                        ? new Finding.Fine(
                                "data folder", data + (there.equals(data) ? "" : ", made at the first start"))
                        : wrong(
                                "data folder",
                                there + " is no folder that this user may write to",
                                "Make it writable, or name another one with --data-dir."));
        long free = disk.getUsableSpace();
        String said = (free < 10L * 1024 * MEGABYTE ? free / MEGABYTE + " MB" : free / (1024 * MEGABYTE) + " GB")
                + " are free on " + disk;
        String next = "Free some, or name a data folder on a larger disk with --data-dir.";
        findings.add(
                free < LITTLE
                        ? wrong("disk", said, next)
                        : free < SCARCE
                                ? new Finding.Doubtful("disk", Problem.of(said, "some gigabytes", next))
                                : new Finding.Fine("disk", said));
    }

    private static Finding database(Path file) throws IOException {
        String restore = "Restore the data folder from a backup.";
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:file:" + file + "?mode=ro");
                Statement statement = connection.createStatement()) {
            if (Files.size(file) <= WHOLE) {
                String check = text(statement, "PRAGMA quick_check(1)");
                if (!check.equals("ok")) {
                    return wrong("database", file + " is damaged: " + check, restore);
                }
            }
            return new Finding.Fine(
                    "database",
                    "whole; " + text(statement, "SELECT count(*) FROM job WHERE ended_at IS NULL")
                            + " jobs wait or run, "
                            + text(statement, "SELECT count(*) FROM letter WHERE ended_at IS NULL")
                            + " words are to be sent");
        } catch (SQLException broken) {
            return wrong("database", file + " cannot be read: " + broken.getMessage(), restore);
        }
    }

    private static String text(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    private static Finding wrong(String subject, String met, String next) {
        return new Finding.Wrong(subject, Problem.of(met, "", next));
    }
}
