package io.tidelock.run.checkout;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.dircache.InvalidPathException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * Working trees on disk: a real repository each, which borrows the mirror's objects, with its HEAD at the commit. A tree counts
 * as made once its marker is written, which is the last thing done; without the marker it is taken away and made anew.
 */
final class Trees {
    private static final String MARKER = "tidelock-complete";

    private Trees() {}

    static boolean complete(Path root, CommitSha commit) throws IOException {
        Path marker = root.resolve(".git").resolve(MARKER);
        return Files.isRegularFile(marker, LinkOption.NOFOLLOW_LINKS)
                && Files.readString(marker).strip().equals(commit.hex());
    }

    static void make(Path root, CommitSha commit, Repository mirror, Lease lease) throws IOException {
        remove(root);
        Files.createDirectories(root.resolve(".git"));
        lay(root.resolve(".git"), commit, mirror);
        try (Repository tree = new FileRepositoryBuilder()
                .setGitDir(root.resolve(".git").toFile())
                .setWorkTree(root.toFile())
                .setMustExist(true)
                .build()) {
            RevCommit target = History.commit(tree, ObjectId.fromString(commit.hex()));
            new TreeWriter(tree, lease).write(target.getTree());
        } catch (IOException | RuntimeException e) {
            lease.check();
            throw refusal(e, commit);
        }
        lease.check();
        Files.writeString(root.resolve(".git").resolve(MARKER), commit.hex() + "\n");
    }

    /** The borrowed objects lie at an absolute path: put it right when the data folder was moved. */
    static void borrow(Path git, Repository mirror) throws IOException {
        Path alternates = git.resolve("objects/info/alternates");
        String objects = mirror.getDirectory().toPath().toAbsolutePath().resolve("objects") + "\n";
        if (!Files.exists(alternates) || !Files.readString(alternates).equals(objects)) {
            Files.createDirectories(alternates.getParent());
            Files.writeString(alternates, objects);
        }
    }

    static void remove(Path root) throws IOException {
        List<String> stuck = new ArrayList<>();
        remove(root, stuck);
        if (!stuck.isEmpty()) {
            throw new IOException("cannot delete " + stuck.getFirst());
        }
    }

    /** Marker first: a tree half gone must not pass for a whole one. */
    static void remove(Path root, List<String> stuck) {
        Deletion.delete(root.resolve(".git").resolve(MARKER), stuck);
        Deletion.delete(root, stuck);
    }

    private static void lay(Path git, CommitSha commit, Repository mirror) throws IOException {
        Files.createDirectories(git.resolve("objects/pack"));
        Files.createDirectories(git.resolve("refs/heads"));
        Files.createDirectories(git.resolve("refs/tags"));
        borrow(git, mirror);
        Files.writeString(git.resolve("HEAD"), commit.hex() + "\n");
        Files.writeString(git.resolve("config"), """
                [core]
                \trepositoryformatversion = 0
                \tbare = false
                \tfilemode = true
                \tsymlinks = true
                \tautocrlf = false
                \tlogallrefupdates = false
                [gc]
                \tauto = 0
                """);
        try (Repository tree =
                new FileRepositoryBuilder().setGitDir(git.toFile()).build()) {
            String url = mirror.getConfig().getString("remote", "origin", "url");
            if (url != null) {
                tree.getConfig().setString("remote", "origin", "url", url);
                tree.getConfig().setString("remote", "origin", "fetch", "+refs/heads/*:refs/remotes/origin/*");
                tree.getConfig().save();
            }
        }
    }

    /** What the commit holds cannot be put on a disk: that is for the author to change. */
    private static RuntimeException refusal(Exception failure, CommitSha commit) throws IOException {
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof InvalidPathException path) {
            return new Refused(
                    Refused.Kind.NOT_ACCEPTABLE,
                    Problem.of(
                            "commit " + commit.abbreviated() + " cannot be checked out: " + path.getMessage(),
                            "file names that git accepts",
                            "Rename the file and push."));
        }
        if (failure instanceof java.nio.file.InvalidPathException odd) {
            return new Refused(
                    Refused.Kind.NOT_ACCEPTABLE,
                    Problem.of(
                            "commit " + commit.abbreviated() + " cannot be checked out: " + odd.getReason(),
                            "file names that this machine can write",
                            "Rename the file and push; or ask the operator to start the server with LC_ALL=C.UTF-8."));
        }
        return (RuntimeException) failure;
    }
}
