package io.tidelock.run.checkout;

import java.io.IOException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.PackInvalidException;
import org.eclipse.jgit.errors.PackMismatchException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.jspecify.annotations.Nullable;

/** The mirror on disk is not what it should be. It holds nothing that cannot be fetched again. */
final class Damage extends IOException {
    private static final long serialVersionUID = 1L;

    private Damage(Throwable cause) {
        super("the mirror is damaged: " + cause.getMessage(), cause);
    }

    /** Throws {@code Damage} when that is what {@code failure} comes from. */
    static void rethrow(Throwable failure) throws Damage {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Damage damage) {
                throw damage;
            }
            if (isDamage(cause)) {
                throw new Damage(failure);
            }
        }
    }

    private static boolean isDamage(@Nullable Throwable cause) {
        return switch (cause) {
            // with a type it is the verdict of the checker on what the host sent
            case CorruptObjectException corrupt -> corrupt.getErrorType() == null;
            case MissingObjectException missing -> true;
            case IncorrectObjectTypeException wrong -> true;
            case PackInvalidException pack -> true;
            case PackMismatchException pack -> true;
            case RepositoryNotFoundException gone -> true;
            case null, default -> false;
        };
    }
}
