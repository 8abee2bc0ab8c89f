package io.tidelock.sandbox.git;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/** The bare repositories below one folder. Safe for use by many threads. */
public final class Vault implements AutoCloseable {
    private final Path folder;
    private final Map<String, Repository> open = new ConcurrentHashMap<>();

    public Vault(Path folder) {
        this.folder = folder;
    }

    /** Makes an empty bare repository whose HEAD names the branch. */
    public Repository create(String name, String defaultBranch) {
        try {
            Repository git = new FileRepositoryBuilder()
                    .setGitDir(folder.resolve(name).toFile())
                    .setBare()
                    .build();
            git.create(true);
            StoredConfig config = git.getConfig();
            config.setBoolean("uploadpack", null, "allowFilter", true);
            config.setBoolean("uploadpack", null, "allowAnySHA1InWant", true);
            config.setBoolean("uploadpack", null, "allowRefInWant", true);
            config.setBoolean("receive", null, "denyNonFastForwards", false);
            config.setBoolean("commit", null, "gpgSign", false);
            config.setInt("gc", null, "auto", 0);
            config.save();
            open.put(name, git);
            setHead(git, defaultBranch);
            return git;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An existing one. */
    public Repository open(String name) {
        return open.computeIfAbsent(name, missing -> {
            File directory = folder.resolve(missing).toFile();
            try {
                return new FileRepositoryBuilder()
                        .setGitDir(directory)
                        .setBare()
                        .setMustExist(true)
                        .build();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Points HEAD at a branch. */
    public static void setHead(Repository git, String branch) {
        try {
            git.updateRef(Constants.HEAD, true).link(Constants.R_HEADS + branch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Moves or makes a ref.
     *
     * @param expected the commit it must be at: zeros when it must be new, null when it does not matter
     * @return whether it was moved
     */
    public static boolean move(Repository git, String ref, String sha, @Nullable String expected) {
        try {
            RefUpdate update = git.updateRef(ref);
            update.setNewObjectId(ObjectId.fromString(sha));
            update.setForceUpdate(true);
            update.disableRefLog();
            if (expected != null) {
                update.setExpectedOldObjectId(ObjectId.fromString(expected));
            }
            return switch (update.update()) {
                case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> true;
                default -> false;
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a ref if it is there. */
    public static void delete(Repository git, String ref) {
        try {
            RefUpdate update = git.updateRef(ref);
            update.setForceUpdate(true);
            update.delete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fetches from one repository into another by a refspec such as {@code +refs/heads/*:refs/heads/*}. */
    public void copy(String from, String to, String refSpec) {
        try (Transport transport =
                Transport.open(open(to), new URIish(folder.resolve(from).toUri().toString()))) {
            transport.setTagOpt(TagOpt.NO_TAGS);
            transport.fetch(NullProgressMonitor.INSTANCE, List.of(new RefSpec(refSpec)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        open.values().forEach(Repository::close);
        open.clear();
    }
}
