package io.tidelock.run.checkout;

import io.tidelock.core.change.ChangedFiles;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Heads;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.GitRemote;
import io.tidelock.core.port.run.Checkouts;
import io.tidelock.core.port.run.Prospect;
import io.tidelock.core.port.run.SourceTree;
import io.tidelock.core.port.run.WorkingTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevCommit;

/** {@link Checkouts} by JGit, below one data folder that no other process writes to. */
public final class JGitCheckouts implements Checkouts {
    /** From so many packs on, a mirror is worth repacking. */
    private static final int MANY_PACKS = 20;

    /** With this try of a job, a merge is believed although its host does not name it. */
    private static final int BELIEF = 9;

    private final CheckoutSettings settings;
    private final Places places;
    private final Mirrors mirrors;
    private final Turns turns = new Turns();

    private JGitCheckouts(CheckoutSettings settings) {
        this.settings = settings;
        this.places = new Places(settings.data());
        this.mirrors = new Mirrors(places);
    }

    /** Also shuts the machine's git settings out of JGit, for the whole process. */
    public static JGitCheckouts with(CheckoutSettings settings) {
        Seclusion.enter();
        JGitCheckouts checkouts = new JGitCheckouts(settings);
        checkouts.places.lay();
        return checkouts;
    }

    @Override
    public Prospect prepare(PullRequest pull, GitRemote remote, Lease lease) {
        lease.check();
        try (Turns.Turn turn = turns.take(places.mirror(pull.ref().repo()), lease::check)) {
            try {
                return attempt(pull, remote, lease);
            } catch (Damage damage) {
                mirrors.suspect(pull.ref().repo(), mirrors.generation(pull.ref().repo()), damage);
                return attempt(pull, remote, lease);
            }
        } catch (IOException e) {
            throw Unavailable.notDone("cannot prepare " + pull.ref() + ": " + e.getMessage(), e);
        }
    }

    private Prospect attempt(PullRequest pull, GitRemote remote, Lease lease) throws IOException {
        try (Repository mirror = mirrors.open(pull.ref().repo())) {
            Fetch fetch = new Fetch(settings, mirror, remote, lease);
            Fetch.Fetched fetched = fetch.run(pull);
            name(mirror, fetch.address());
            Prospect prospect = merged(pull, mirror, fetched);
            lease.check();
            return prospect;
        } catch (IOException e) {
            lease.check();
            Damage.rethrow(e);
            throw e;
        }
    }

    @Override
    public Prospect.Merged landed(PullRequest pull, GitRemote remote, Lease lease) {
        lease.check();
        try (Turns.Turn turn = turns.take(places.mirror(pull.ref().repo()), lease::check)) {
            try {
                return landing(pull, remote, lease);
            } catch (Damage damage) {
                mirrors.suspect(pull.ref().repo(), mirrors.generation(pull.ref().repo()), damage);
                return landing(pull, remote, lease);
            }
        } catch (IOException e) {
            throw Unavailable.notDone("cannot look at the merge of " + pull.ref() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public ChangedFiles missed(PullRef pull, Heads heads, Lease lease) {
        lease.check();
        try (Repository mirror = mirrors.open(pull.repo())) {
            RevCommit base =
                    History.commit(mirror, ObjectId.fromString(heads.base().hex()));
            RevCommit fork = History.fork(
                            mirror, base, ObjectId.fromString(heads.head().hex()))
                    .orElseThrow(() -> Merging.unrelated("its base"));
            return History.changed(mirror, fork, base);
        } catch (IOException e) {
            throw Unavailable.notDone("cannot compare " + pull + " with its base: " + e.getMessage(), e);
        }
    }

    @Override
    public SourceTree base(PullRef pull, Heads heads, Lease lease) {
        lease.check();
        try (Repository mirror = mirrors.open(pull.repo())) {
            RevCommit base =
                    History.commit(mirror, ObjectId.fromString(heads.base().hex()));
            return new CommitTree(mirrors, pull.repo(), base.getTree().copy());
        } catch (IOException e) {
            throw Unavailable.notDone("cannot look at the base of " + pull + ": " + e.getMessage(), e);
        }
    }

    private Prospect.Merged landing(PullRequest pull, GitRemote remote, Lease lease) throws IOException {
        try (Repository mirror = mirrors.open(pull.ref().repo())) {
            Fetch fetch = new Fetch(settings, mirror, remote, lease);
            Fetch.Landed landed = fetch.landed(pull);
            name(mirror, fetch.address());
            RevCommit tip = History.commit(mirror, landed.tip());
            if (!arrived(mirror, tip, landed, lease.job().attempt() >= BELIEF)) {
                throw Unavailable.notDone(
                        "the merge of " + pull.ref() + " has not arrived in "
                                + pull.base().branch() + " yet",
                        null);
            }
            CommitTree tree =
                    new CommitTree(mirrors, pull.ref().repo(), tip.getTree().copy());
            Heads heads = new Heads(pull.head().sha(), sha(tip));
            return new Prospect.Merged(heads, sha(tip), tree, landedChanges(pull, mirror, landed));
        } catch (IOException e) {
            lease.check();
            Damage.rethrow(e);
            throw e;
        }
    }

    /**
     * Whether the base branch has the merge. A host may not name it, or name its last test merge; then what counts is that the head
     * would bring nothing new.
     *
     * @param late when something must be believed of a host that does not name it
     */
    private static boolean arrived(Repository mirror, RevCommit tip, Fetch.Landed landed, boolean late)
            throws IOException {
        boolean named = landed.merge().isPresent();
        if (named && contains(mirror, tip, landed.merge().get())) {
            return true;
        }
        return landed.head().isPresent()
                        && bringsNothing(mirror, tip, landed.head().get())
                || (late && !named);
    }

    private static boolean bringsNothing(Repository mirror, RevCommit tip, ObjectId commit) throws IOException {
        RevCommit head = History.commit(mirror, commit);
        Optional<RevCommit> fork = History.fork(mirror, tip, head);
        return fork.isPresent()
                && new Merging(mirror).merge(tip, head, fork.get(), Optional.empty(), Optional.empty())
                        instanceof Merging.Result.Clean(RevCommit merged)
                && merged.getTree().equals(tip.getTree());
    }

    private static boolean contains(Repository mirror, RevCommit tip, ObjectId commit) throws IOException {
        return mirror.getObjectDatabase().has(commit) && History.reaches(mirror, tip, commit);
    }

    /** What the pull request brought: as it was before the merge where that is still known, else what the merge changed. */
    private static ChangedFiles landedChanges(PullRequest pull, Repository mirror, Fetch.Landed landed)
            throws IOException {
        for (ObjectId before : List.of(ObjectId.fromString(pull.base().sha().hex()), landed.tip())) {
            if (landed.head().isPresent() && mirror.getObjectDatabase().has(before)) {
                RevCommit head = History.commit(mirror, landed.head().get());
                Optional<RevCommit> fork = History.fork(mirror, History.commit(mirror, before), head);
                if (fork.isPresent() && !fork.get().equals(head)) {
                    return History.changed(mirror, fork.get(), head);
                }
            }
        }
        RevCommit tip = History.commit(mirror, landed.tip());
        RevCommit merge = landed.merge().isPresent()
                        && contains(mirror, tip, landed.merge().get())
                ? History.commit(mirror, landed.merge().get())
                : tip;
        return merge.getParentCount() == 0
                ? new ChangedFiles(List.of())
                : History.changed(mirror, History.commit(mirror, merge.getParent(0)), merge);
    }

    private Prospect merged(PullRequest pull, Repository mirror, Fetch.Fetched fetched) throws IOException {
        RevCommit base = History.commit(mirror, fetched.base());
        RevCommit head = History.commit(mirror, fetched.head());
        RevCommit fork = History.fork(mirror, base, head)
                .orElseThrow(() -> Merging.unrelated(pull.base().branch()));
        Heads heads = new Heads(sha(head), sha(base));
        Optional<ObjectId> earlier = Refs.read(mirror, Refs.merge(pull.ref()));
        return switch (new Merging(mirror).merge(base, head, fork, earlier, fetched.testMerge())) {
            case Merging.Result.Conflict(List<String> files) -> new Prospect.Conflict(heads, files);
            case Merging.Result.Clean(RevCommit commit) -> {
                Refs.set(mirror, Refs.merge(pull.ref()), commit);
                yield new Prospect.Merged(
                        heads,
                        sha(commit),
                        new CommitTree(
                                mirrors, pull.ref().repo(), commit.getTree().copy()),
                        History.changed(mirror, fork, head));
            }
        };
    }

    @Override
    public WorkingTree tree(PullRef pull, Prospect.Merged prospect, String workspace, Lease lease) {
        lease.check();
        CommitSha commit = prospect.commit();
        Path root = places.tree(pull, commit, workspace);
        int generation = mirrors.generation(pull.repo());
        try (Turns.Turn turn = turns.take(places.trees(pull), lease::check);
                Repository mirror = mirrors.existing(pull.repo())
                        .orElseThrow(() -> new IOException("its mirror is gone; prepare it again"))) {
            if (Trees.complete(root, commit)) {
                Trees.borrow(root.resolve(".git"), mirror);
                return new WorkingTree(root, commit, false);
            }
            Refs.set(mirror, Refs.tree(pull, commit), ObjectId.fromString(commit.hex()));
            Trees.make(root, commit, mirror, lease);
            return new WorkingTree(root, commit, true);
        } catch (IOException e) {
            suspectIfDamaged(pull, generation, e);
            throw Unavailable.notDone("cannot check out " + pull + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void drop(PullRef pull) {
        List<String> stuck = new ArrayList<>();
        try (Turns.Turn turn = turns.take(places.trees(pull), () -> {})) {
            for (Path commit : children(places.trees(pull))) {
                children(commit).forEach(tree -> Trees.remove(tree, stuck));
            }
            Deletion.delete(places.trees(pull), stuck);
            forget(pull, Refs.of(pull), name -> true);
        } catch (IOException e) {
            stuck.add(e.getMessage());
        }
        complain(pull, stuck);
    }

    /** Deletes the working trees of this pull request at any other commit than {@code keep}. */
    public void dropOthers(PullRef pull, CommitSha keep) {
        List<String> stuck = new ArrayList<>();
        try (Turns.Turn turn = turns.take(places.trees(pull), () -> {})) {
            for (Path commit : children(places.trees(pull))) {
                if (!commit.equals(places.trees(pull, keep))) {
                    children(commit).forEach(tree -> Trees.remove(tree, stuck));
                    Deletion.delete(commit, stuck);
                }
            }
            String kept = Refs.tree(pull, keep);
            forget(pull, Refs.of(pull) + "tree/", name -> !name.equals(kept));
        } catch (IOException e) {
            stuck.add(e.getMessage());
        }
        complain(pull, stuck);
    }

    /**
     * Repacks mirrors that many fetches have left in many packs; objects that nothing names any more go after two weeks. Takes
     * seconds for a large repository, during which it cannot be fetched.
     */
    public void tidy(Lease lease) {
        try {
            for (Path path : mirrors.all()) {
                lease.check();
                try (Turns.Turn turn = turns.take(path, lease::check)) {
                    Optional<Repository> mirror = packs(path) < MANY_PACKS ? Optional.empty() : mirrors.existing(path);
                    if (mirror.isPresent()) {
                        try (Repository open = mirror.get()) {
                            Git.wrap(open).gc().call();
                        }
                    }
                }
            }
        } catch (IOException | GitAPIException e) {
            throw Unavailable.notDone("cannot repack the mirrors: " + e.getMessage(), e);
        }
    }

    private static long packs(Path mirror) throws IOException {
        return children(mirror.resolve("objects/pack")).stream()
                .filter(file -> file.toString().endsWith(".pack"))
                .count();
    }

    private void forget(PullRef pull, String prefix, Predicate<String> which) throws IOException {
        try (Turns.Turn turn = turns.take(places.mirror(pull.repo()), () -> {})) {
            Optional<Repository> mirror = mirrors.existing(pull.repo());
            if (mirror.isPresent()) {
                try (Repository open = mirror.get()) {
                    Refs.deleteBelow(open, prefix, which);
                }
            }
        }
    }

    private void suspectIfDamaged(PullRef pull, int generation, IOException failure) {
        try {
            Damage.rethrow(failure);
        } catch (Damage damage) {
            mirrors.suspect(pull.repo(), generation, damage);
        }
    }

    private static void complain(PullRef pull, List<String> stuck) {
        if (!stuck.isEmpty()) {
            throw Unavailable.perhapsDone(
                    "cannot delete all of " + pull + ": "
                            + String.join("; ", stuck.subList(0, Math.min(3, stuck.size()))),
                    null);
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList();
        }
    }

    private static void name(Repository mirror, String url) throws IOException {
        StoredConfig config = mirror.getConfig();
        if (!url.equals(config.getString("remote", "origin", "url"))) {
            config.setString("remote", "origin", "url", url);
            config.save();
        }
    }

    private static CommitSha sha(RevCommit commit) {
        return new CommitSha(commit.name());
    }
}
