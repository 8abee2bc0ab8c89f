package io.tidelock.benchmarks.scene;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks into the server's database, to see whether what it answered is there. */
public final class Store {
    private Store() {}

    /** The ids of deliveries that begin like this. */
    public static List<String> deliveries(Path file, String prefix) {
        String query = "SELECT id FROM delivery WHERE id GLOB ? || '*'";
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:file:" + file + "?mode=ro");
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, prefix);
            List<String> ids = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
            return ids;
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
