package io.tidelock.sandbox.gitlab.rest;

import io.tidelock.sandbox.forge.Forge;
import io.tidelock.sandbox.forge.Refused;
import io.tidelock.sandbox.gitlab.ci.Pipelines;
import io.tidelock.sandbox.gitlab.json.ApprovalJson;
import io.tidelock.sandbox.gitlab.json.MergeRequestJson;
import io.tidelock.sandbox.hook.Courier;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Ask;
import io.tidelock.sandbox.http.Door;
import io.tidelock.sandbox.http.Reply;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.rest.Limits;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The API's front: who asks, how often, whether it has changed, and errors in GitLab's form. */
public final class Api implements Door {
    /** The version of the server this sandbox answers like. */
    public static final String VERSION = "18.0.0-ee";

    private static final String ROOT = "/api/v4";

    private final Forge forge;
    private final Limits limits;
    private final Routes<Endpoint> routes = new Routes<>();

    public Api(Forge forge, MergeRequestJson json, Pipelines pipelines, Courier courier, Limits limits) {
        this.forge = forge;
        this.limits = limits;
        new MetaRoutes().addTo(routes);
        new AdminRoutes().addTo(routes);
        new PeopleRoutes().addTo(routes);
        new NoteRoutes().addTo(routes);
        new EventRoutes().addTo(routes);
        new ApprovalRoutes(new ApprovalJson(json)).addTo(routes);
        new MergeRequestRoutes(json).addTo(routes);
        new MergeRoutes(json, pipelines).addTo(routes);
        new PipelineRoutes(json, pipelines).addTo(routes);
        new CodeRoutes().addTo(routes);
        new BranchRoutes().addTo(routes);
        new HookRoutes(courier).addTo(routes);
        new ProjectRoutes().addTo(routes);
    }

    @Override
    public boolean serve(Ask ask, Reply reply) throws IOException {
        if (!ask.path().startsWith(ROOT + "/")) {
            return false;
        }
        ask.body();
        String token = token(ask);
        Limits.Standing standing = limits.count(token == null ? "" : token, 1);
        Answer answer = standing.exceeded()
                ? Answer.text(429, "text/plain", "Retry later\n").with("Retry-After", "60")
                : conditional(ask, answer(ask, token));
        reply.send(decorated(answer, standing));
        return true;
    }

    private Answer answer(Ask ask, @Nullable String token) {
        try {
            Account visitor = token == null ? null : forge.world.locked(() -> forge.world.byToken(token));
            if (token != null && visitor == null) {
                throw GitLabError.unauthorized();
            }
            ask.by(visitor == null ? "" : visitor.login);
            String path = ask.path().substring(ROOT.length());
            Routes.Match<Endpoint> match = routes.find(ask.method(), path);
            if (match == null) {
                throw routes.knows(path)
                        ? GitLabError.of(405, "error", "405 Not Allowed")
                        : GitLabError.of(404, "error", "404 Not Found");
            }
            Visit visit = new Visit(forge, ask, visitor, match.names());
            return forge.world.locked(() -> match.handler().answer(visit));
        } catch (GitLabError error) {
            return Visit.json(error.status(), error.body());
        } catch (Refused refused) {
            GitLabError error = inGitLabsWords(refused);
            return Visit.json(error.status(), error.body());
        }
    }

    private static GitLabError inGitLabsWords(Refused refused) {
        String reason = refused.errors().stream()
                .map(error -> error.getOrDefault("message", error.getOrDefault("field", "") + " is invalid"))
                .findFirst()
                .orElse(refused.reason());
        return switch (refused.status()) {
            case 401 -> GitLabError.unauthorized();
            case 403 -> GitLabError.of(403, "message", "403 Forbidden - " + reason);
            case 404 -> GitLabError.notFound();
            case 422 -> GitLabError.of(400, "message", reason);
            default -> GitLabError.of(refused.status(), "message", reason);
        };
    }

    private static @Nullable String token(Ask ask) {
        for (String header : new String[] {"PRIVATE-TOKEN", "JOB-TOKEN"}) {
            String token = ask.header(header);
            if (token != null && !token.isBlank()) {
                return token.strip();
            }
        }
        for (String parameter : new String[] {"private_token", "access_token"}) {
            String token = ask.query(parameter);
            if (token != null && !token.isEmpty()) {
                return token;
            }
        }
        return ask.credential();
    }

    /** Turns an answer the asker has already into 304. */
    private static Answer conditional(Ask ask, Answer answer) {
        boolean reads = ask.method().equals("GET") || ask.method().equals("HEAD");
        if (!reads || answer.status() != 200) {
            return answer;
        }
        String etag = "W/\"" + hash(answer) + "\"";
        Answer tagged = answer.with("ETag", etag).with("Cache-Control", "max-age=0, private, must-revalidate");
        if (!etag.equals(ask.header("If-None-Match"))) {
            return tagged;
        }
        Map<String, String> headers = new LinkedHashMap<>(tagged.headers());
        headers.remove("Content-Type");
        return new Answer(304, headers, new byte[0]);
    }

    private static String hash(Answer answer) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(answer.body())).substring(0, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Answer decorated(Answer answer, Limits.Standing standing) {
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        headers.put("RateLimit-Limit", Integer.toString(standing.limit()));
        headers.put("RateLimit-Observed", Integer.toString(standing.used()));
        headers.put("RateLimit-Remaining", Integer.toString(standing.remaining()));
        headers.put("RateLimit-Reset", Long.toString(standing.reset()));
        headers.put("Vary", "Origin");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Request-Id", UUID.randomUUID().toString().replace("-", ""));
        headers.put("X-Runtime", "0.01");
        return new Answer(answer.status(), headers, answer.body());
    }
}
