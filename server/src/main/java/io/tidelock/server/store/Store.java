package io.tidelock.server.store;

import io.tidelock.core.port.Refused;
import io.tidelock.core.port.store.Audit;
import io.tidelock.core.port.store.Boards;
import io.tidelock.core.port.store.Deliveries;
import io.tidelock.core.port.store.Jobs;
import io.tidelock.core.port.store.Locks;
import io.tidelock.core.port.store.Outbox;
import io.tidelock.core.port.store.Plans;
import io.tidelock.core.port.store.Repositories;
import io.tidelock.core.port.store.Runs;
import io.tidelock.core.port.store.States;
import io.tidelock.core.secret.Secret;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;

/** The one door of the room: all that the server remembers, in a folder that is its own while it is open. */
public final class Store implements AutoCloseable {
    private final DataFolder folder;
    private final Database database;
    private final Vault vault;
    private final InstantSource clock;
    private final SqlJobs jobs;
    private final SqlOutbox outbox;

    private Store(DataFolder folder, Database database, Vault vault, InstantSource clock) {
        this.folder = folder;
        this.database = database;
        this.vault = vault;
        this.clock = clock;
        this.jobs = new SqlJobs(database, clock);
        this.outbox = new SqlOutbox(database, clock);
    }

    /** Opens what is in the folder, or begins anew. {@link Refused} when it must not or cannot be used, with the reason. */
    public static Store open(StoreSettings settings, InstantSource clock) {
        return open(settings, clock, DataFolder.REAL);
    }

    static Store open(StoreSettings settings, InstantSource clock, DataFolder.FileSystems fileSystems) {
        DataFolder folder = DataFolder.open(settings.data(), fileSystems);
        try {
            Path file = folder.path().resolve("tidelock.db");
            Schema.migrate(file);
            Database database = new Database(file);
            try {
                Vault vault = KeyCheck.vault(new Keys(settings, folder.path()), database);
                Store store = new Store(folder, database, vault, clock);
                store.outbox.recover();
                return store;
            } catch (Throwable failure) {
                database.close();
                throw failure;
            }
        } catch (Throwable failure) {
            folder.close();
            throw failure;
        }
    }

    public Deliveries deliveries() {
        return new SqlDeliveries(database);
    }

    public Jobs jobs() {
        return jobs;
    }

    public Boards boards() {
        return new SqlBoards(database);
    }

    public Plans plans() {
        return new SqlPlans(database, vault, clock);
    }

    public Locks locks() {
        return new SqlLocks(database, clock);
    }

    public Runs runs() {
        return new SqlRuns(database, vault);
    }

    public States states() {
        return new SqlStates(database, vault, clock);
    }

    public Outbox outbox() {
        return outbox;
    }

    public Audit audit() {
        return new SqlAudit(database);
    }

    /**
     * A key for other uses than encryption, derived from the store's own: the same one for the same use, as long as that
     * stays. Nobody can conclude from one to another.
     */
    public Secret keyFor(String use) {
        return new Secret(HexFormat.of().formatHex(vault.derive(use)));
    }

    public Repositories repositories() {
        return new SqlRepositories(database);
    }

    /** Writes a little: throws {@code Unavailable} when a promise could not be stored now either. */
    public void ping() {
        String now = Long.toString(clock.millis());
        database.write(handle -> handle.execute(
                "INSERT INTO keeping (name, value) VALUES ('ping', CAST(? AS BLOB))"
                        + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                now));
    }

    /**
     * For the start of the server: every job that runs may be claimed at once, since this process alone uses the folder and
     * whoever held a lease is gone. Attempts and fences stay. Says how many there were.
     */
    public int releaseLeases(Instant now) {
        return jobs.releaseLeases(now);
    }

    /**
     * Forgets jobs, words and runs that ended before then, and deliveries and comments last seen before then; deliveries and
     * comments of the last thirty days stay, as do runs that a board still shows. Says how many rows went.
     */
    public int prune(Instant before) {
        return new Pruning(database, clock).prune(before);
    }

    /** For tests of this room. */
    Database database() {
        return database;
    }

    @Override
    public void close() {
        try {
            database.close();
        } finally {
            folder.close();
        }
    }
}
