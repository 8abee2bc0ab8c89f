package io.tidelock.sandbox.forge;

import io.tidelock.sandbox.git.Commit;
import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.git.Merges;
import io.tidelock.sandbox.git.Vault;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.World;
import java.time.Duration;
import org.eclipse.jgit.lib.Repository;

/** Finds out in the background whether a pull request merges, and keeps its test merge under {@code refs/pull/N/merge}. */
public final class Mergeability {
    private final World world;
    private final Vault vault;
    private final Forge.Later later;
    private volatile Duration delay;

    Mergeability(World world, Vault vault, Forge.Later later, Duration delay) {
        this.world = world;
        this.vault = vault;
        this.later = later;
        this.delay = delay;
    }

    /** How long "unknown" lasts after a change. */
    public void setDelay(Duration delay) {
        this.delay = delay;
    }

    /** Forgets the answer and begins to look for a new one. */
    public void restart(Pull pull) {
        world.locked(() -> {
            pull.mergeable = null;
            long revision = ++pull.revision;
            later.run(
                    delay,
                    () -> world.locked(() -> {
                        if (pull.revision == revision && pull.isOpen()) {
                            compute(pull);
                        }
                    }));
        });
    }

    /** The answer now, for those who cannot wait. */
    public boolean now(Pull pull) {
        return world.locked(() -> {
            Boolean known = pull.mergeable;
            return known != null ? known : compute(pull);
        });
    }

    private boolean compute(Pull pull) {
        Repository git = vault.open(pull.repo.folder);
        History history = new History(git);
        String base = history.tip(pull.baseRef);
        boolean mergeable = false;
        if (base != null) {
            Merges merges = new Merges(git);
            Commit.Signature web = web();
            String message = "Merge " + pull.headSha + " into " + base;
            String merged = merges.merge(base, pull.headSha, web, message);
            if (merged != null) {
                mergeable = true;
                Vault.move(git, pull.repo.pullRef(pull.number, "merge"), merged, null);
                pull.mergeCommitSha = merged;
                pull.rebaseable = merges.rebase(base, history.between(base, pull.headSha), web) != null;
            } else {
                pull.mergeCommitSha = null;
                pull.rebaseable = false;
                Vault.delete(git, pull.repo.pullRef(pull.number, "merge"));
            }
        }
        pull.mergeable = mergeable;
        return mergeable;
    }

    Commit.Signature web() {
        return new Commit.Signature("GitHub Enterprise", "noreply@sandbox.test", world.now());
    }
}
