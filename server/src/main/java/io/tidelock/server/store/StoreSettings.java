package io.tidelock.server.store;

import io.tidelock.core.secret.Secret;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where to remember, and under which key.
 *
 * @param data folder that belongs to this server alone, on a local disk; made when it is not there
 * @param key 32 bytes in base64; wins over {@code keyFile}
 * @param keyFile a file that holds such a key; when neither is given, {@code key} in the data folder, made on first use
 */
public record StoreSettings(Path data, Optional<Secret> key, Optional<Path> keyFile) {
    public static StoreSettings in(Path data) {
        return new StoreSettings(data, Optional.empty(), Optional.empty());
    }
}
