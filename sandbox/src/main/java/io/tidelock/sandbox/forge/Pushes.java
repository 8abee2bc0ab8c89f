package io.tidelock.sandbox.forge;

import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.git.RefChange;
import io.tidelock.sandbox.git.Vault;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Protection;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;
import io.tidelock.sandbox.model.World;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides which pushes are taken, and lets pull requests follow the branches. */
public final class Pushes {
    private final World world;
    private final Vault vault;
    private final Herald herald;
    private final Pulls pulls;
    private final Mergeability mergeability;

    Pushes(World world, Vault vault, Herald herald, Pulls pulls, Mergeability mergeability) {
        this.world = world;
        this.vault = vault;
        this.herald = herald;
        this.pulls = pulls;
        this.mergeability = mergeability;
    }

    /** Why a pusher may not make this change, or null. */
    public @Nullable String objection(Repo repo, RefChange change, Account pusher) {
        return world.locked(() -> {
            if (change.ref().startsWith("refs/pull/")
                    || change.ref().startsWith("refs/merge-requests/")
                    || change.ref().startsWith("refs/forks/")) {
                return "deny updating a hidden ref";
            }
            Protection rules = change.isBranch() ? repo.protections.get(change.shortName()) : null;
            if (rules == null) {
                return null;
            }
            boolean admin = world.permission(repo, pusher).allows(Permission.ADMIN);
            if (change.deleted()) {
                return "protected branch hook declined";
            }
            boolean forced = !change.created()
                    && !new History(vault.open(repo.folder)).contains(change.before(), change.after());
            boolean excused = admin && !rules.enforceAdmins();
            boolean direct = rules.requiresReviews() || rules.requiresChecks();
            return forced || direct && !excused ? "protected branch hook declined" : null;
        });
    }

    /** These refs have moved already: tells it, and moves, closes or merges what hangs on them. */
    public void happened(Repo repo, List<RefChange> changes, Account pusher) {
        world.locked(() -> {
            for (RefChange change : changes) {
                repo.pushedAt = world.now();
                herald.push(repo, change, pusher);
                if (change.isBranch()) {
                    for (Repo other : List.copyOf(world.repos())) {
                        for (Pull pull : List.copyOf(other.pulls.values())) {
                            follow(pull, repo, change, pusher);
                        }
                    }
                }
            }
        });
    }

    private void follow(Pull pull, Repo repo, RefChange change, Account pusher) {
        if (Pulls.comesFrom(pull, repo, change)) {
            if (change.deleted()) {
                pulls.close(pull, pusher);
            } else if (!change.after().equals(pull.headSha)) {
                pulls.synchronize(pull, change.after(), pusher);
            }
        } else if (Pulls.goesInto(pull, repo, change)) {
            if (change.deleted()) {
                pulls.close(pull, pusher);
            } else if (new History(vault.open(repo.folder)).contains(pull.headSha, change.after())) {
                pulls.markMerged(pull, change.after(), pusher);
            } else {
                mergeability.restart(pull);
            }
        }
    }
}
