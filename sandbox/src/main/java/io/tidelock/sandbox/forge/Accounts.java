package io.tidelock.sandbox.forge;

import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Repo;
import io.tidelock.sandbox.model.Team;
import io.tidelock.sandbox.model.World;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Users, bots, organizations, teams; and what they may do. */
public final class Accounts {
    /** Login of the account that acts for the sandbox's one App. */
    public static final String APP = "sandbox-app[bot]";

    private final World world;

    Accounts(World world) {
        this.world = world;
    }

    /** The account with the login, or 404. */
    public Account named(String login) {
        Account account = world.locked(() -> world.account(login));
        if (account == null) {
            throw Refused.notFound();
        }
        return account;
    }

    /** The account with the login, made now if there is none yet. */
    public Account ensure(String login, Account.Kind kind) {
        return world.locked(() -> {
            Account existing = world.account(login);
            if (existing != null) {
                return existing;
            }
            Account account = world.add(new Account(world.nextId(), login, kind, world.now()));
            int slash = login.lastIndexOf('/');
            account.parent = slash < 0 ? null : world.account(login.substring(0, slash));
            return account;
        });
    }

    /** The account that acts for the App; it may do everything, as an App installed everywhere with every permission may. */
    public Account app() {
        return world.locked(() -> {
            Account app = ensure(APP, Account.Kind.BOT);
            app.name = "Sandbox App";
            app.siteAdmin = true;
            return app;
        });
    }

    /** The repository if the account may do that much there; 404 when it may not even see it, 403 when it may do less. */
    public Repo repository(String owner, String name, @Nullable Account account, Permission wanted) {
        return world.locked(() -> {
            Repo repo = world.repo(owner, name);
            if (repo == null || !world.permission(repo, account).allows(Permission.READ)) {
                throw Refused.notFound();
            }
            demand(repo, account, wanted);
            return repo;
        });
    }

    /** Refuses unless the account may do that much: 401 to the nameless, 404 where only admins may look, 403 otherwise. */
    public void demand(Repo repo, @Nullable Account account, Permission wanted) {
        Permission has = world.locked(() -> world.permission(repo, account));
        if (has.allows(wanted)) {
            return;
        }
        if (account == null) {
            throw Refused.with(401, "Requires authentication");
        }
        throw wanted == Permission.ADMIN && !has.allows(Permission.TRIAGE)
                ? Refused.notFound()
                : Refused.forbidden("Must have " + wanted.legacy() + " rights to Repository.");
    }

    /** A new team; the slug is made from the name. */
    public Team newTeam(Account organization, String name, @Nullable Team parent) {
        return world.locked(() -> {
            String slug = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]+", "-");
            if (organization.teams.containsKey(slug)) {
                throw Refused.custom("Team", "name", "Name must be unique for this org");
            }
            Team team = new Team(world.nextId(), organization, slug, name, parent);
            organization.teams.put(slug, team);
            return team;
        });
    }

    /** The team with the slug, or 404. */
    public Team team(Account organization, String slug) {
        Team team = world.locked(() -> organization.teams.get(slug.toLowerCase(Locale.ROOT)));
        if (team == null) {
            throw Refused.notFound();
        }
        return team;
    }
}
