package io.tidelock.run.checkout;

import io.tidelock.core.change.RepoRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;

/**
 * The bare mirrors on disk. The few used last stay open; whoever asks for one closes it, which gives it back. What a killed
 * process left behind is swept away when this process first meets a mirror, since nobody else writes there.
 */
final class Mirrors {
    private static final System.Logger LOG = System.getLogger(Mirrors.class.getName());
    private static final int OPEN = 16;
    private static final String SECTION = "tidelock";
    private static final String COMPLETE = "mirror";

    private final Places places;
    private final LinkedHashMap<Path, Repository> open = new LinkedHashMap<>(OPEN, 0.75f, true);
    private final Set<Path> swept = new HashSet<>();
    private final Map<Path, Integer> generations = new HashMap<>();
    private final Set<Path> suspects = new HashSet<>();

    Mirrors(Places places) {
        this.places = places;
    }

    /** The mirror of {@code repo}; made when it is not there. */
    synchronized Repository open(RepoRef repo) throws IOException {
        Path path = places.mirror(repo);
        if (suspects.contains(path) || (!open.containsKey(path) && !complete(path))) {
            discard(path);
            create(path);
        }
        return borrow(path);
    }

    synchronized Optional<Repository> existing(RepoRef repo) throws IOException {
        return existing(places.mirror(repo));
    }

    synchronized Optional<Repository> existing(Path path) throws IOException {
        return open.containsKey(path) || complete(path) ? Optional.of(borrow(path)) : Optional.empty();
    }

    /** The folders of all mirrors. */
    List<Path> all() throws IOException {
        if (!Files.isDirectory(places.mirrors())) {
            return List.of();
        }
        try (Stream<Path> paths = Files.find(
                places.mirrors(),
                64,
                (path, attributes) ->
                        attributes.isDirectory() && path.toString().endsWith(".git"))) {
            return paths.sorted().toList();
        }
    }

    /** Counts how often the mirror was made anew by this process. */
    synchronized int generation(RepoRef repo) {
        return generations.getOrDefault(places.mirror(repo), 0);
    }

    /** Something is missing in the mirror as it was in {@code generation}: it will be made anew when it is next asked for. */
    synchronized void suspect(RepoRef repo, int generation, Throwable why) {
        if (generation == generation(repo) && suspects.add(places.mirror(repo))) {
            LOG.log(System.Logger.Level.WARNING, "the mirror of " + repo + " is damaged and will be fetched anew", why);
        }
    }

    private Repository borrow(Path path) throws IOException {
        Repository repository = open.get(path);
        if (repository == null) {
            if (swept.add(path)) {
                Leftovers.sweep(path);
            }
            repository = new FileRepositoryBuilder()
                    .setGitDir(path.toFile())
                    .setBare()
                    .setMustExist(true)
                    .build();
            open.put(path, repository);
            closeEldest();
        }
        repository.incrementOpen();
        return repository;
    }

    private void closeEldest() {
        Iterator<Repository> eldest = open.values().iterator();
        while (open.size() > OPEN) {
            Repository one = eldest.next();
            eldest.remove();
            one.close();
        }
    }

    private void discard(Path path) throws IOException {
        Repository repository = open.remove(path);
        if (repository != null) {
            repository.close();
        }
        if (Files.exists(path)) {
            Files.deleteIfExists(path.resolve("config")); // from here on it counts as incomplete
            List<String> stuck = new ArrayList<>();
            Deletion.delete(path, stuck);
            if (!stuck.isEmpty()) {
                throw new IOException("cannot delete " + stuck.getFirst());
            }
        }
    }

    private void create(Path path) throws IOException {
        Files.createDirectories(path);
        try (Repository repository =
                new FileRepositoryBuilder().setGitDir(path.toFile()).setBare().build()) {
            repository.create(true);
            StoredConfig config = repository.getConfig();
            config.setBoolean("core", null, "autocrlf", false);
            config.setBoolean("core", null, "logallrefupdates", false);
            config.setInt("gc", null, "auto", 0);
            config.setBoolean(SECTION, null, COMPLETE, true);
            config.save();
        }
        swept.add(path);
        suspects.remove(path);
        generations.merge(path, 1, Integer::sum);
    }

    private static boolean complete(Path path) throws IOException {
        if (!Files.isRegularFile(path.resolve("config")) || !Files.isRegularFile(path.resolve("HEAD"))) {
            return false;
        }
        FileBasedConfig config = new FileBasedConfig(path.resolve("config").toFile(), FS.DETECTED);
        try {
            config.load();
            return config.getBoolean(SECTION, COMPLETE, false);
        } catch (ConfigInvalidException e) {
            return false;
        }
    }
}
