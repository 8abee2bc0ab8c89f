package io.tidelock.run.checkout;

import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.run.SourceTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** The tree of one commit, read from the mirror when asked. Names are remembered after the first listing. */
final class CommitTree implements SourceTree {
    private final Mirrors mirrors;
    private final RepoRef repo;
    private final ObjectId root;
    private final int generation;
    private @Nullable Listing listing;

    private record Listing(SortedSet<String> files, SortedSet<String> links) {}

    private record Entry(FileMode mode, ObjectId id) {}

    /** What is done with an open mirror. */
    private interface Reading<T> {
        T from(Repository mirror, ObjectReader reader) throws IOException;
    }

    CommitTree(Mirrors mirrors, RepoRef repo, ObjectId root) {
        this.mirrors = mirrors;
        this.repo = repo;
        this.root = root;
        this.generation = mirrors.generation(repo);
    }

    @Override
    public SortedSet<String> files() {
        return listing().files();
    }

    @Override
    public SortedSet<String> links() {
        return listing().links();
    }

    @Override
    public Optional<byte[]> read(String path, int limit) {
        return reading((mirror, reader) -> {
            Optional<Entry> entry = entry(mirror, reader, path).filter(found -> isFile(found.mode()));
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            ObjectLoader loader = reader.open(entry.get().id());
            return loader.getSize() > limit ? Optional.empty() : Optional.of(loader.getBytes(limit));
        });
    }

    @Override
    public Optional<String> id(String path) {
        if (path.equals(".")) {
            return Optional.of(root.name());
        }
        return reading((mirror, reader) -> entry(mirror, reader, path)
                .filter(found -> !FileMode.GITLINK.equals(found.mode()))
                .map(found -> found.id().name()));
    }

    private synchronized Listing listing() {
        Listing present = listing;
        if (present == null) {
            present = reading((mirror, reader) -> list(reader));
            listing = present;
        }
        return present;
    }

    private Listing list(ObjectReader reader) throws IOException {
        List<String> files = new ArrayList<>();
        List<String> links = new ArrayList<>();
        try (TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(root);
            walk.setRecursive(true);
            while (walk.next()) {
                FileMode mode = walk.getFileMode(0);
                if (FileMode.GITLINK.equals(mode)) {
                    continue;
                }
                String path = walk.getPathString();
                files.add(path);
                if (FileMode.SYMLINK.equals(mode)) {
                    links.add(path);
                }
            }
        }
        return new Listing(
                Collections.unmodifiableSortedSet(new TreeSet<>(files)),
                Collections.unmodifiableSortedSet(new TreeSet<>(links)));
    }

    private Optional<Entry> entry(Repository mirror, ObjectReader reader, String path) throws IOException {
        if (path.isEmpty() || path.startsWith("/") || path.endsWith("/") || path.contains("//")) {
            return Optional.empty();
        }
        try (TreeWalk walk = TreeWalk.forPath(mirror, reader, path, root)) {
            return walk == null ? Optional.empty() : Optional.of(new Entry(walk.getFileMode(0), walk.getObjectId(0)));
        }
    }

    private static boolean isFile(FileMode mode) {
        return FileMode.REGULAR_FILE.equals(mode) || FileMode.EXECUTABLE_FILE.equals(mode);
    }

    private <T> T reading(Reading<T> reading) {
        try (Repository mirror = mirrors.existing(repo).orElseThrow(() -> new IOException("the mirror is gone"));
                ObjectReader reader = mirror.newObjectReader()) {
            return reading.from(mirror, reader);
        } catch (IOException e) {
            try {
                Damage.rethrow(e);
            } catch (Damage damage) {
                mirrors.suspect(repo, generation, damage);
            }
            throw Unavailable.notDone("cannot read the mirror of " + repo + ": " + e.getMessage(), e);
        }
    }
}
