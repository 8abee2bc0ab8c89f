package io.tidelock.run.checkout;

import io.tidelock.core.change.CommitSha;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;

/** Writes commits into a bare repository, each with all its files. */
record GitScribe(Repository repository) {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** A file by its content; a link by its target. */
    record Entry(FileMode mode, byte[] content) {
        static Entry file(String content) {
            return new Entry(FileMode.REGULAR_FILE, content.getBytes(StandardCharsets.UTF_8));
        }

        static Entry program(String content) {
            return new Entry(FileMode.EXECUTABLE_FILE, content.getBytes(StandardCharsets.UTF_8));
        }

        static Entry submodule() {
            return new Entry(FileMode.GITLINK, new byte[0]);
        }

        static Entry link(String target) {
            return new Entry(FileMode.SYMLINK, target.getBytes(StandardCharsets.UTF_8));
        }
    }

    static Map<String, Entry> files(String... namesAndContents) {
        Map<String, Entry> files = new TreeMap<>();
        for (int i = 0; i < namesAndContents.length; i += 2) {
            files.put(namesAndContents[i], Entry.file(namesAndContents[i + 1]));
        }
        return files;
    }

    CommitSha commit(Map<String, Entry> files, CommitSha... parents) {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            DirCache cache = DirCache.newInCore();
            DirCacheBuilder builder = cache.builder();
            for (Map.Entry<String, Entry> file : files.entrySet()) {
                DirCacheEntry entry = new DirCacheEntry(file.getKey());
                entry.setFileMode(file.getValue().mode());
                entry.setObjectId(
                        inserter.insert(Constants.OBJ_BLOB, file.getValue().content()));
                builder.add(entry);
            }
            builder.finish();
            return commit(inserter, cache.writeTree(inserter), parents);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A commit of a tree written byte by byte, as no honest tool would. */
    CommitSha raw(byte[] tree, CommitSha... parents) {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            return commit(inserter, inserter.insert(Constants.OBJ_TREE, tree), parents);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ObjectId blob(String content) {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId id = inserter.insert(Constants.OBJ_BLOB, content.getBytes(StandardCharsets.UTF_8));
            inserter.flush();
            return id;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CommitSha commit(ObjectInserter inserter, ObjectId tree, CommitSha... parents) throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        commit.setParentIds(Arrays.stream(parents)
                .map(parent -> ObjectId.fromString(parent.hex()))
                .toArray(ObjectId[]::new));
        PersonIdent someone =
                new PersonIdent("Ann", "ann@example.org", START.plusSeconds(60L * depth(parents)), ZoneOffset.UTC);
        commit.setAuthor(someone);
        commit.setCommitter(someone);
        commit.setMessage("Change");
        ObjectId id = inserter.insert(commit);
        inserter.flush();
        return new CommitSha(id.name());
    }

    private int depth(CommitSha... parents) throws IOException {
        int depth = 0;
        for (CommitSha parent : parents) {
            int time = History.commit(repository, ObjectId.fromString(parent.hex()))
                    .getCommitTime();
            depth = Math.max(depth, (int) ((time - START.getEpochSecond()) / 60) + 1);
        }
        return depth;
    }

    void point(String ref, CommitSha commit) {
        try {
            RefUpdate update = repository.updateRef(ref);
            update.setNewObjectId(ObjectId.fromString(commit.hex()));
            update.setForceUpdate(true);
            update.update();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remove(String ref) {
        try {
            RefUpdate update = repository.updateRef(ref);
            update.setForceUpdate(true);
            update.delete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
