package io.tidelock.vcs.gitlab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.vcs.http.Answer;
import io.tidelock.vcs.http.Call;
import io.tidelock.vcs.http.NoAnswer;
import io.tidelock.vcs.http.Wire;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Pages;
import io.tidelock.vcs.json.Tree;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The one way to GitLab's REST API, for gitlab4j and for what gitlab4j lacks. Only successes come back; everything else is thrown
 * as {@code Unavailable} or {@code Refused}.
 */
final class GitLabApi implements Pages.Host {
    private final GitLabAddress address;
    private final Token token;
    private final Wire wire;
    private final InstantSource clock;
    private final GitLabErrors errors;

    GitLabApi(GitLabAddress address, Token token, Wire wire, InstantSource clock) {
        this.address = address;
        this.token = token;
        this.wire = wire;
        this.clock = clock;
        this.errors = new GitLabErrors(token::redact);
    }

    String host() {
        return address.host();
    }

    URI root() {
        return address.root();
    }

    /** {@code /projects/group%2Fsub%2Fname}; a project of another host is a bug of the caller, and its name is not sent. */
    String path(RepoRef repo) {
        return "/projects/" + segment(project(repo));
    }

    String path(PullRef pull) {
        return path(pull.repo()) + "/merge_requests/" + pull.number();
    }

    /** The path by which gitlab4j names a project; the same check. */
    String project(RepoRef repo) {
        if (!repo.host().equals(address.host())
                || !MergeRequestShape.PROJECT.matcher(repo.path()).matches()) {
            throw new IllegalArgumentException("not a project of " + address.host() + ": " + repo);
        }
        return repo.path();
    }

    /** A segment of a path, whatever is in it. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** @param path after the root of the API, encoded, with its query */
    Tree get(String path) {
        return read(call("GET", path, Optional.empty()));
    }

    @Override
    public Answer ask(String path, Optional<String> etag) {
        Call call = call("GET", path, Optional.empty());
        return success(etag.map(it -> call.with("If-None-Match", it)).orElse(call));
    }

    /** Sends texts as a JSON object. */
    Tree post(String path, Map<String, String> fields) {
        return read(call("POST", path, Optional.of(Tree.bytes(fields))));
    }

    /** Sends JSON; what comes back is not read. */
    void put(String path, ObjectNode body) {
        success(call("PUT", path, Optional.of(body.toString().getBytes(StandardCharsets.UTF_8))));
    }

    /** The answer was a success, but what gitlab4j or we made of it failed. */
    RuntimeException unreadable(String method, String path, String why) {
        return errors.unreadable(call(method, path, Optional.empty()), why);
    }

    @Override
    public RuntimeException unreadable(String path, String why) {
        return unreadable("GET", path, why);
    }

    private Tree read(Call call) {
        Answer answer = success(call);
        try {
            return Tree.parse(answer.body());
        } catch (Malformed e) {
            throw errors.unreadable(call, e.what());
        }
    }

    private Call call(String method, String path, Optional<byte[]> body) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Accept", "application/json");
        body.ifPresent(bytes -> headers.put("Content-Type", "application/json"));
        return signed(new Call(method, URI.create(address.api() + path), headers, body));
    }

    private Call signed(Call call) {
        Map<String, String> headers = new HashMap<>(call.headers());
        headers.keySet().removeIf("Authorization"::equalsIgnoreCase);
        headers.put("PRIVATE-TOKEN", token.now().reveal());
        headers.put("User-Agent", "tidelock");
        return new Call(call.method(), call.uri(), headers, call.body());
    }

    /** Sends a call that gitlab4j made, with our own credential. */
    Answer send(Call call) {
        return success(signed(call));
    }

    private Answer success(Call call) {
        if (!Wire.sameOrigin(address.api(), call.uri())) {
            throw new IllegalArgumentException("not an address of " + address.api() + ": " + call.uri());
        }
        Answer answer;
        try {
            answer = wire.send(call);
        } catch (NoAnswer e) {
            throw errors.of(call, e);
        }
        boolean stillHolds = answer.status() == 304 && call.isConditional();
        if (!answer.isSuccess() && !stillHolds) {
            throw errors.of(call, answer, clock.instant());
        }
        return answer;
    }
}
