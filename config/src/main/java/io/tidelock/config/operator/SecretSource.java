package io.tidelock.config.operator;

import io.tidelock.core.secret.Secret;
import java.nio.file.Path;

/** Where a secret comes from. What lies in a file is read when it is needed, so that it can be changed while we run. */
public sealed interface SecretSource {
    record Given(Secret secret) implements SecretSource {}

    record InFile(Path file) implements SecretSource {}

    record Absent() implements SecretSource {}

    default boolean present() {
        return !(this instanceof Absent);
    }
}
