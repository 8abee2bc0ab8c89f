package io.tidelock.run.memory;

import io.tidelock.run.meaning.KeyedHash;
import io.tidelock.run.step.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Providers that init has downloaded, for all projects together: on the disk once, linked into each {@code .terraform}. Only those
 * that the project's lock file names with the hash of what is here: then terraform takes them for installed, having looked at that
 * hash itself, and writes nothing to them. So any number of inits and plans may go on at once, which terraform's own cache of
 * plugins does not bear.
 */
public final class ProviderShelf {
    private static final int MOST = 500;
    private static final long MOST_BYTES = 30L << 30;

    private final Snapshots snapshots;
    private final KeyedHash hash;

    private ProviderShelf(Snapshots snapshots, KeyedHash hash) {
        this.snapshots = snapshots;
        this.hash = hash;
    }

    /** @param boot changes when the machine starts anew */
    public static ProviderShelf open(Path folder, KeyedHash hash, String boot) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return new ProviderShelf(new Snapshots(folder, MOST, MOST_BYTES, boot, any -> true), hash);
    }

    /** Forgets those that no project has been given since then. */
    public void forgetUnused(Instant then) throws IOException {
        snapshots.forgetUnused(then);
    }

    /**
     * Before init is run in the site's directory: puts in place what it would download. What cannot be is downloaded. What is there
     * already and shared with others is taken away first: were it not what the lock file says now, init would write into it.
     */
    public void offer(Site site) {
        try {
            for (ProviderLock lock : ProviderLock.of(site.path())) {
                Path target = place(site.path(), lock);
                if (safe(site.path(), target)) {
                    if (shared(target)) {
                        FolderCopy.delete(target);
                    }
                    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                        offer(site.path(), lock, target);
                    }
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // then init downloads it
        }
    }

    /** Whether a file in it is also elsewhere. */
    private static boolean shared(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.toList()) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        && ((Number) Files.getAttribute(file, "unix:nlink")).intValue() > 1) {
                    return true;
                }
            }
        }
        return false;
    }

    private void offer(Path dir, ProviderLock lock, Path target) throws IOException {
        Optional<String> key = lock.hashes().stream()
                .map(sum -> key(lock, sum))
                .filter(snapshots::has)
                .findFirst();
        if (key.isPresent()) {
            Files.createDirectories(target.resolveSibling("."));
            snapshots.restore(key.get(), dir.resolve(".tidelock-provider"), target);
        }
    }

    /** After init has ended well: keeps what it has downloaded, where it is what the lock file says. */
    public void take(Site site) {
        try {
            for (ProviderLock lock : ProviderLock.of(site.path())) {
                Path source = place(site.path(), lock);
                boolean known = lock.hashes().stream().anyMatch(sum -> snapshots.has(key(lock, sum)));
                if (!known && safe(site.path(), source) && Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)) {
                    take(lock, source);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // then the next project downloads it again
        }
    }

    private void take(ProviderLock lock, Path source) throws IOException {
        List<Path> platforms;
        try (Stream<Path> all = Files.list(source)) {
            platforms = all.toList();
        }
        if (platforms.size() == 1 && Files.isDirectory(platforms.getFirst(), LinkOption.NOFOLLOW_LINKS)) {
            String sum = PackageHash.of(platforms.getFirst());
            if (lock.hashes().contains(sum)) {
                snapshots.keep(key(lock, sum), source);
            }
        }
    }

    private String key(ProviderLock lock, String sum) {
        return hash.of("provider", List.of(lock.source(), lock.version(), sum));
    }

    private static Path place(Path dir, ProviderLock lock) {
        return dir.resolve(".terraform")
                .resolve("providers")
                .resolve(lock.source())
                .resolve(lock.version());
    }

    /** No link on the way leads elsewhere. */
    private static boolean safe(Path dir, Path place) {
        for (Path way = place.getParent(); way != null && !way.equals(dir); way = way.getParent()) {
            if (Files.exists(way, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(way, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return true;
    }
}
