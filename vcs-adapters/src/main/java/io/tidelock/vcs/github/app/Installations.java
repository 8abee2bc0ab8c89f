package io.tidelock.vcs.github.app;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.secret.Secret;
import io.tidelock.vcs.http.Answer;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that installed the App, and the tokens it is lent for them: one for each account, fetched when it is needed, and again
 * well before it ends. The key is read anew for each. Any thread.
 */
public final class Installations {
    /** Where the App asks in its own name. */
    public interface Desk {
        /** The answer, whatever its status; throws as every call does when there is none. */
        Answer ask(String method, String path, Secret webToken);

        /** What to throw for an answer that is no success. */
        RuntimeException meaning(String method, String path, Answer answer);

        /** What to throw for a success that cannot be read. */
        RuntimeException unreadable(String method, String path, String why);
    }

    /** Longer than any fetch takes that begins with the token. Of a token that is lent for a short time, a sixth. */
    private static final int MOST_PAGES = 50;

    /** A token that was lent so lately has all permissions that there are; else each refusal would cost another. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    /** What is lacking although the token was renewed for it is lacking for good, most likely. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Duration MARGIN = Duration.ofMinutes(10);

    /** Clocks that differ by less are not why a web token was not accepted. */
    private static final Duration LITTLE = Duration.ofSeconds(5);

    private final String app;
    private final Supplier<Secret> key;
    private final Optional<Long> only;
    private final Desk desk;
    private final InstantSource clock;
    private final Map<String, Place> places = new ConcurrentHashMap<>();
    private volatile Duration ahead = Duration.ZERO;
    private volatile @Nullable String slug;

    /**
     * @param app the App's id, or its client id
     * @param key its private key as PEM, asked whenever it is used
     * @param only the one installation to use; empty to find that of each account
     */
    public Installations(String app, Supplier<Secret> key, Optional<Long> only, Desk desk, InstantSource clock) {
        this.app = app;
        this.key = key;
        this.only = only;
        this.desk = desk;
        this.clock = clock;
    }

    /** A token as it was lent. {@code late} is when to fetch another. */
    private record Lent(Secret token, Instant since, Instant late, Instant end) {}

    /** What is known of one account. */
    private static final class Place {
        final ReentrantLock turn = new ReentrantLock();
        volatile @Nullable Lent lent;
        volatile @Nullable Long installation;

        /** When a token was last dropped because it might not have all permissions. */
        volatile Instant renewed = Instant.EPOCH;
    }

    /**
     * A token that is good for a while, for what an account has. {@code Refused} when the App is not installed there, or suspended.
     *
     * @param name of a repository that it is needed for; empty for the account itself
     */
    public Secret token(String owner, Optional<String> name) {
        Place place = place(owner);
        Lent lent = place.lent;
        if (lent != null && clock.instant().isBefore(lent.late())) {
            return lent.token();
        }
        if (lent != null && place.turn.isLocked() && clock.instant().isBefore(lent.end())) {
            return lent.token(); // somebody is about to fetch another
        }
        place.turn.lock();
        try {
            return renewed(place, owner, name);
        } finally {
            place.turn.unlock();
        }
    }

    private Secret renewed(Place place, String owner, Optional<String> name) {
        Lent lent = place.lent;
        if (lent != null && clock.instant().isBefore(lent.late())) {
            return lent.token();
        }
        try {
            Lent fresh = lend(place, owner, name);
            place.lent = fresh;
            return fresh.token();
        } catch (Unavailable trouble) {
            if (lent != null && clock.instant().isBefore(lent.end())) {
                return lent.token();
            }
            throw trouble;
        }
    }

    /** An App that was taken away and installed anew has another installation there. */
    private Lent lend(Place place, String owner, Optional<String> name) {
        Long known = only.orElse(place.installation);
        if (known != null) {
            try {
                return lend(known);
            } catch (Refused gone) {
                if (gone.kind() != Refused.Kind.NOT_FOUND || only.isPresent()) {
                    throw gone;
                }
            }
        }
        long found = installation(owner, name);
        place.installation = found;
        return lend(found);
    }

    private Lent lend(long installation) {
        String path = "/app/installations/" + installation + "/access_tokens";
        Answer answer = ask("POST", path);
        Instant here = clock.instant();
        try {
            Tree body = Tree.parse(answer.body());
            // how long it lives is told by the host's clock, which need not be ours
            Duration life = Duration.between(
                    answer.date().orElseGet(this::there), body.at("expires_at").instant());
            Duration margin = life.dividedBy(6).compareTo(MARGIN) < 0 ? life.dividedBy(6) : MARGIN;
            return new Lent(
                    new Secret(body.at("token").text()), here, here.plus(life).minus(margin), here.plus(life));
        } catch (Malformed e) {
            throw desk.unreadable("POST", path, e.what());
        }
    }

    private long installation(String owner, Optional<String> name) {
        List<String> paths = name.isPresent()
                ? List.of("/repos/" + owner + "/" + name.get() + "/installation")
                : List.of("/orgs/" + owner + "/installation", "/users/" + owner + "/installation");
        for (String path : paths) {
            try {
                return Tree.parse(ask("GET", path).body()).at("id").id();
            } catch (Refused none) {
                if (none.kind() != Refused.Kind.NOT_FOUND) {
                    throw none;
                }
            } catch (Malformed e) {
                throw desk.unreadable("GET", path, e.what());
            }
        }
        Optional<Long> listed = listed(owner);
        if (listed.isPresent()) {
            return listed.get();
        }
        String what = owner + name.map(it -> "/" + it).orElse("");
        throw new Refused(
                Refused.Kind.NOT_FOUND,
                Problem.of(
                        "the GitHub App is not installed for " + what,
                        "an installation that includes it",
                        "Install the App there: its settings, Install App"));
    }

    /** For hosts that know no shorter way than the whole list. */
    private Optional<Long> listed(String owner) {
        for (int page = 1; page <= MOST_PAGES; page++) {
            String path = "/app/installations?per_page=100&page=" + page;
            try {
                List<Tree> some = Tree.parse(ask("GET", path).body()).elements();
                for (Tree one : some) {
                    if (one.at("account").at("login").optionalText().orElse("").equalsIgnoreCase(owner)) {
                        return Optional.of(one.at("id").id());
                    }
                }
                if (some.size() < 100) {
                    return Optional.empty();
                }
            } catch (Refused none) {
                if (none.kind() != Refused.Kind.NOT_FOUND) {
                    throw none;
                }
                return Optional.empty();
            } catch (Malformed e) {
                throw desk.unreadable("GET", path, e.what());
            }
        }
        return Optional.empty();
    }

    /** The App's name in addresses. */
    public String slug() {
        String known = slug;
        if (known == null) {
            try {
                known = Tree.parse(ask("GET", "/app").body()).at("slug").text();
            } catch (Malformed e) {
                throw desk.unreadable("GET", "/app", e.what());
            }
            slug = known;
        }
        return known;
    }

    /** The host did not accept that token: another one is fetched when one is needed, unless that was done meanwhile. */
    public void drop(String owner, Secret token) {
        Place place = place(owner);
        Lent lent = place.lent;
        if (lent != null && lent.token().equals(token)) {
            place.lent = null;
        }
    }

    /**
     * The host does not allow something: a token keeps the permissions that it was lent with, and the App may have got more since. One
     * that is not quite new is dropped, once in ten minutes. True when another may do more.
     */
    public boolean outgrown(String owner, Secret token) {
        Place place = place(owner);
        Lent lent = place.lent;
        if (lent != null && lent.token().equals(token)) {
            Instant now = clock.instant();
            if (now.isBefore(lent.since().plus(YOUNG)) || now.isBefore(place.renewed.plus(PATIENCE))) {
                return false;
            }
            place.renewed = now;
            drop(owner, token);
        }
        return true;
    }

    /** The text without any token that is in use. */
    public String redact(String text) {
        String plain = text;
        for (Place place : places.values()) {
            Lent lent = place.lent;
            plain = lent == null ? plain : plain.replace(lent.token().reveal(), "****");
        }
        return plain;
    }

    /** Only a success comes back. When our clock seems to be why the host says no, it is asked once more by its own clock. */
    public Answer ask(String method, String path) {
        Answer answer = desk.ask(method, path, WebToken.of(app, AppKey.read(key.get()), there()));
        if (answer.status() == 401) {
            Duration told = answer.date()
                    .map(date -> Duration.between(clock.instant(), date))
                    .orElse(ahead);
            if (told.minus(ahead).abs().compareTo(LITTLE) > 0) {
                ahead = told;
                answer = desk.ask(method, path, WebToken.of(app, AppKey.read(key.get()), there()));
            }
        }
        if (!answer.isSuccess()) {
            throw desk.meaning(method, path, answer);
        }
        return answer;
    }

    /** What time it is at the host, as far as we know. */
    private Instant there() {
        return clock.instant().plus(ahead);
    }

    private Place place(String owner) {
        return places.computeIfAbsent(only.isPresent() ? "" : owner.toLowerCase(Locale.ROOT), none -> new Place());
    }
}
