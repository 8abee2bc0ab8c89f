package io.tidelock.sandbox.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.app.App;
import io.tidelock.sandbox.forge.Forge;
import io.tidelock.sandbox.forge.Refused;
import io.tidelock.sandbox.hook.Courier;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Ask;
import io.tidelock.sandbox.http.Door;
import io.tidelock.sandbox.http.Reply;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.json.PullJson;
import io.tidelock.sandbox.model.Account;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The API's front: who asks, how often, whether it has changed, and errors in the host's form. */
public final class Rest implements Door {
    /** The version of the enterprise server this sandbox answers like. */
    public static final String ENTERPRISE_VERSION = "3.17.0";

    private static final String ROOT = "/api/v3";
    private static final String DOCUMENTATION = "https://docs.github.com/rest";

    private final Forge forge;
    private final Limits limits;
    private final Routes<Endpoint> routes = new Routes<>();

    public Rest(Forge forge, App app, PullJson pulls, Courier courier, Limits limits) {
        this.forge = forge;
        this.limits = limits;
        new PullRoutes(pulls).addTo(routes);
        new ReviewRoutes(pulls).addTo(routes);
        new IssueRoutes(pulls).addTo(routes);
        new VerdictRoutes().addTo(routes);
        new GitRoutes().addTo(routes);
        new HistoryRoutes(pulls).addTo(routes);
        new BranchRoutes().addTo(routes);
        new ContentRoutes().addTo(routes);
        new HookRoutes(courier).addTo(routes);
        new PeopleRoutes().addTo(routes);
        new TeamRoutes().addTo(routes);
        new AppRoutes(app).addTo(routes);
        new RepoRoutes().addTo(routes);
        new AdminRoutes().addTo(routes);
        new MetaRoutes(limits).addTo(routes);
    }

    @Override
    public boolean serve(Ask ask, Reply reply) throws IOException {
        if (!ask.path().startsWith(ROOT + "/") && !ask.path().equals(ROOT)) {
            return false;
        }
        ask.body();
        String credential = ask.credential();
        boolean free = ask.path().equals(ROOT + "/rate_limit");
        String token = credential == null ? "" : credential;
        Limits.Standing standing = limits.count(token, free ? 0 : 1);
        Answer answer = conditional(ask, token, answer(ask, credential, standing));
        if (answer.status() == 304) {
            standing = limits.count(token, -1);
        }
        reply.send(decorated(answer, standing));
        return true;
    }

    private Answer answer(Ask ask, @Nullable String credential, Limits.Standing standing) {
        try {
            Account visitor = null;
            if (credential != null) {
                visitor = forge.world.locked(() -> forge.world.byToken(credential));
                boolean app = credential.chars().filter(c -> c == '.').count() == 2;
                if (visitor == null && !app) {
                    return error(Refused.with(401, "Bad credentials"));
                }
            }
            Account account = visitor;
            ask.by(account == null ? "" : account.login);
            if (standing.exceeded()) {
                String who = account == null ? ask.base() : "user ID " + account.id;
                return error(Refused.with(403, "API rate limit exceeded for " + who + "."));
            }
            String path = ask.path().substring(ROOT.length());
            Routes.Match<Endpoint> match = routes.find(ask.method(), path.isEmpty() ? "/" : path);
            if (match == null) {
                return error(Refused.notFound());
            }
            Visit visit = new Visit(forge, ask, account, match.names());
            return forge.world.locked(() -> match.handler().answer(visit));
        } catch (Refused refused) {
            return error(refused);
        }
    }

    private static Answer error(Refused refused) {
        ObjectNode json = Json.object("message", refused.reason());
        if (!refused.errors().isEmpty()) {
            json.set("errors", Json.array(refused.errors()));
        }
        Json.add(json, "documentation_url", DOCUMENTATION, "status", Integer.toString(refused.status()));
        return Visit.json(refused.status(), json);
    }

    /** Turns an answer the asker has already into 304. */
    private static Answer conditional(Ask ask, String token, Answer answer) {
        boolean reads = ask.method().equals("GET") || ask.method().equals("HEAD");
        if (!reads || answer.status() != 200) {
            return answer;
        }
        String etag = "W/\"" + hash(token, answer) + "\"";
        Answer tagged = answer.with("ETag", etag)
                .with("Cache-Control", (token.isEmpty() ? "public" : "private") + ", max-age=60, s-maxage=60")
                .with("Vary", "Accept, Authorization, Cookie, X-GitHub-OTP, Accept-Encoding, X-Requested-With");
        String known = ask.header("If-None-Match");
        if (known == null || !known.replace("W/", "").contains(etag.substring(2))) {
            return tagged;
        }
        Map<String, String> headers = new LinkedHashMap<>(tagged.headers());
        headers.remove("Content-Type");
        return new Answer(304, headers, new byte[0]);
    }

    private static String hash(String token, Answer answer) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(token.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            digest.update(answer.headers().getOrDefault("Link", "").getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(answer.body()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Answer decorated(Answer answer, Limits.Standing standing) {
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        headers.putAll(standing.headers());
        headers.put("Server", "GitHub.com");
        headers.put("X-GitHub-Media-Type", "github.v3; format=json");
        headers.put("X-GitHub-Enterprise-Version", ENTERPRISE_VERSION);
        headers.put("X-GitHub-Request-Id", UUID.randomUUID().toString().toUpperCase(java.util.Locale.ROOT));
        headers.put("X-OAuth-Scopes", "admin:org, admin:repo_hook, delete_repo, repo, user");
        headers.put("X-Accepted-OAuth-Scopes", "repo");
        headers.put("X-Content-Type-Options", "nosniff");
        return new Answer(answer.status(), headers, answer.body());
    }
}
