package io.tidelock.sandbox.forge;

import io.tidelock.sandbox.git.Vault;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Repo;
import io.tidelock.sandbox.model.World;
import java.time.Duration;
import org.eclipse.jgit.lib.Repository;

/** The forge's departments, made once and wired to each other. */
public final class Forge {
    /** Runs work after a while on another thread. */
    public interface Later {
        void run(Duration delay, Runnable work);
    }

    public final World world;
    public final Herald herald;
    public final Vault vault;
    public final Accounts accounts;
    public final Repositories repositories;
    public final Gate gate;
    public final Mergeability mergeability;
    public final Pulls pulls;
    public final Pushes pushes;
    public final Merging merging;
    public final Talk talk;
    public final Verdicts verdicts;

    public Forge(World world, Vault vault, Herald herald, Later later, Duration mergeabilityDelay) {
        this.world = world;
        this.herald = herald;
        this.vault = vault;
        this.accounts = new Accounts(world);
        this.gate = new Gate(world, vault);
        this.mergeability = new Mergeability(world, vault, later, mergeabilityDelay);
        this.pulls = new Pulls(world, vault, herald, mergeability);
        this.pushes = new Pushes(world, vault, herald, pulls, mergeability);
        this.repositories = new Repositories(world, vault, pushes);
        this.merging = new Merging(world, vault, gate, mergeability, pulls, pushes);
        this.talk = new Talk(world, herald);
        this.verdicts = new Verdicts(world, vault, herald);
    }

    /** The git repository behind a repository. */
    public Repository git(Repo repo) {
        return vault.open(repo.folder);
    }

    /** The account with the login. */
    public Account account(String login) {
        return accounts.named(login);
    }
}
