package io.tidelock.server.store;

import io.tidelock.core.port.Unavailable;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Tells the disk's failures from our own bugs. */
final class Failures {
    private Failures() {}

    /** {@code Unavailable} when the disk did not do its part; otherwise the failure itself, with its stack trace. */
    static RuntimeException told(RuntimeException failure) {
        return cause(failure)
                .flatMap(Failures::worlds)
                .<RuntimeException>map(what -> Unavailable.notDone(what, failure))
                .orElse(failure);
    }

    /** As {@link #told}, for a commit: an input/output error may strike after the bytes are on the disk. */
    static RuntimeException toldOfCommit(RuntimeException failure) {
        boolean perhaps = cause(failure)
                .filter(SQLiteException.class::isInstance)
                .map(sql -> primary(((SQLiteException) sql).getResultCode()) == SQLiteErrorCode.SQLITE_IOERR.code)
                .orElse(false);
        return perhaps ? Unavailable.perhapsDone("the database could not finish writing", failure) : told(failure);
    }

    private static Optional<SQLException> cause(RuntimeException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> worlds(SQLException sql) {
        if (sql instanceof SQLTransientException) {
            return Optional.of("the database gave no connection in time");
        }
        if (!(sql instanceof SQLiteException sqlite)) {
            return sql.getMessage() != null && sql.getMessage().contains("has been closed")
                    ? Optional.of("the store is closed")
                    : Optional.empty();
        }
        int code = primary(sqlite.getResultCode());
        if (code == SQLiteErrorCode.SQLITE_FULL.code) {
            return Optional.of("the database cannot grow: the disk is full");
        }
        if (code == SQLiteErrorCode.SQLITE_READONLY.code) {
            return Optional.of("the database cannot be written: it is read-only");
        }
        if (code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return Optional.of("the database is locked by another program");
        }
        if (code == SQLiteErrorCode.SQLITE_IOERR.code
                || code == SQLiteErrorCode.SQLITE_CANTOPEN.code
                || code == SQLiteErrorCode.SQLITE_NOMEM.code
                || code == SQLiteErrorCode.SQLITE_CORRUPT.code
                || code == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return Optional.of("the database cannot be used: " + sqlite.getMessage());
        }
        return Optional.empty();
    }

    /** The low byte tells the kind, the others the details. */
    private static int primary(SQLiteErrorCode code) {
        return code.code & 0xff;
    }
}
