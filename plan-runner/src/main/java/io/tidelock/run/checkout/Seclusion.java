package io.tidelock.run.checkout;

import java.nio.file.Path;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FS_POSIX;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the machine's git settings out of JGit, for the whole process: no system, user or XDG configuration is read or
 * written, no environment variable counts, and neither {@code git} nor {@code sh} is started to ask for anything.
 */
final class Seclusion extends SystemReader.Delegate {
    private static final int UMASK = 0022;

    private Seclusion(SystemReader real) {
        super(real);
    }

    static synchronized void enter() {
        if (SystemReader.getInstance() instanceof Seclusion) {
            return;
        }
        SystemReader.setInstance(new Seclusion(SystemReader.getInstance()));
        FS.FileStoreAttributes.setBackground(true);
        if (FS.DETECTED instanceof FS_POSIX posix) {
            posix.setUmask(UMASK);
        }
    }

    @Override
    public String getHostname() {
        return "localhost";
    }

    @Override
    public @Nullable String getenv(String variable) {
        return null;
    }

    @Override
    public @Nullable Path getXdgConfigDirectory(FS fileSystem) {
        return null;
    }

    @Override
    public @Nullable Path getXdgCacheDirectory(FS fileSystem) {
        return null;
    }

    @Override
    public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
        return new Blank(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
        return new Blank(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
        return new Blank(parent, fs);
    }

    /** Remembers what is set, in memory only. */
    private static final class Blank extends FileBasedConfig {
        Blank(@Nullable Config parent, FS fs) {
            super(parent, Path.of("none").toFile(), fs);
        }

        @Override
        public void load() {
            // there is nothing to read
        }

        @Override
        public void save() {
            // and nowhere to write
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
