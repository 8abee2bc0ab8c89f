package io.tidelock.sandbox.model;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything the forge remembers, behind one lock. Nothing of it outlives the process but the git repositories. */
public final class World {
    private final ReentrantLock lock = new ReentrantLock(true);
    private final AtomicLong lastId = new AtomicLong(1000);
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Map<String, Account> tokens = new LinkedHashMap<>();
    private final Map<String, Instant> ends = new HashMap<>();
    private final Map<String, Repo> repos = new LinkedHashMap<>();

    public World(Clock clock) {
        this.clock = clock;
    }

    /** Does the work while nobody else touches the world. May be nested. */
    public <T extends @Nullable Object> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #locked(Supplier)}, for work without a result. */
    public void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    /** The next id; ids go up across all kinds of things. */
    public long nextId() {
        return lastId.incrementAndGet();
    }

    /** Now, in whole seconds. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    public Account add(Account account) {
        accounts.put(account.login.toLowerCase(Locale.ROOT), account);
        return account;
    }

    public @Nullable Account account(String login) {
        return accounts.get(login.toLowerCase(Locale.ROOT));
    }

    public Collection<Account> accounts() {
        return accounts.values();
    }

    /** A new random token for the account, with the given prefix such as {@code ghp_}. */
    public String newToken(String prefix, Account account) {
        byte[] bytes = new byte[18];
        random.nextBytes(bytes);
        String token = prefix + HexFormat.of().formatHex(bytes);
        tokens.put(token, account);
        return token;
    }

    /** As {@link #newToken(String, Account)}, for a token that is good for a while only. */
    public String newToken(String prefix, Account account, Instant until) {
        String token = newToken(prefix, account);
        ends.put(token, until);
        return token;
    }

    /** Takes back the tokens of these accounts. */
    public void removeTokens(Predicate<Account> whose) {
        tokens.values().removeIf(whose);
    }

    public void setToken(String token, Account account) {
        tokens.put(token, account);
    }

    public @Nullable Account byToken(String token) {
        Instant end = ends.get(token);
        return end != null && !clock.instant().isBefore(end) ? null : tokens.get(token);
    }

    /** The first token of the account, if it has any. */
    public @Nullable String tokenOf(Account account) {
        return tokens.entrySet().stream()
                .filter(entry -> entry.getValue() == account)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    public void add(Repo repo) {
        repos.put(repo.key(), repo);
    }

    public void remove(Repo repo) {
        repos.remove(repo.key());
    }

    public @Nullable Repo repo(String owner, String name) {
        return repos.get((owner + "/" + name).toLowerCase(Locale.ROOT));
    }

    public Collection<Repo> repos() {
        return repos.values();
    }

    /** What the account, or an anonymous visitor, may do in the repository. */
    public Permission permission(Repo repo, @Nullable Account account) {
        Permission best = repo.isPrivate ? Permission.NONE : Permission.READ;
        if (account == null) {
            return best;
        }
        if (account.installedOn != null) {
            return account.installedOn == repo.owner && !repo.gitlab ? max(best, Permission.WRITE) : best;
        }
        if (account == repo.owner || account.siteAdmin) {
            return Permission.ADMIN;
        }
        if ("admin".equals(repo.owner.members.get(account.login))) {
            return Permission.ADMIN;
        }
        best = max(best, repo.collaborators.get(account.login));
        if (repo.owner.members.containsKey(account.login)) {
            best = max(best, Permission.READ);
        }
        for (Account group = repo.owner; group != null; group = above(group)) {
            best = max(best, ofGroupRole(group.members.get(account.login)));
        }
        for (Team team : repo.owner.teams.values()) {
            if (team.includes(account.login)) {
                best = max(best, team.repositories.get(repo.key()));
            }
        }
        return best;
    }

    /** The group that a GitLab group is in. */
    private @Nullable Account above(Account group) {
        int slash = group.login.lastIndexOf('/');
        return slash < 0 ? null : account(group.login.substring(0, slash));
    }

    /** GitLab's members of groups have a level, such as 30. */
    private static @Nullable Permission ofGroupRole(@Nullable String role) {
        return role == null ? null : role.equals("admin") ? Permission.ADMIN : Permission.ofLevel(role);
    }

    private static Permission max(Permission one, @Nullable Permission other) {
        return other != null && other.compareTo(one) > 0 ? other : one;
    }
}
