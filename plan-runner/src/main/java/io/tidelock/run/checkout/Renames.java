package io.tidelock.run.checkout;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.dircache.InvalidPathException;
import org.eclipse.jgit.errors.DirCacheNameConflictException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.ThreeWayMerger;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * A second try where JGit found a conflict. Git follows a file that one side renamed and the other changed; JGit does not. So the
 * rename is made on all three sides first, and what remains is merged as usual.
 */
final class Renames {
    private final Repository mirror;

    Renames(Repository mirror) {
        this.mirror = mirror;
    }

    /** The merged tree; empty when there is still a conflict, or no rename that explains it. */
    Optional<ObjectId> merge(RevCommit base, RevCommit head, RevCommit fork) throws IOException {
        Map<String, String> byBase = renamed(fork, base);
        Map<String, String> byHead = renamed(fork, head);
        Map<String, String> all = new LinkedHashMap<>(byBase);
        for (Map.Entry<String, String> rename : byHead.entrySet()) {
            String other = all.put(rename.getKey(), rename.getValue());
            if (other != null && !other.equals(rename.getValue())) {
                return Optional.empty(); // each side has its own name for it: that is for people to settle
            }
        }
        if (all.isEmpty()) {
            return Optional.empty();
        }
        try (ObjectInserter inserter = mirror.newObjectInserter()) {
            ObjectId forkTree = moved(inserter, fork, all);
            ObjectId baseTree = moved(inserter, base, all);
            ObjectId headTree = moved(inserter, head, all);
            inserter.flush();
            ThreeWayMerger merger = (ThreeWayMerger) MergeStrategy.RESOLVE.newMerger(mirror, true);
            merger.setBase(forkTree);
            return merger.merge(baseTree, headTree) ? Optional.of(merger.getResultTreeId()) : Optional.empty();
        } catch (DirCacheNameConflictException | InvalidPathException e) {
            return Optional.empty(); // the new name is a folder on the other side
        }
    }

    private Map<String, String> renamed(RevCommit from, RevCommit to) throws IOException {
        Map<String, String> renamed = new LinkedHashMap<>();
        for (DiffEntry entry : History.entries(mirror, from, to)) {
            if (entry.getChangeType() == DiffEntry.ChangeType.RENAME) {
                renamed.put(entry.getOldPath(), entry.getNewPath());
            }
        }
        return renamed;
    }

    /** The commit's tree, with every file that still has its old name under the new one, where that is free. */
    private ObjectId moved(ObjectInserter inserter, RevCommit commit, Map<String, String> names) throws IOException {
        Map<String, DirCacheEntry> entries = new HashMap<>();
        try (TreeWalk walk = new TreeWalk(mirror)) {
            walk.addTree(commit.getTree());
            walk.setRecursive(true);
            while (walk.next()) {
                DirCacheEntry entry = new DirCacheEntry(walk.getPathString());
                entry.setFileMode(walk.getFileMode(0));
                entry.setObjectId(walk.getObjectId(0));
                entries.put(entry.getPathString(), entry);
            }
        }
        names.forEach((from, to) -> {
            DirCacheEntry old = entries.get(from);
            if (old != null && !entries.containsKey(to)) {
                DirCacheEntry fresh = new DirCacheEntry(to);
                fresh.setFileMode(old.getFileMode());
                fresh.setObjectId(old.getObjectId());
                entries.put(to, fresh);
                entries.remove(from);
            }
        });
        DirCache cache = DirCache.newInCore();
        DirCacheBuilder builder = cache.builder();
        entries.values().forEach(builder::add);
        builder.finish();
        return cache.writeTree(inserter);
    }
}
