package io.tidelock.run.checkout;

import java.net.ProxySelector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * @param data the data folder; {@code mirrors} and {@code trees} are made in it
 * @param silence how long a host may send nothing, and how long a connection may take to open
 * @param fetch how long one fetch may take altogether
 * @param tls trusts others besides, or instead of, those that Java trusts. One and the same for all connections: Java keeps a
 *     connection open only for who comes with the factory that made it
 * @param proxies how to get out; empty: as Java does
 */
public record CheckoutSettings(
        Path data, Duration silence, Duration fetch, Optional<SSLSocketFactory> tls, Optional<ProxySelector> proxies) {
    public CheckoutSettings {
        data = data.toAbsolutePath().normalize();
        if (silence.toSeconds() < 1 || fetch.compareTo(silence) < 0) {
            throw new IllegalArgumentException("silence of " + silence + " and fetch of " + fetch
                    + ": expected at least a second, and fetch no shorter");
        }
    }

    public static CheckoutSettings in(Path data) {
        return new CheckoutSettings(
                data, Duration.ofSeconds(60), Duration.ofMinutes(10), Optional.empty(), Optional.empty());
    }
}
