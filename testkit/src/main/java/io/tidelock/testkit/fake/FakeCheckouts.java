package io.tidelock.testkit.fake;

import io.tidelock.core.change.ChangedFiles;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Heads;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.GitRemote;
import io.tidelock.core.port.run.Checkouts;
import io.tidelock.core.port.run.Prospect;
import io.tidelock.core.port.run.SourceTree;
import io.tidelock.core.port.run.WorkingTree;
import io.tidelock.testkit.contract.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Checkouts and the host they fetch from, in memory; only working trees are on disk. A test writes the commits. */
public final class FakeCheckouts implements Checkouts {
    /** With this try of a job, a merge is believed although its host does not name it. */
    private static final int BELIEF = 9;

    private final Path folder;
    private final Map<RepoRef, FakeHistory> histories = new ConcurrentHashMap<>();
    private volatile Optional<RuntimeException> failure = Optional.empty();

    private volatile Optional<RuntimeException> undeletable = Optional.empty();

    public FakeCheckouts(Path folder) {
        this.folder = folder;
    }

    public CommitSha commit(RepoRef repo, Snapshot files, CommitSha... parents) {
        return history(repo).commit(files, List.of(parents));
    }

    /** A commit that the host has named already. */
    public void commit(RepoRef repo, CommitSha name, Snapshot files, CommitSha... parents) {
        history(repo).commit(name, files, List.of(parents));
    }

    public void point(RepoRef repo, String ref, CommitSha commit) {
        history(repo).point(ref, commit);
    }

    /** From now on every preparation fails so, as if the host could not be reached. */
    public void fail(RuntimeException how) {
        failure = Optional.of(how);
    }

    /** From now on no tree can be deleted, as if the disk had failed. */
    public void failDrops(RuntimeException how) {
        undeletable = Optional.of(how);
    }

    public void heal() {
        failure = Optional.empty();
        undeletable = Optional.empty();
    }

    @Override
    public synchronized Prospect prepare(PullRequest pull, GitRemote remote, Lease lease) {
        lease.check();
        failure.ifPresent(how -> {
            throw how;
        });
        FakeHistory history = history(pull.ref().repo());
        CommitSha base = history.tip("refs/heads/" + pull.base().branch())
                .orElseThrow(() -> absent("the branch " + pull.base().branch()));
        CommitSha head = head(history, pull.head().sha(), history.tip(remote.headRef()));
        Heads heads = new Heads(head, base);
        CommitSha fork = history.fork(base, head).orElseThrow(FakeCheckouts::unrelated);
        TreeMap<String, String> merged = new TreeMap<>();
        List<String> conflicts = history.merge(fork, base, head, merged);
        if (!conflicts.isEmpty()) {
            return new Prospect.Conflict(heads, conflicts);
        }
        CommitSha commit =
                fork.equals(base) ? head : fork.equals(head) ? base : history.commit(merged, List.of(base, head));
        return new Prospect.Merged(heads, commit, new FakeSource(merged), history.changed(fork, head));
    }

    @Override
    public synchronized Prospect.Merged landed(PullRequest pull, GitRemote remote, Lease lease) {
        lease.check();
        failure.ifPresent(how -> {
            throw how;
        });
        FakeHistory history = history(pull.ref().repo());
        CommitSha tip = history.tip("refs/heads/" + pull.base().branch())
                .orElseThrow(() -> absent("the branch " + pull.base().branch()));
        Optional<CommitSha> merge = pull.testMerge().filter(named -> history.reaches(tip, named));
        boolean late = lease.job().attempt() >= BELIEF;
        boolean unnamed = pull.testMerge().isEmpty();
        boolean waits = merge.isEmpty()
                && (!unnamed || !late)
                && !bringsNothing(history, tip, pull.head().sha());
        if (waits) {
            throw Unavailable.notDone("the merge has not arrived yet", null);
        }
        CommitSha head = pull.head().sha();
        Optional<CommitSha> fork = Stream.of(pull.base().sha(), tip)
                .filter(before -> history.has(head) && history.has(before))
                .flatMap(before -> history.fork(before, head).stream())
                .filter(commit -> !commit.equals(head))
                .findFirst();
        CommitSha last = merge.orElse(tip);
        ChangedFiles changed = fork.map(commit -> history.changed(commit, head))
                .or(() -> history.parent(last).map(parent -> history.changed(parent, last)))
                .orElse(new ChangedFiles(List.of()));
        return new Prospect.Merged(new Heads(head, tip), tip, new FakeSource(history.entries(tip)), changed);
    }

    @Override
    public synchronized ChangedFiles missed(PullRef pull, Heads heads, Lease lease) {
        lease.check();
        FakeHistory history = history(pull.repo());
        return history.fork(heads.base(), heads.head())
                .map(fork -> history.changed(fork, heads.base()))
                .orElseThrow(FakeCheckouts::unrelated);
    }

    @Override
    public synchronized SourceTree base(PullRef pull, Heads heads, Lease lease) {
        lease.check();
        return new FakeSource(history(pull.repo()).entries(heads.base()));
    }

    private static boolean bringsNothing(FakeHistory history, CommitSha tip, CommitSha head) {
        if (!history.has(head)) {
            return false;
        }
        TreeMap<String, String> merged = new TreeMap<>();
        return history.fork(tip, head)
                .filter(fork -> history.merge(fork, tip, head, merged).isEmpty())
                .filter(fork -> merged.equals(history.entries(tip)))
                .isPresent();
    }

    private static CommitSha head(FakeHistory history, CommitSha named, Optional<CommitSha> live) {
        if (live.isEmpty() || (history.has(named) && history.reaches(named, live.get()))) {
            if (history.has(named)) {
                return named;
            }
        }
        return live.orElseThrow(() -> absent("the head"));
    }

    private static Refused unrelated() {
        return new Refused(Refused.Kind.NOT_ACCEPTABLE, Problem.of("the branches have no commit in common", "", ""));
    }

    private static Refused absent(String what) {
        return new Refused(Refused.Kind.NOT_FOUND, Problem.of("the host does not have " + what, "", ""));
    }

    @Override
    public synchronized WorkingTree tree(PullRef pull, Prospect.Merged prospect, String workspace, Lease lease) {
        lease.check();
        Path root = place(pull).resolve(prospect.commit().hex()).resolve(FakeHistory.digest(workspace));
        if (Files.exists(root)) {
            return new WorkingTree(root, prospect.commit(), false);
        }
        try {
            Files.createDirectories(root.resolve(".git"));
            for (Map.Entry<String, String> entry :
                    history(pull.repo()).entries(prospect.commit()).entrySet()) {
                write(root.resolve(entry.getKey()), entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new WorkingTree(root, prospect.commit(), true);
    }

    private static void write(Path file, String entry) throws IOException {
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (FakeHistory.isLink(entry)) {
            Files.createSymbolicLink(file, Path.of(FakeHistory.content(entry)));
        } else {
            Files.writeString(file, FakeHistory.content(entry));
        }
    }

    @Override
    public synchronized void drop(PullRef pull) {
        undeletable.ifPresent(how -> {
            throw how;
        });
        if (!Files.exists(place(pull))) {
            return;
        }
        try (Stream<Path> paths = Files.walk(place(pull))) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path place(PullRef pull) {
        return folder.resolve(FakeHistory.digest(pull.toString()));
    }

    private FakeHistory history(RepoRef repo) {
        return histories.computeIfAbsent(repo, unseen -> new FakeHistory());
    }
}
