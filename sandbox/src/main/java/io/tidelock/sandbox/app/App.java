package io.tidelock.sandbox.app;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidelock.sandbox.forge.Accounts;
import io.tidelock.sandbox.forge.Refused;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Repo;
import io.tidelock.sandbox.model.World;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sandbox's one App, installed on every account until somebody takes it away. The id of an installation is that of the account it is
 * installed on.
 */
public final class App {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final World world;
    private final Accounts accounts;
    private final AppKeys keys;
    private final Map<Account, Account> faces = new HashMap<>();
    private final Set<Account> without = new HashSet<>();
    private final Set<Account> suspended = new HashSet<>();
    private Duration life = Duration.ofHours(1);

    public App(World world, Accounts accounts, Path folder) {
        this.world = world;
        this.accounts = accounts;
        this.keys = new AppKeys(folder.resolve("app.pem"));
    }

    // ---- what its owner does

    /** Its number, which web tokens name as their issuer. */
    public long id() {
        return accounts.app().id;
    }

    /** The name in addresses; its comments are written by {@code SLUG[bot]}. */
    public String slug() {
        return accounts.app().login.replace("[bot]", "");
    }

    /** The file with its private key, in PEM as GitHub hands it out; kept from one start to the next. */
    public Path keyFile() {
        return keys.file();
    }

    /** One more private key, in PEM; the others stay good. */
    public String newKey() {
        return keys.more();
    }

    /** Takes back all keys but the newest. */
    public void revokeOldKeys() {
        keys.onlyNewest();
    }

    /** For how long a token is lent from now on. */
    public void tokenLife(Duration time) {
        world.locked(() -> {
            life = time;
        });
    }

    /** Ends every token that is lent, as if its time were over. */
    public void endTokens() {
        world.locked(() -> world.removeTokens(account -> faces.containsValue(account)));
    }

    /** Takes the App away from an account; its tokens are gone. */
    public void uninstall(String login) {
        world.locked(() -> {
            Account owner = accounts.named(login);
            without.add(owner);
            world.removeTokens(account -> account.installedOn == owner);
        });
    }

    /** The App may do nothing there until it is installed anew. */
    public void suspend(String login) {
        world.locked(() -> {
            suspended.add(accounts.named(login));
            world.removeTokens(account -> account.installedOn == accounts.named(login));
        });
    }

    public void install(String login) {
        world.locked(() -> {
            without.remove(accounts.named(login));
            suspended.remove(accounts.named(login));
        });
    }

    // ---- what the API asks

    /** Accounts that own something and have it. */
    public List<Account> installations() {
        return world.repos().stream()
                .map(repo -> repo.owner)
                .distinct()
                .filter(this::isInstalled)
                .toList();
    }

    public boolean isInstalled(Account owner) {
        return !without.contains(owner);
    }

    public boolean isInstalled(Repo repo) {
        return !repo.gitlab && isInstalled(repo.owner);
    }

    public boolean isSuspended(Account owner) {
        return suspended.contains(owner);
    }

    /** A token, and until when it is good. */
    public record Lent(String token, Instant until) {}

    /** A new token for all that the account has. */
    public Lent lend(Account owner) {
        if (isSuspended(owner)) {
            throw Refused.forbidden("This installation has been suspended");
        }
        Instant until = world.now().plus(life);
        return new Lent(world.newToken("ghs_", faces.computeIfAbsent(owner, this::face), until), until);
    }

    /** The App's account, as it may act for one installation. */
    private Account face(Account owner) {
        Account bot = accounts.app();
        Account face = new Account(bot.id, bot.login, bot.kind, bot.createdAt);
        face.name = bot.name;
        face.installedOn = owner;
        return face;
    }

    /** Refuses a web token as GitHub does, unless it is the App's and good now. */
    public void check(String webToken) {
        String[] parts = webToken.split("\\.", -1);
        JsonNode claims;
        try {
            if (parts.length != 3
                    || !"RS256".equals(decoded(parts[0]).path("alg").asText())
                    || !keys.signed(
                            (parts[0] + "." + parts[1]).getBytes(US_ASCII),
                            Base64.getUrlDecoder().decode(parts[2]))) {
                throw undecodable();
            }
            claims = decoded(parts[1]);
        } catch (IllegalArgumentException | IOException none) {
            throw undecodable();
        }
        long now = world.now().getEpochSecond();
        if (!claims.path("exp").isIntegralNumber() || claims.path("exp").asLong() <= now) {
            throw Refused.with(
                    401,
                    "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires");
        }
        if (claims.path("exp").asLong() > now + LONGEST.toSeconds()) {
            throw Refused.with(401, "'Expiration time' claim ('exp') is too far in the future");
        }
        if (!claims.path("iat").isIntegralNumber() || claims.path("iat").asLong() > now) {
            throw Refused.with(
                    401,
                    "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued");
        }
        String issuer = claims.path("iss").asText();
        if (!issuer.equals(Long.toString(id())) && !issuer.equals("Iv1." + id())) {
            throw Refused.with(404, "Integration not found");
        }
    }

    private static JsonNode decoded(String part) throws IOException {
        return Json.read(Base64.getUrlDecoder().decode(part));
    }

    private static Refused undecodable() {
        return Refused.with(401, "A JSON web token could not be decoded");
    }
}
