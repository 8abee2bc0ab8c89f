package io.tidelock.run.checkout;

import io.tidelock.core.change.ChangedFile;
import io.tidelock.core.change.ChangedFiles;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.RenameDetector;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** How two commits are related, and what lies between them. */
final class History {
    /** As git's own diff: half of a file alike makes a rename. */
    private static final int ALIKE = 50;

    private History() {}

    /** True when {@code to} is {@code from} or one of its ancestors. */
    static boolean reaches(Repository mirror, ObjectId from, ObjectId to) throws IOException {
        try (RevWalk walk = new RevWalk(mirror)) {
            return walk.isMergedInto(walk.parseCommit(to), walk.parseCommit(from));
        }
    }

    /** The best common ancestor; of several the first, as git does. */
    static Optional<RevCommit> fork(Repository mirror, ObjectId base, ObjectId head) throws IOException {
        try (RevWalk walk = new RevWalk(mirror)) {
            walk.setRevFilter(RevFilter.MERGE_BASE);
            walk.markStart(walk.parseCommit(base));
            walk.markStart(walk.parseCommit(head));
            Optional<RevCommit> fork = Optional.ofNullable(walk.next());
            if (fork.isPresent()) {
                walk.parseBody(fork.get());
            }
            return fork;
        }
    }

    static RevCommit commit(Repository mirror, ObjectId id) throws IOException {
        try (RevWalk walk = new RevWalk(mirror)) {
            return walk.parseCommit(id);
        }
    }

    static ChangedFiles changed(Repository mirror, RevCommit from, RevCommit to) throws IOException {
        List<ChangedFile> files = entries(mirror, from, to).stream()
                .map(entry -> switch (entry.getChangeType()) {
                    case ADD, MODIFY, COPY -> ChangedFile.at(entry.getNewPath());
                    case DELETE -> ChangedFile.at(entry.getOldPath());
                    case RENAME -> new ChangedFile(entry.getNewPath(), Optional.of(entry.getOldPath()));
                })
                .sorted(Comparator.comparing(ChangedFile::path))
                .toList();
        return new ChangedFiles(files);
    }

    static List<DiffEntry> entries(Repository mirror, RevCommit from, RevCommit to) throws IOException {
        try (ObjectReader reader = mirror.newObjectReader();
                TreeWalk walk = new TreeWalk(mirror, reader)) {
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            walk.addTree(from.getTree());
            walk.addTree(to.getTree());
            RenameDetector renames = new RenameDetector(mirror);
            renames.setRenameScore(ALIKE);
            renames.addAll(DiffEntry.scan(walk));
            return renames.compute();
        }
    }
}
