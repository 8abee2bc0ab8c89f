package io.tidelock.run.checkout;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.jgit.errors.NoMergeBaseException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.ResolveMerger;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * Merges head into base without a working tree. The same base and head give the same commit, on every machine and at every time:
 * working trees lie at the commit's name, and a plan may remember where it was made.
 */
final class Merging {
    private static final String NAME = "Tidelock";
    private static final String EMAIL = "tidelock@localhost";

    private final Repository mirror;

    sealed interface Result {
        record Clean(RevCommit commit) implements Result {}

        record Conflict(List<String> files) implements Result {}
    }

    Merging(Repository mirror) {
        this.mirror = mirror;
    }

    /**
     * @param earlier what was taken for an earlier merge of this pull request
     * @param hosts the host's own test merge
     */
    Result merge(RevCommit base, RevCommit head, RevCommit fork, Optional<ObjectId> earlier, Optional<ObjectId> hosts)
            throws IOException {
        if (fork.equals(base)) {
            return new Result.Clean(head);
        }
        if (fork.equals(head)) {
            return new Result.Clean(base);
        }
        for (Optional<ObjectId> known : List.of(earlier, hosts)) {
            Optional<RevCommit> merge = known.isPresent() ? ofThese(known.get(), base, head) : Optional.empty();
            if (merge.isPresent()) {
                return new Result.Clean(merge.get());
            }
        }
        return anew(base, head, fork);
    }

    private Optional<RevCommit> ofThese(ObjectId merge, RevCommit base, RevCommit head) throws IOException {
        if (!mirror.getObjectDatabase().has(merge)) {
            return Optional.empty();
        }
        RevCommit commit = History.commit(mirror, merge);
        return Arrays.asList(commit.getParents()).equals(List.of(base, head)) ? Optional.of(commit) : Optional.empty();
    }

    private Result anew(RevCommit base, RevCommit head, RevCommit fork) throws IOException {
        ResolveMerger merger = merger(MergeStrategy.RECURSIVE);
        boolean clean;
        try {
            clean = merger.merge(base, head);
        } catch (NoMergeBaseException e) { // too many forks, or forks that cannot be merged themselves: take the first
            merger = merger(MergeStrategy.RESOLVE);
            merger.setBase(fork);
            clean = merger.merge(base, head);
        }
        if (clean) {
            return new Result.Clean(write(merger.getResultTreeId(), base, head));
        }
        Optional<ObjectId> tree = new Renames(mirror).merge(base, head, fork);
        if (tree.isPresent()) {
            return new Result.Clean(write(tree.get(), base, head));
        }
        TreeSet<String> files = new TreeSet<>(merger.getUnmergedPaths());
        if (merger.getFailingPaths() != null) {
            files.addAll(merger.getFailingPaths().keySet());
        }
        return new Result.Conflict(List.copyOf(files));
    }

    private ResolveMerger merger(MergeStrategy strategy) {
        return (ResolveMerger) strategy.newMerger(mirror, true);
    }

    private RevCommit write(ObjectId tree, RevCommit base, RevCommit head) throws IOException {
        Instant time = Instant.ofEpochSecond(Math.max(base.getCommitTime(), head.getCommitTime()));
        PersonIdent us = new PersonIdent(NAME, EMAIL, time, ZoneOffset.UTC);
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        commit.setParentIds(base, head);
        commit.setAuthor(us);
        commit.setCommitter(us);
        commit.setMessage("Merge " + head.name() + " into " + base.name() + "\n");
        try (ObjectInserter inserter = mirror.newObjectInserter()) {
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            return History.commit(mirror, id);
        }
    }

    static Refused unrelated(String base) {
        return new Refused(
                Refused.Kind.NOT_ACCEPTABLE,
                Problem.of(
                        "the pull request's branch and " + base + " have no commit in common",
                        "a branch that began in " + base,
                        "Rebase the branch onto " + base + " and push it."));
    }
}
