package io.tidelock.run.checkout;

import io.tidelock.core.job.Lease;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheCheckout;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.dircache.InvalidPathException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.CoreConfig;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.WorkingTreeOptions;
import org.eclipse.jgit.util.RawParseUtils;

/**
 * Writes the files of a commit into an empty folder, and the index that belongs to them. JGit's own checkout expects that files
 * are there already: it compares, writes beside and renames, which for a large repository takes several times as long. Here every
 * file and folder must be new, so nothing is ever written through a link.
 */
final class TreeWriter {
    private static final int FILES_BETWEEN_CHECKS = 64;

    private final Repository tree;
    private final Path root;
    private final Lease lease;
    private final WorkingTreeOptions options;
    private final Set<String> folders = new HashSet<>();

    TreeWriter(Repository tree, Lease lease) {
        this.tree = tree;
        this.root = tree.getWorkTree().toPath();
        this.lease = lease;
        this.options = tree.getConfig().get(WorkingTreeOptions.KEY);
    }

    /** Throws {@code InvalidPathException} when the commit names something that no file may be called. */
    void write(ObjectId commitTree) throws IOException {
        DirCache index = tree.lockDirCache();
        try (ObjectReader reader = tree.newObjectReader();
                TreeWalk walk = new TreeWalk(tree, reader)) {
            DirCacheBuilder builder = index.builder();
            walk.setOperationType(TreeWalk.OperationType.CHECKOUT_OP);
            walk.addTree(commitTree);
            int files = 0;
            while (walk.next()) {
                if (walk.isSubtree()) {
                    walk.enterSubtree();
                    continue;
                }
                if (files++ % FILES_BETWEEN_CHECKS == 0) {
                    lease.check();
                }
                builder.add(entry(walk, reader));
            }
            if (!builder.commit()) {
                throw new IOException("the index of " + root + " could not be written");
            }
        } finally {
            index.unlock();
        }
    }

    /** The name is looked at before anything is written. */
    private DirCacheEntry entry(TreeWalk walk, ObjectReader reader) throws IOException {
        DirCacheEntry entry = new DirCacheEntry(walk.getRawPath());
        FileMode mode = walk.getFileMode(0);
        entry.setFileMode(mode);
        entry.setObjectId(walk.getObjectId(0));
        String name = walk.getPathString();
        Path file = root.resolve(name);
        try {
            makeFolder(parent(name));
            if (FileMode.GITLINK.equals(mode)) {
                makeFolder(name);
            } else if (FileMode.SYMLINK.equals(mode)) {
                byte[] target =
                        reader.open(walk.getObjectId(0), Constants.OBJ_BLOB).getCachedBytes();
                Files.createSymbolicLink(file, Path.of(RawParseUtils.decode(target)));
            } else {
                write(file, walk, reader.open(walk.getObjectId(0), Constants.OBJ_BLOB));
                if (FileMode.EXECUTABLE_FILE.equals(mode)) {
                    tree.getFS().setExecute(file.toFile(), true);
                }
            }
        } catch (FileAlreadyExistsException twin) { // where upper and lower case are the same
            throw new InvalidPathException(name);
        }
        BasicFileAttributes made = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        entry.setLastModified(made.lastModifiedTime().toInstant());
        if (!FileMode.GITLINK.equals(mode)) {
            entry.setLength(made.size());
        }
        return entry;
    }

    private void write(Path file, TreeWalk walk, ObjectLoader content) throws IOException {
        DirCacheCheckout.CheckoutMetadata how =
                new DirCacheCheckout.CheckoutMetadata(walk.getCheckoutEolStreamType(0), walk.getSmudgeCommand(0));
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            if (how.eolStreamType == CoreConfig.EolStreamType.DIRECT && how.smudgeFilterCommand == null) {
                content.copyTo(out);
            } else {
                DirCacheCheckout.getContent(tree, walk.getPathString(), how, content, options, out);
            }
        }
    }

    private static String parent(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('/')));
    }

    private void makeFolder(String name) throws IOException {
        if (!name.isEmpty() && folders.add(name)) {
            makeFolder(parent(name));
            Files.createDirectory(root.resolve(name));
        }
    }
}
