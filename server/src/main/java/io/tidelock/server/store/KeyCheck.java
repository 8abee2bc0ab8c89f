package io.tidelock.server.store;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Sees that the key fits what was encrypted before, when the store is opened and not when a plan is needed. */
final class KeyCheck {
    private static final byte[] LABEL = Vault.label("key check");
    private static final byte[] KNOWN = "tidelock".getBytes(StandardCharsets.US_ASCII);

    private KeyCheck() {}

    static Vault vault(Keys keys, Database database) {
        Optional<byte[]> found = keys.find();
        boolean needed = database.read(KeyCheck::anythingSealed);
        if (found.isEmpty() && needed) {
            throw refused("the database holds encrypted plans, state or logs, but there is no key");
        }
        Vault vault = new Vault(found.orElseGet(keys::make));
        Optional<byte[]> check = database.read(KeyCheck::stored);
        if (check.isPresent() && fits(vault, check.get())) {
            return vault;
        }
        if (needed) {
            throw refused("the key does not fit the encrypted plans, state and logs in the database");
        }
        byte[] fresh = vault.seal(LABEL, KNOWN);
        database.write(handle -> handle.execute(
                "INSERT INTO keeping (name, value) VALUES ('key-check', ?)"
                        + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (Object) fresh));
        return vault;
    }

    private static boolean anythingSealed(Handle handle) {
        return handle.select("SELECT EXISTS (SELECT 1 FROM plan_file) OR EXISTS (SELECT 1 FROM state_file)"
                        + " OR EXISTS (SELECT 1 FROM run WHERE sealed IS NOT NULL)")
                .mapTo(Integer.class)
                .one()
                .equals(1);
    }

    private static Optional<byte[]> stored(Handle handle) {
        return handle.select("SELECT value FROM keeping WHERE name = 'key-check'")
                .map((row, context) -> row.getBytes("value"))
                .findOne();
    }

    private static boolean fits(Vault vault, byte[] check) {
        try {
            return Arrays.equals(vault.open(LABEL, check, "the key check"), KNOWN);
        } catch (Refused other) {
            return false;
        }
    }

    private static Refused refused(String met) {
        return new Refused(
                Refused.Kind.NOT_ACCEPTABLE,
                Problem.of(
                        met,
                        "the key they were encrypted with",
                        "Give that key, or restore the file 'key' in the data folder from a backup."));
    }
}
