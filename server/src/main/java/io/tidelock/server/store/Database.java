package io.tidelock.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidelock.core.job.Lease;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The SQLite file: one connection that writes, a few that read. */
final class Database implements AutoCloseable {
    private static final int READERS = 4;
    private static final int BUSY_MILLIS = 5_000;
    private static final int WAIT_MILLIS = 10_000;
    private static final int KEPT_LOG_BYTES = 64 * 1024 * 1024;

    private final HikariDataSource writing;
    private final HikariDataSource reading;
    private final Writer writer;
    private final Jdbi reader;

    /** More who read wait here, where an interrupt does not fail them. */
    private final Semaphore readers = new Semaphore(READERS);

    /** @param file with its tables, see {@link Schema} */
    Database(Path file) {
        writing = pool("store-writer", file, 1, "");
        reading = pool("store-readers", file, READERS, "PRAGMA query_only = 1");
        writer = new Writer(Jdbi.create(writing));
        reader = Jdbi.create(reading);
    }

    private static HikariDataSource pool(String name, Path file, int size, String first) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(source(file));
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(WAIT_MILLIS);
        config.setMaxLifetime(0); // a connection to a file does not age
        if (!first.isEmpty()) {
            config.setConnectionInitSql(first);
        }
        return new HikariDataSource(config);
    }

    /**
     * Every commit is on the disk before it returns (FULL); transactions that will write say so when they begin
     * (IMMEDIATE), since SQLite cannot let two readers both become writers.
     */
    static DataSource source(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        Properties properties = config.toProperties();
        properties.setProperty(
                SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT.getPragmaName(), Integer.toString(KEPT_LOG_BYTES));
        SQLiteDataSource source = new SQLiteDataSource(new SQLiteConfig(properties));
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    /** Runs {@code work} in a transaction of its own or together with others'; see {@link Writer}. */
    <T> T write(Function<Handle, T> work) {
        return writer.write(work);
    }

    /** As {@link #write(Function)}, only if {@code lease} is still good when it is written. */
    void write(Lease lease, Consumer<Handle> work) {
        write(handle -> {
            Held.check(handle, lease);
            work.accept(handle);
            return true;
        });
    }

    /** Runs {@code work} on one snapshot. */
    <T> T read(Function<Handle, T> work) {
        readers.acquireUninterruptibly();
        try (Handle handle = reader.open()) {
            handle.execute("BEGIN");
            try {
                return work.apply(handle);
            } finally {
                handle.execute("ROLLBACK");
            }
        } catch (RuntimeException failure) {
            throw Failures.told(failure);
        } finally {
            readers.release();
        }
    }

    @Override
    public void close() {
        reading.close();
        writing.close();
    }
}
