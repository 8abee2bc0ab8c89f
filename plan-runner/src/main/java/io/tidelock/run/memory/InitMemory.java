package io.tidelock.run.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidelock.core.change.RepoRef;
import io.tidelock.run.meaning.KeyedHash;
import io.tidelock.run.step.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What init has made, remembered across working trees. Only where a committed lock file says which providers there are, or
 * where there are none; and only what init made from nothing, right after it ended: no plan has run in it yet, and nobody
 * had committed anything to its place.
 */
public final class InitMemory {
    private static final int MOST = 2_000;
    private static final long MOST_BYTES = 5L << 30;

    private final Path folder;
    private final Snapshots snapshots;
    private final KeyedHash hash;

    private InitMemory(Path folder, Snapshots snapshots, KeyedHash hash) {
        this.folder = folder;
        this.snapshots = snapshots;
        this.hash = hash;
    }

    /**
     * Opens what is in the folder. Of a {@code .terraform}, provider binaries are the bulk, and are linked: terraform only ever
     * executes them, and compares them with the lock file before. What a backend was configured with, secrets among it, lies there as it does in working
     * trees: the server's user alone may enter.
     *
     * @param boot changes when the machine starts anew
     */
    public static InitMemory open(Path folder, KeyedHash hash, String boot) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return new InitMemory(
                folder, new Snapshots(folder, MOST, MOST_BYTES, boot, name -> name.startsWith("providers")), hash);
    }

    /** What is made before then is not used any more: a tag may have been moved meanwhile. */
    public void forgetBefore(Instant then) throws IOException {
        snapshots.forgetBefore(then);
    }

    /**
     * To be asked before init is run in the site's directory.
     *
     * @param arguments that init is called with
     * @param repo whose pull requests share what they make
     * @return empty when this init is neither remembered nor to be remembered
     */
    public Optional<Ticket> ticket(Site site, List<String> arguments, RepoRef repo) {
        if (Files.exists(data(site.path()), LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        return InitKey.of(site, arguments, repo, hash).map(key -> new Ticket(site.path(), key, lockBytes(site.path())));
    }

    private static Path data(Path dir) {
        return dir.resolve(".terraform");
    }

    static Path lock(Path dir) {
        return dir.resolve(".terraform.lock.hcl");
    }

    private static byte @Nullable [] lockBytes(Path dir) {
        try {
            return Files.readAllBytes(lock(dir));
        } catch (IOException e) {
            return null;
        }
    }

    /** One init that is due. */
    public final class Ticket {
        private final Path dir;
        private final String key;
        private final byte @Nullable [] lock;

        private Ticket(Path dir, String key, byte @Nullable [] lock) {
            this.dir = dir;
            this.key = key;
            this.lock = lock;
        }

        /** The same for all inits that would make the same: one that waits for the other need not be run. */
        public Path turn() {
            return folder.resolve(key);
        }

        /** Puts in place what an earlier init has made. False when there is none: then init must be run. */
        public boolean restore() {
            try {
                return snapshots.restore(key, dir.resolve(".tidelock-init"), data(dir));
            } catch (IOException e) {
                return false;
            }
        }

        /** Remembers what init has just made. What cannot be remembered is not: nobody is told. */
        public void keep() {
            try {
                if (asExpected()) {
                    snapshots.keep(key, data(dir));
                }
            } catch (IOException | InvalidPathException e) {
                // the next head runs init again
            }
        }

        private boolean asExpected() throws IOException {
            boolean real = Files.isDirectory(data(dir), LinkOption.NOFOLLOW_LINKS);
            boolean sameLock = Arrays.equals(lock, lockBytes(dir));
            boolean covered = lock != null || !Files.exists(data(dir).resolve("providers"));
            return real && sameLock && covered && modulesFixed();
        }

        /** Modules that came with other modules must be fixed as well. */
        private boolean modulesFixed() throws IOException {
            Path list = data(dir).resolve("modules").resolve("modules.json");
            if (!Files.exists(list)) {
                return true;
            }
            Path modules = data(dir).resolve("modules").toRealPath();
            for (JsonNode module : new ObjectMapper().readTree(list.toFile()).path("Modules")) {
                Path folder = dir.resolve(module.path("Dir").asText(".")).normalize();
                if (folder.startsWith(modules)
                        && ModuleCalls.of(modules, folder).isEmpty()) {
                    return false;
                }
            }
            return true;
        }

        /** It did not serve: takes it out of its place, and does not use it again. */
        public void withdraw() throws IOException {
            snapshots.forget(key);
            FolderCopy.delete(data(dir));
        }
    }
}
