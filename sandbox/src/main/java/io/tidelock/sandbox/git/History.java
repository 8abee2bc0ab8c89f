package io.tidelock.sandbox.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.RevWalkUtils;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/** Reads commits and how they descend from each other. */
public final class History {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{4,40}");

    private final Repository git;

    public History(Repository git) {
        this.git = git;
    }

    /** The commit a branch is at, or null. */
    public @Nullable String tip(String branch) {
        return at("refs/heads/" + branch);
    }

    /** What a full ref name is at, or null. */
    public @Nullable String at(String ref) {
        try {
            Ref found = git.exactRef(ref);
            ObjectId id = found == null ? null : found.getObjectId();
            return id == null ? null : id.name();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Full names of all refs with the prefix such as {@code refs/heads/}. */
    public List<Ref> refs(String prefix) {
        try {
            return git.getRefDatabase().getRefsByPrefix(prefix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The commit that a branch, tag, full ref or (abbreviated) hash names, or null. */
    public @Nullable String resolve(String name) {
        try {
            ObjectId id = null;
            for (String ref : List.of("refs/heads/" + name, "refs/tags/" + name, "refs/" + name, name)) {
                Ref found = ref.startsWith("refs/") || ref.equals("HEAD") ? git.exactRef(ref) : null;
                if (found != null && found.getObjectId() != null) {
                    id = found.getObjectId();
                    break;
                }
            }
            if (id == null && HEX.matcher(name).matches()) {
                id = git.resolve(name);
            }
            if (id == null) {
                return null;
            }
            try (RevWalk walk = new RevWalk(git)) {
                return walk.parseCommit(id).name();
            }
        } catch (MissingObjectException | IncorrectObjectTypeException | RevisionSyntaxException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A commit by its full hash. */
    public Commit commit(String sha) {
        try (RevWalk walk = new RevWalk(git)) {
            return read(walk.parseCommit(ObjectId.fromString(sha)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is reachable from head and not from base, oldest first. */
    public List<Commit> between(String base, String head) {
        try (RevWalk walk = new RevWalk(git)) {
            walk.sort(RevSort.TOPO);
            walk.sort(RevSort.REVERSE, true);
            walk.markStart(walk.parseCommit(ObjectId.fromString(head)));
            walk.markUninteresting(walk.parseCommit(ObjectId.fromString(base)));
            List<Commit> commits = new ArrayList<>();
            for (RevCommit commit : walk) {
                commits.add(read(commit));
            }
            return commits;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Commits from the start backwards, newest first; with a path only those that touch it. */
    public List<Commit> log(String start, @Nullable String path, int limit) {
        try (RevWalk walk = new RevWalk(git)) {
            walk.markStart(walk.parseCommit(ObjectId.fromString(start)));
            if (path != null && !path.isEmpty()) {
                walk.setTreeFilter(AndTreeFilter.create(PathFilter.create(path), TreeFilter.ANY_DIFF));
            }
            List<Commit> commits = new ArrayList<>();
            for (RevCommit commit : walk) {
                if (commits.size() >= limit) {
                    break;
                }
                commits.add(read(commit));
            }
            return commits;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The best common ancestor, or null when the histories are unrelated. */
    public @Nullable String mergeBase(String one, String other) {
        try (RevWalk walk = new RevWalk(git)) {
            walk.setRevFilter(RevFilter.MERGE_BASE);
            walk.markStart(walk.parseCommit(ObjectId.fromString(one)));
            walk.markStart(walk.parseCommit(ObjectId.fromString(other)));
            RevCommit base = walk.next();
            return base == null ? null : base.name();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the first commit is reachable from the second. */
    public boolean contains(String ancestor, String tip) {
        try (RevWalk walk = new RevWalk(git)) {
            return walk.isMergedInto(
                    walk.parseCommit(ObjectId.fromString(ancestor)), walk.parseCommit(ObjectId.fromString(tip)));
        } catch (MissingObjectException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many commits are reachable from the first and not from the second. */
    public int count(String from, String without) {
        try (RevWalk walk = new RevWalk(git)) {
            return RevWalkUtils.count(
                    walk, walk.parseCommit(ObjectId.fromString(from)), walk.parseCommit(ObjectId.fromString(without)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Commit read(RevCommit commit) {
        return new Commit(
                commit.name(),
                commit.getTree().name(),
                Arrays.stream(commit.getParents()).map(ObjectId::name).toList(),
                signature(commit.getAuthorIdent()),
                signature(commit.getCommitterIdent()),
                commit.getFullMessage().stripTrailing());
    }

    private static Commit.Signature signature(PersonIdent ident) {
        return new Commit.Signature(ident.getName(), ident.getEmailAddress(), ident.getWhenAsInstant());
    }
}
