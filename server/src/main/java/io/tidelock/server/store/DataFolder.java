package io.tidelock.server.store;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A folder on a local disk that one process at a time uses. */
final class DataFolder implements AutoCloseable {
    /** Says what kind of file system a folder lies on. */
    interface FileSystems {
        String type(Path folder) throws IOException;
    }

    static final FileSystems REAL = folder -> Files.getFileStore(folder).type();

    /** Their locks and shared memory do not work as SQLite needs them: two servers could write, or a crash lose a promise. */
    private static final Set<String> NETWORK = Set.of(
            "nfs",
            "nfs3",
            "nfs4",
            "cifs",
            "smb",
            "smb2",
            "smb3",
            "smbfs",
            "9p",
            "afs",
            "openafs",
            "afpfs",
            "ncpfs",
            "ceph",
            "glusterfs",
            "lustre",
            "gpfs",
            "beegfs",
            "gfs2",
            "ocfs2",
            "coda",
            "davfs",
            "webdav",
            "s3fs",
            "sshfs",
            "rclone",
            "gcsfuse",
            "davfs2",
            "mountpoint-s3",
            "blobfuse",
            "blobfuse2",
            "goofys",
            "juicefs",
            "moosefs",
            "mfs");

    /**
     * Folders this process has open. The operating system forgets a process's lock on a file as soon as the process closes
     * the file anywhere, so a second opening must be refused before it touches the file.
     */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static DataFolder open(Path wanted, FileSystems fileSystems) {
        try {
            Path path =
                    Files.createDirectories(wanted, Keys.onlyMine("rwx------")).toRealPath();
            refuseNetwork(path, fileSystems.type(path));
            if (!OPEN.add(path)) {
                throw inUse(path, "this process, " + ProcessHandle.current().pid());
            }
            @Nullable DataFolder folder = null;
            try {
                folder = locked(path);
                return folder;
            } finally {
                if (folder == null) {
                    OPEN.remove(path);
                }
            }
        } catch (IOException broken) {
            throw refused(
                    "the data folder " + wanted + " cannot be used: " + broken,
                    "a folder that this user may write to",
                    "Make it writable, or name another data folder.");
        }
    }

    private static DataFolder locked(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path.resolve("tidelock.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        boolean mine = false;
        try {
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(path, "process " + written(channel));
            }
            channel.truncate(0);
            channel.write(
                    StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
            channel.force(true);
            mine = true;
            return new DataFolder(path, channel);
        } finally {
            if (!mine) {
                channel.close();
            }
        }
    }

    private static String written(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(32);
        channel.read(pid, 0);
        String text = StandardCharsets.US_ASCII.decode(pid.flip()).toString().strip();
        return text.isEmpty() ? "(not written down)" : text;
    }

    /** {@link Refused} for a file system across a network. */
    static void refuseNetwork(Path path, String type) {
        String plain = type.toLowerCase(Locale.ROOT);
        String name = plain.startsWith("fuse.") ? plain.substring("fuse.".length()) : plain;
        if (NETWORK.contains(name)) {
            throw refused(
                    "the data folder " + path + " lies on a network file system (" + type + ")",
                    "a local disk, since SQLite's locks do not hold across a network",
                    "Name a folder on a local disk or a block volume.");
        }
    }

    private static Refused inUse(Path path, String holder) {
        return refused(
                "the data folder " + path + " is in use by another server (" + holder + ")",
                "a data folder of its own for every server",
                "Stop the other server, or name another data folder.");
    }

    private static Refused refused(String met, String expected, String next) {
        return new Refused(Refused.Kind.NOT_ACCEPTABLE, Problem.of(met, expected, next));
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException ignored) {
            // the operating system frees the lock when the process ends, if not now
        } finally {
            OPEN.remove(path);
        }
    }
}
