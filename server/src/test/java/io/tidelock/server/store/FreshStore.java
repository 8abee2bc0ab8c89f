package io.tidelock.server.store;

import io.tidelock.core.secret.Secret;
import io.tidelock.testkit.contract.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A store in a new folder for each test, closed and removed after it. The empty file is migrated once and then copied. */
final class FreshStore implements AfterEachCallback {
    private static final Secret KEY = new Secret("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
    private static @Nullable Path template;

    private @Nullable Path folder;
    private @Nullable Store store;

    Ports open(InstantSource clock) {
        try {
            Path fresh = Files.createTempDirectory("tidelock-store");
            folder = fresh;
            Files.copy(template(clock), fresh.resolve("tidelock.db"));
            Store opened = Store.open(settings(fresh), clock);
            store = opened;
            return ports(opened);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static StoreSettings settings(Path folder) {
        return new StoreSettings(folder, Optional.of(KEY), Optional.empty());
    }

    private static synchronized Path template(InstantSource clock) throws IOException {
        Path made = template;
        if (made == null) {
            Path folder = Files.createTempDirectory("tidelock-store");
            Store.open(settings(folder), clock).close();
            made = folder.resolve("tidelock.db");
            template = made;
            remove(folder, true);
        }
        return made;
    }

    static Vault vault() {
        return new Vault(Base64.getDecoder().decode(KEY.reveal()));
    }

    static Ports ports(Store store) {
        return new Ports(
                store.deliveries(),
                store.jobs(),
                store.boards(),
                store.plans(),
                store.locks(),
                store.runs(),
                store.states(),
                store.outbox(),
                store.audit(),
                store.repositories());
    }

    Store store() {
        Store opened = store;
        if (opened == null) {
            throw new IllegalStateException("the test has not opened its store");
        }
        return opened;
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        if (store != null) {
            store.close();
        }
        if (folder != null) {
            remove(folder, false);
        }
        store = null;
        folder = null;
    }

    private static void remove(Path folder, boolean atExit) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        if (atExit) {
            deepestFirst.reversed().forEach(file -> file.toFile().deleteOnExit());
            return;
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }
}
