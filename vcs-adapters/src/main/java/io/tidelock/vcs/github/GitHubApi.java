package io.tidelock.vcs.github;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.secret.Secret;
import io.tidelock.vcs.http.Answer;
import io.tidelock.vcs.http.Call;
import io.tidelock.vcs.http.NoAnswer;
import io.tidelock.vcs.http.Wire;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Pages;
import io.tidelock.vcs.json.Tree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kohsuke.github.connector.GitHubConnector;
import org.kohsuke.github.connector.GitHubConnectorRequest;
import org.kohsuke.github.connector.GitHubConnectorResponse;

/**
 * The one way to GitHub's REST API, for hub4j and for what hub4j lacks. Only successes come back; everything else is thrown as
 * {@code Unavailable} or {@code Refused}, straight through hub4j, which therefore never sleeps, repeats or interprets a failure.
 */
final class GitHubApi implements GitHubConnector, Pages.Host {
    /** {@code /repos/OWNER/NAME} and {@code /orgs/OWNER}, and what is below them. */
    private static final Pattern ABOUT = Pattern.compile("/(?:repos/([^/]+)/([^/]+)|(?:orgs|users)/([^/]+))(?:/.*)?");

    private final GitHubAddress address;
    private final Login login;
    private final Wire wire;
    private final InstantSource clock;
    private final GitHubErrors errors;

    GitHubApi(GitHubAddress address, Login login, Wire wire, InstantSource clock) {
        this.address = address;
        this.login = login;
        this.wire = wire;
        this.clock = clock;
        this.errors = new GitHubErrors(login::redact);
    }

    String host() {
        return address.host();
    }

    URI root() {
        return address.api();
    }

    /** {@code /repos/owner/name}; a repository of another host is a bug of the caller, and its name is not sent. */
    String path(RepoRef repo) {
        if (!repo.host().equals(address.host())
                || !PullShape.REPO.matcher(repo.path()).matches()) {
            throw new IllegalArgumentException("not a repository of " + address.host() + ": " + repo);
        }
        return "/repos/" + repo.path();
    }

    /** A segment of a path, whatever is in it. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** @param path after the root, encoded, with its query */
    Tree get(String path) {
        return read(call("GET", path, Optional.empty()));
    }

    @Override
    public Answer ask(String path, Optional<String> etag) {
        Call call = call("GET", path, Optional.empty());
        return success(etag.map(it -> call.with("If-None-Match", it)).orElse(call));
    }

    /** For what has no owner in its address. */
    Answer askFor(String owner, String path) {
        Call call = call("GET", path, Optional.empty());
        return success(call, send(call, new Account(owner, Optional.empty())));
    }

    /** One page of a list: what is on it, and whether the host points to another. */
    record Page(List<Tree> elements, boolean pointsOn) {}

    /** @param path after the root, encoded, with its query */
    Page page(String path) {
        Call call = call("GET", path, Optional.empty());
        Answer answer = success(call);
        try {
            boolean more = answer.header("Link").orElse("").contains("rel=\"next\"");
            return new Page(Tree.parse(answer.body()).elements(), more);
        } catch (Malformed e) {
            throw errors.unreadable(call, e.what());
        }
    }

    /** Sends texts as a JSON object. */
    Tree post(String path, Map<String, String> fields) {
        return read(call("POST", path, Optional.of(Tree.bytes(fields))));
    }

    /** The same. */
    Tree patch(String path, Map<String, String> fields) {
        return read(call("PATCH", path, Optional.of(Tree.bytes(fields))));
    }

    /** @param body JSON, where there is one */
    Answer send(String method, String path, Optional<ObjectNode> body) {
        return success(call(method, path, body.map(json -> json.toString().getBytes(StandardCharsets.UTF_8))));
    }

    /** Every element of a list of several pages, up to that many pages. */
    List<Tree> all(String path, int most) {
        List<Tree> all = new ArrayList<>();
        for (int page = 1; page <= most; page++) {
            Page got = page(path + "&page=" + page);
            all.addAll(got.elements());
            if (!got.pointsOn()) {
                break;
            }
        }
        return all;
    }

    /**
     * The answer of the GraphQL API to a question about the {@code owner} among the variables, and the repository's {@code name}
     * there: {@code data}, of which parts may be missing, and {@code errors}. Empty when the host has no such API.
     */
    Optional<Tree> graph(String query, ObjectNode variables) {
        try {
            return Optional.of(graph(query, variables, Optional.empty()));
        } catch (Refused older) {
            return Optional.empty();
        }
    }

    /**
     * The data alone, for what cannot be found out otherwise: {@code Refused} when we may not ask or look.
     *
     * @param next what to do then
     */
    Optional<Tree> graphOrRefused(String query, ObjectNode variables, String next) {
        return Optional.of(graph(query, variables, Optional.of(next)).at("data"))
                .filter(Tree::isPresent);
    }

    private Tree graph(String query, ObjectNode variables, Optional<String> forbidden) {
        Account about = new Account(
                variables.path("owner").asText(),
                Optional.of(variables.path("name").asText()).filter(name -> !name.isEmpty()));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("query", query).set("variables", variables);
        Call call = call("POST", address.graphql(), Optional.of(body.toString().getBytes(StandardCharsets.UTF_8)));
        try {
            Tree answer = Tree.parse(success(call, send(call, about)).body());
            return checked(call, answer, forbidden);
        } catch (Malformed e) {
            throw errors.unreadable(call, e.what());
        }
    }

    private Tree checked(Call call, Tree answer, Optional<String> forbidden) {
        for (Tree error : answer.at("errors").isPresent() ? answer.at("errors").elements() : List.<Tree>of()) {
            String type = error.at("type").optionalText().orElse("");
            String said = error.at("message").optionalText().orElse("");
            if (type.startsWith("RATE_LIMIT")) {
                throw errors.unreadable(call, "a limit is reached");
            }
            if (forbidden.isPresent() && (type.equals("FORBIDDEN") || type.equals("INSUFFICIENT_SCOPES"))) {
                throw new Refused(Refused.Kind.NOT_ALLOWED, Problem.of(said, "", forbidden.get()));
            }
            if (said.contains("Something went wrong") || said.contains("respond to your request in time")) {
                throw errors.unreadable(call, said);
            }
            if (forbidden.isPresent()
                    && !type.equals("NOT_FOUND")) { // half an answer is none where it decides who may do what
                throw errors.unreadable(call, said);
            }
        }
        return answer;
    }

    /** The answer was a success, but what hub4j or we made of it failed. */
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
        return call(method, URI.create(address.api() + path), body);
    }

    private Call call(String method, URI uri, Optional<byte[]> body) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Accept", "application/vnd.github+json");
        headers.put("X-GitHub-Api-Version", "2022-11-28");
        headers.put("User-Agent", "tidelock");
        body.ifPresent(bytes -> headers.put("Content-Type", "application/json"));
        return new Call(method, uri, headers, body);
    }

    private Answer success(Call call) {
        if (!Wire.sameOrigin(address.api(), call.uri())) {
            throw new IllegalArgumentException("not an address of " + address.api() + ": " + call.uri());
        }
        return success(call, send(call, account(call.uri().getRawPath())));
    }

    private Answer success(Call call, Answer answer) {
        boolean stillHolds = answer.status() == 304 && call.isConditional();
        if (!answer.isSuccess() && !stillHolds) {
            throw errors.of(call, answer, clock.instant());
        }
        return answer;
    }

    /** What is not accepted was not done, so it may be shown again with another token. */
    private Answer send(Call call, Account account) {
        Secret token = login.token(account.owner(), account.name());
        try {
            Answer answer = wire.send(signed(call, token));
            boolean again = (answer.status() == 401 && login.dropped(account.owner(), token))
                    || (GitHubErrors.lacksPermission(answer) && login.outgrown(account.owner(), token));
            return again ? wire.send(signed(call, login.token(account.owner(), account.name()))) : answer;
        } catch (NoAnswer e) {
            throw errors.of(call, e);
        }
    }

    private static Call signed(Call call, Secret token) {
        return call.with("Authorization", "Bearer " + token.reveal());
    }

    /** Whose things a question is about. */
    private record Account(String owner, Optional<String> name) {}

    private Account account(String path) {
        Matcher about = ABOUT.matcher(path.substring(address.api().getRawPath().length()));
        if (!about.matches()) {
            return new Account("", Optional.empty());
        }
        return about.group(1) == null
                ? new Account(about.group(3), Optional.empty())
                : new Account(about.group(1), Optional.of(about.group(2)));
    }

    @Override
    public GitHubConnectorResponse send(GitHubConnectorRequest request) throws IOException {
        Map<String, String> headers = new HashMap<>();
        request.allHeaders().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        headers.keySet().removeIf("Authorization"::equalsIgnoreCase);
        headers.put("User-Agent", "tidelock");
        Optional<byte[]> body = Optional.empty();
        InputStream in = request.body();
        if (request.hasBody() && in != null) {
            body = Optional.of(in.readAllBytes());
        }
        Call call = new Call(request.method(), URI.create(request.url().toString()), headers, body);
        Answer answer = success(call);
        try {
            Tree.parse(answer.body()).object(); // hub4j would stumble over a null much later
        } catch (Malformed e) {
            throw errors.unreadable(call, e.what());
        }
        return new Replay(request, answer);
    }

    /** An answer as hub4j wants it. */
    private static final class Replay extends GitHubConnectorResponse.ByteArrayResponse {
        private final byte[] body;

        Replay(GitHubConnectorRequest request, Answer answer) {
            super(request, answer.status(), answer.headers());
            this.body = answer.body();
        }

        @Override
        protected InputStream rawBodyStream() {
            return new ByteArrayInputStream(body);
        }
    }
}
