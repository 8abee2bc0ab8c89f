package io.tidelock.server.store;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the key that the store encrypts with, or makes one. */
final class Keys {
    private static final Logger log = LoggerFactory.getLogger(Keys.class);
    private static final int BYTES = 32;

    private final StoreSettings settings;
    private final Path ownFile;

    Keys(StoreSettings settings, Path folder) {
        this.settings = settings;
        this.ownFile = folder.resolve("key");
    }

    /** The key that was given or made before; empty when there is none yet. */
    Optional<byte[]> find() {
        if (settings.key().isPresent()) {
            return Optional.of(decoded(settings.key().get().reveal(), "the key in the settings"));
        }
        if (settings.keyFile().isPresent()) {
            return Optional.of(read(settings.keyFile().get()));
        }
        return Files.exists(ownFile) ? Optional.of(read(ownFile)) : Optional.empty();
    }

    /** Makes a key in the data folder that only this user may read. */
    byte[] make() {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        Path fresh = ownFile.resolveSibling("key.new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, onlyMine("rw-------"));
            try (FileChannel file = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                String text = Base64.getEncoder().encodeToString(key) + "\n";
                file.write(StandardCharsets.US_ASCII.encode(text));
                file.force(true);
            }
            Files.move(fresh, ownFile, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException broken) {
            throw refused("the encryption key " + ownFile + " cannot be written: " + broken, "a writable data folder");
        }
        log.warn(
                "made a new encryption key: {}. Stored plans, state and logs cannot be read without it: back it up, apart"
                        + " from the data folder",
                ownFile);
        return key;
    }

    private static byte[] read(Path file) {
        try {
            byte[] key = decoded(Files.readString(file, StandardCharsets.US_ASCII), "the key file " + file);
            warnIfOthersMayRead(file);
            return key;
        } catch (IOException broken) {
            throw refused("the key file " + file + " cannot be read: " + broken, "a readable file that holds the key");
        }
    }

    private static void warnIfOthersMayRead(Path file) throws IOException {
        if (posix()) {
            Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
            if (allowed.contains(PosixFilePermission.OTHERS_READ)) {
                log.warn("the key file {} may be read by everybody on this machine; expected mode 0600", file);
            }
        }
    }

    private static byte[] decoded(String text, String where) {
        try {
            byte[] key = Base64.getDecoder().decode(text.strip());
            if (key.length == BYTES) {
                return key;
            }
            throw refused(where + " holds " + key.length + " bytes", "32 bytes in base64");
        } catch (IllegalArgumentException notBase64) {
            throw refused(where + " is not base64", "32 bytes in base64");
        }
    }

    /** For what nobody else may look at; nothing where the system knows no such permissions. */
    static FileAttribute<?>[] onlyMine(String permissions) {
        return posix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean posix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    private static Refused refused(String met, String expected) {
        return new Refused(
                Refused.Kind.NOT_ACCEPTABLE, Problem.of(met, expected, "Make one with: openssl rand -base64 32"));
    }
}
