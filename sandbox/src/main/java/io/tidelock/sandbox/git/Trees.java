package io.tidelock.sandbox.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** Reads and writes trees and blobs. */
public final class Trees {
    /** One line of a tree; the path is relative to the tree that was listed, the mode in octal, the size in bytes (0 for a tree). */
    public record Entry(String path, String mode, String type, String sha, long size) {
        public boolean isTree() {
            return type.equals("tree");
        }
    }

    private final Repository git;

    public Trees(Repository git) {
        this.git = git;
    }

    /** What lies at a path of a tree; the empty path is the tree itself. Null when nothing does. */
    public @Nullable Entry find(String tree, String path) {
        if (path.isEmpty()) {
            return new Entry("", "040000", "tree", tree, 0);
        }
        try (ObjectReader reader = git.newObjectReader();
                TreeWalk walk = TreeWalk.forPath(reader, path, ObjectId.fromString(tree))) {
            return walk == null ? null : entry(reader, walk);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of a tree; when recursive also those of the trees below. */
    public List<Entry> list(String tree, boolean recursive) {
        try (ObjectReader reader = git.newObjectReader();
                TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(ObjectId.fromString(tree));
            List<Entry> entries = new ArrayList<>();
            while (walk.next()) {
                entries.add(entry(reader, walk));
                if (recursive && walk.isSubtree()) {
                    walk.enterSubtree();
                }
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of a blob, or null when there is no such blob. */
    public byte @Nullable [] blob(String sha) {
        ObjectLoader loader = load(sha);
        return loader == null || loader.getType() != Constants.OBJ_BLOB ? null : loader.getBytes();
    }

    /** The type of an object: commit, tree, blob, tag; null when there is no such object. */
    public @Nullable String type(String sha) {
        ObjectLoader loader = load(sha);
        return loader == null ? null : Constants.typeString(loader.getType());
    }

    /** Stores bytes as a blob. */
    public String write(byte[] content) {
        try (ObjectInserter inserter = git.newObjectInserter()) {
            ObjectId id = inserter.insert(Constants.OBJ_BLOB, content);
            inserter.flush();
            return id.name();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Stores a tree that is another one with some files written or deleted.
     *
     * @param tree the tree to begin with, or null for an empty one
     */
    public String edit(@Nullable String tree, Collection<FileEdit> edits) {
        List<Placed> placed = new ArrayList<>();
        for (FileEdit edit : edits) {
            byte[] content = edit.content();
            placed.add(new Placed(
                    edit.path(), content == null ? null : write(content), edit.executable() ? "100755" : null));
        }
        return place(tree, placed);
    }

    /** A blob to be put at a path: null blob deletes; null mode keeps the old one or makes a plain file. */
    public record Placed(
            String path, @Nullable String blob, @Nullable String mode) {}

    /** As {@link #edit}, with blobs that are stored already. */
    public String place(@Nullable String tree, List<Placed> placed) {
        DirCache index = DirCache.newInCore();
        try (ObjectInserter inserter = git.newObjectInserter();
                ObjectReader reader = git.newObjectReader()) {
            if (tree != null) {
                DirCacheBuilder builder = index.builder();
                builder.addTree(new byte[0], 0, reader, ObjectId.fromString(tree));
                builder.finish();
            }
            DirCacheEditor editor = index.editor();
            for (Placed one : placed) {
                String blob = one.blob();
                editor.add(
                        blob == null ? new DirCacheEditor.DeletePath(one.path()) : put(one, ObjectId.fromString(blob)));
            }
            editor.finish();
            String written = index.writeTree(inserter).name();
            inserter.flush();
            return written;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DirCacheEditor.PathEdit put(Placed placed, ObjectId blob) {
        String mode = placed.mode();
        return new DirCacheEditor.PathEdit(placed.path()) {
            @Override
            public void apply(DirCacheEntry entry) {
                if (mode != null) {
                    entry.setFileMode(FileMode.fromBits(Integer.parseInt(mode, 8)));
                } else if (entry.getRawMode() == 0) {
                    entry.setFileMode(FileMode.REGULAR_FILE);
                }
                entry.setObjectId(blob);
            }
        };
    }

    private static Entry entry(ObjectReader reader, TreeWalk walk) throws IOException {
        FileMode mode = walk.getFileMode(0);
        ObjectId id = walk.getObjectId(0);
        long size = mode.getObjectType() == Constants.OBJ_BLOB ? reader.getObjectSize(id, Constants.OBJ_BLOB) : 0;
        return new Entry(
                walk.getPathString(),
                "%06o".formatted(mode.getBits()),
                Constants.typeString(mode.getObjectType()),
                id.name(),
                size);
    }

    private @Nullable ObjectLoader load(String sha) {
        try (ObjectReader reader = git.newObjectReader()) {
            return ObjectId.isId(sha) ? reader.open(ObjectId.fromString(sha)) : null;
        } catch (MissingObjectException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
