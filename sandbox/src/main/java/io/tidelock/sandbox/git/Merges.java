package io.tidelock.sandbox.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.ThreeWayMerger;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/** Joins histories without a working tree. Makes commits; moves no ref. */
public final class Merges {
    private final Repository git;

    public Merges(Repository git) {
        this.git = git;
    }

    /** The merge commit of head into base, or null when they conflict. */
    public @Nullable String merge(String base, String head, Commit.Signature who, String message) {
        String tree = mergedTree(base, head);
        return tree == null ? null : commit(tree, List.of(base, head), who, who, message);
    }

    /** One commit on base with all of head's changes, or null when they conflict. */
    public @Nullable String squash(
            String base, String head, Commit.Signature author, Commit.Signature committer, String message) {
        String tree = mergedTree(base, head);
        return tree == null ? null : commit(tree, List.of(base), author, committer, message);
    }

    /** Head's commits again on top of base, merges left out; the last of them, or null when one conflicts. */
    public @Nullable String rebase(String base, List<Commit> commits, Commit.Signature committer) {
        String tip = base;
        for (Commit commit : commits) {
            if (commit.parents().size() != 1) {
                continue;
            }
            String tree = pickedTree(tip, commit);
            if (tree == null) {
                return null;
            }
            tip = commit(tree, List.of(tip), commit.author(), committer, commit.message());
        }
        return tip;
    }

    /** Stores a commit. */
    public String commit(
            String tree, List<String> parents, Commit.Signature author, Commit.Signature committer, String message) {
        CommitBuilder builder = new CommitBuilder();
        builder.setTreeId(ObjectId.fromString(tree));
        builder.setParentIds(parents.stream().map(ObjectId::fromString).toList());
        builder.setAuthor(ident(author));
        builder.setCommitter(ident(committer));
        builder.setMessage(message);
        try (ObjectInserter inserter = git.newObjectInserter()) {
            ObjectId id = inserter.insert(builder);
            inserter.flush();
            return id.name();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The person as git writes it, in UTC. */
    public static PersonIdent ident(Commit.Signature signature) {
        Instant when = signature.when();
        return new PersonIdent(signature.name(), signature.email(), when, ZoneOffset.UTC);
    }

    private @Nullable String mergedTree(String base, String head) {
        try (RevWalk walk = new RevWalk(git)) {
            RevCommit into = walk.parseCommit(ObjectId.fromString(base));
            RevCommit from = walk.parseCommit(ObjectId.fromString(head));
            return result(MergeStrategy.RECURSIVE.newMerger(git, true), into, from);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable String pickedTree(String onto, Commit commit) {
        try (RevWalk walk = new RevWalk(git)) {
            ThreeWayMerger merger = MergeStrategy.RECURSIVE.newMerger(git, true);
            merger.setBase(walk.parseCommit(ObjectId.fromString(commit.parents().get(0))));
            return result(
                    merger,
                    walk.parseCommit(ObjectId.fromString(onto)),
                    walk.parseCommit(ObjectId.fromString(commit.sha())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In-core merging keeps new objects in its own inserter: they must be flushed before the tree can be used. */
    private static @Nullable String result(ThreeWayMerger merger, RevCommit one, RevCommit other) throws IOException {
        try (ObjectInserter inserter = merger.getObjectInserter()) {
            if (!merger.merge(one, other)) {
                return null;
            }
            inserter.flush();
            return merger.getResultTreeId().name();
        }
    }
}
