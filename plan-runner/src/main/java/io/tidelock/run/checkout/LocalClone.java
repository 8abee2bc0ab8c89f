package io.tidelock.run.checkout;

import io.tidelock.core.change.ChangedFiles;
import io.tidelock.core.port.run.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Somebody's own clone, only read: what they have committed, compared with a branch. */
public final class LocalClone implements AutoCloseable {
    private final Repository repository;

    private LocalClone(Repository repository) {
        this.repository = repository;
    }

    /** The clone that the folder lies in; empty when it is in none. */
    public static Optional<LocalClone> around(Path folder) {
        Seclusion.enter();
        try {
            RepositoryBuilder builder = new RepositoryBuilder().findGitDir(folder.toFile());
            return builder.getGitDir() == null
                    ? Optional.empty()
                    : Optional.of(new LocalClone(builder.setMustExist(true).build()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the repository around " + folder, e);
        }
    }

    /**
     * What a pull request from the current commit would be.
     *
     * @param base the branch's name, as it is shown
     * @param changed since the commit that both have in common
     */
    public record Comparison(String base, SourceTree source, ChangedFiles changed) {}

    /** Compared with the branch as the remote {@code origin} had it when it was last fetched, else with the local one. */
    public Optional<Comparison> against(String base) {
        try {
            Optional<ObjectId> head = Optional.ofNullable(repository.resolve("HEAD^{commit}"));
            Optional<ObjectId> tip = tip("refs/remotes/origin/" + base).or(() -> tip("refs/heads/" + base));
            if (head.isEmpty() || tip.isEmpty()) {
                return Optional.empty();
            }
            RevCommit here = History.commit(repository, head.get());
            Optional<RevCommit> fork = History.fork(repository, tip.get(), head.get());
            RevCommit from = fork.isPresent() ? fork.get() : History.commit(repository, tip.get());
            return Optional.of(new Comparison(base, tree(here), History.changed(repository, from, here)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the repository " + repository.getDirectory(), e);
        }
    }

    private Optional<ObjectId> tip(String ref) {
        try {
            return Optional.ofNullable(repository.resolve(ref + "^{commit}"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Entry(ObjectId id, boolean link) {}

    private SourceTree tree(RevCommit commit) throws IOException {
        SortedMap<String, Entry> entries = new TreeMap<>();
        try (TreeWalk walk = new TreeWalk(repository)) {
            walk.addTree(commit.getTree());
            walk.setRecursive(true);
            while (walk.next()) {
                FileMode mode = walk.getFileMode(0);
                if (!FileMode.GITLINK.equals(mode)) {
                    entries.put(walk.getPathString(), new Entry(walk.getObjectId(0), FileMode.SYMLINK.equals(mode)));
                }
            }
        }
        return new Committed(entries, commit.getTree().getId());
    }

    /** The files of one commit, as long as the clone is open. */
    private final class Committed implements SourceTree {
        private final SortedMap<String, Entry> entries;
        private final ObjectId root;

        Committed(SortedMap<String, Entry> entries, ObjectId root) {
            this.entries = entries;
            this.root = root;
        }

        @Override
        public SortedSet<String> files() {
            return new TreeSet<>(entries.keySet());
        }

        @Override
        public SortedSet<String> links() {
            return entries.entrySet().stream()
                    .filter(entry -> entry.getValue().link())
                    .map(java.util.Map.Entry::getKey)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        @Override
        public Optional<byte[]> read(String path, int limit) {
            Entry entry = entries.get(path);
            if (entry == null || entry.link()) {
                return Optional.empty();
            }
            try {
                ObjectLoader loader = repository.open(entry.id());
                return loader.getSize() > limit ? Optional.empty() : Optional.of(loader.getBytes(limit));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + path, e);
            }
        }

        @Override
        public Optional<String> id(String path) {
            Entry entry = entries.get(path);
            return path.equals(".")
                    ? Optional.of(root.name())
                    : Optional.ofNullable(entry).map(found -> found.id().name());
        }
    }

    @Override
    public void close() {
        repository.close();
    }
}
