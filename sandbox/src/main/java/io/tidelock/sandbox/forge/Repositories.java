package io.tidelock.sandbox.forge;

import io.tidelock.sandbox.git.Commit;
import io.tidelock.sandbox.git.FileEdit;
import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.git.Merges;
import io.tidelock.sandbox.git.RefChange;
import io.tidelock.sandbox.git.Trees;
import io.tidelock.sandbox.git.Vault;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Label;
import io.tidelock.sandbox.model.Repo;
import io.tidelock.sandbox.model.World;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** Makes repositories and commits without a clone. */
public final class Repositories {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final List<Label> FIRST_LABELS = List.of(
            new Label(0, "bug", "d73a4a", "Something isn't working"),
            new Label(0, "documentation", "0075ca", "Improvements or additions to documentation"),
            new Label(0, "enhancement", "a2eeef", "New feature or request"),
            new Label(0, "question", "d876e3", "Further information is requested"));

    private final World world;
    private final Vault vault;
    private final Pushes pushes;

    Repositories(World world, Vault vault, Pushes pushes) {
        this.world = world;
        this.vault = vault;
        this.pushes = pushes;
    }

    /** A new and empty repository. */
    public Repo create(Account owner, String name, boolean isPrivate, @Nullable String description) {
        return world.locked(() -> {
            if (!NAME.matcher(name).matches() || name.equals(".") || name.equals("..") || name.endsWith(".git")) {
                throw Refused.custom("Repository", "name", "name is invalid");
            }
            if (world.repo(owner.login, name) != null) {
                throw Refused.custom("Repository", "name", "name already exists on this account");
            }
            Repo repo = new Repo(world.nextId(), owner, name, world.now());
            repo.isPrivate = isPrivate;
            repo.description = description;
            for (Label label : FIRST_LABELS) {
                repo.labels.put(
                        label.name(), new Label(world.nextId(), label.name(), label.color(), label.description()));
            }
            vault.create(repo.folder, repo.defaultBranch);
            world.add(repo);
            return repo;
        });
    }

    /** A copy of a repository with all its branches under another owner. */
    public Repo fork(Repo parent, Account owner, String name) {
        return world.locked(() -> {
            Repo existing = world.repo(owner.login, name);
            if (existing != null) {
                return existing;
            }
            Repo fork = create(owner, name, parent.isPrivate, parent.description);
            fork.parent = parent;
            fork.gitlab = parent.gitlab;
            fork.defaultBranch = parent.defaultBranch;
            Repository git = vault.open(fork.folder);
            Vault.setHead(git, fork.defaultBranch);
            vault.copy(parent.folder, fork.folder, "+refs/heads/*:refs/heads/*");
            return fork;
        });
    }

    /** Takes the repository away; its folder stays until the data folder is removed. */
    public void delete(Repo repo) {
        world.locked(() -> {
            world.remove(repo);
            for (Repo other : world.repos()) {
                other.pulls.values().stream()
                        .filter(pull -> pull.headRepo == repo)
                        .forEach(pull -> pull.headRepo = null);
            }
        });
    }

    /** Who a commit through the API or the web page is by. */
    public Commit.Signature signature(Account account) {
        return new Commit.Signature(account.name, account.email, world.now());
    }

    /** The first commit of an empty repository: a README. */
    public void begin(Repo repo, Account account) {
        String readme = "# " + repo.name + "\n";
        commit(
                repo,
                repo.defaultBranch,
                null,
                List.of(new FileEdit("README.md", readme.getBytes(StandardCharsets.UTF_8), false)),
                "Initial commit",
                account,
                signature(account));
    }

    /**
     * Commits changes of files on top of a branch as if they had been pushed; makes the branch if the repository is empty.
     *
     * @param from where a new branch starts, or null for the default branch; of no meaning when the branch exists
     * @return the commit
     */
    public String commit(
            Repo repo,
            String branch,
            @Nullable String from,
            Collection<FileEdit> edits,
            String message,
            Account account,
            Commit.Signature author) {
        return world.locked(() -> {
            Repository git = vault.open(repo.folder);
            History history = new History(git);
            String before = history.tip(branch);
            String parent = before;
            if (parent == null) {
                parent = history.resolve(from == null ? repo.defaultBranch : from);
            }
            String tree = parent == null ? null : history.commit(parent).tree();
            String written = new Trees(git).edit(tree, edits);
            String sha = new Merges(git)
                    .commit(written, parent == null ? List.of() : List.of(parent), author, signature(account), message);
            moveRef(repo, "refs/heads/" + branch, sha, account);
            return sha;
        });
    }

    /** Moves, makes or (zeros) deletes a ref and lets everyone know. */
    public void moveRef(Repo repo, String ref, String sha, Account account) {
        world.locked(() -> {
            Repository git = vault.open(repo.folder);
            String before = new History(git).at(ref);
            RefChange change = new RefChange(ref, before == null ? RefChange.ZEROS : before, sha);
            if (change.deleted()) {
                Vault.delete(git, ref);
            } else if (!Vault.move(git, ref, sha, before == null ? RefChange.ZEROS : before)) {
                throw Refused.with(409, "Reference cannot be updated");
            }
            pushes.happened(repo, List.of(change), account);
        });
    }
}
