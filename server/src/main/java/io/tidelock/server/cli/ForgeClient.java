package io.tidelock.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidelock.core.secret.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Does on a GitHub-compatible host what a person does there: makes a repository, opens a pull request, comments. One
 * client acts as one person.
 */
final class ForgeClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI api;
    private final Secret token;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** @param api e.g. {@code http://localhost:4180/api/v3} */
    ForgeClient(URI api, Secret token) {
        this.api = api;
        this.token = token;
    }

    /** What a comment is, as far as the demo cares. */
    record Comment(long id, String author, String body) {}

    /** What a status is, as far as the demo cares; {@code state} in the host's words. */
    record Status(String context, String state, String description) {}

    /** Makes an empty repository of the client's own user. */
    void createRepository(String name) {
        send("POST", "/user/repos", Map.of("name", name, "private", true));
    }

    /** Commits one file; {@code branch} is made by the first commit of a repository. */
    void putFile(String repo, String branch, String path, String content, String message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("message", message);
        body.put("branch", branch);
        body.put("content", Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)));
        HttpResponse<String> there = call("GET", "/repos/" + repo + "/contents/" + path + "?ref=" + branch, null);
        if (there.statusCode() == 200) {
            body.put("sha", read(there).path("sha").asText());
        }
        send("PUT", "/repos/" + repo + "/contents/" + path, body);
    }

    /** The commit at the tip of a branch. */
    String tip(String repo, String branch) {
        return send("GET", "/repos/" + repo + "/git/ref/heads/" + branch, null)
                .path("object")
                .path("sha")
                .asText();
    }

    void createBranch(String repo, String name, String sha) {
        send("POST", "/repos/" + repo + "/git/refs", Map.of("ref", "refs/heads/" + name, "sha", sha));
    }

    void addHook(String repo, String url, Secret secret) {
        send(
                "POST",
                "/repos/" + repo + "/hooks",
                Map.of(
                        "name",
                        "web",
                        "active",
                        true,
                        "events",
                        List.of("pull_request", "issue_comment", "push"),
                        "config",
                        Map.of("url", url, "content_type", "json", "secret", secret.reveal())));
    }

    /** Opens a pull request and gives its number. */
    int openPull(String repo, String title, String head, String base) {
        return send("POST", "/repos/" + repo + "/pulls", Map.of("title", title, "head", head, "base", base, "body", ""))
                .path("number")
                .asInt();
    }

    String headOf(String repo, int pull) {
        return send("GET", "/repos/" + repo + "/pulls/" + pull, null)
                .path("head")
                .path("sha")
                .asText();
    }

    void mergePull(String repo, int pull) {
        send("PUT", "/repos/" + repo + "/pulls/" + pull + "/merge", Map.of("merge_method", "merge"));
    }

    void comment(String repo, int pull, String body) {
        send("POST", "/repos/" + repo + "/issues/" + pull + "/comments", Map.of("body", body));
    }

    List<Comment> comments(String repo, int pull) {
        List<Comment> comments = new ArrayList<>();
        for (JsonNode node : send("GET", "/repos/" + repo + "/issues/" + pull + "/comments?per_page=100", null)) {
            comments.add(new Comment(
                    node.path("id").asLong(),
                    node.path("user").path("login").asText(),
                    node.path("body").asText()));
        }
        return comments;
    }

    /** The newest status of each context of a commit. */
    List<Status> statuses(String repo, String sha) {
        List<Status> statuses = new ArrayList<>();
        for (JsonNode node : send("GET", "/repos/" + repo + "/commits/" + sha + "/status", null)
                .path("statuses")) {
            statuses.add(new Status(
                    node.path("context").asText(),
                    node.path("state").asText(),
                    node.path("description").asText()));
        }
        return statuses;
    }

    /** Any JSON that is open on this machine. */
    JsonNode look(URI address) {
        return read(exchange(HttpRequest.newBuilder(address).GET().build()));
    }

    @Override
    public void close() {
        http.close();
    }

    private JsonNode send(String method, String path, @org.jspecify.annotations.Nullable Object body) {
        HttpResponse<String> response = call(method, path, body);
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(method + " " + path + " was answered " + response.statusCode() + ": "
                    + read(response).path("message").asText());
        }
        return read(response);
    }

    private HttpResponse<String> call(String method, String path, @org.jspecify.annotations.Nullable Object body) {
        try {
            return exchange(HttpRequest.newBuilder(URI.create(api + path))
                    .timeout(Duration.ofSeconds(30))
                    .header("Authorization", "Bearer " + token.reveal())
                    .header("Accept", "application/vnd.github+json")
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build());
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(request.method() + " " + request.uri() + " got no answer", broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stop);
        }
    }

    private static JsonNode read(HttpResponse<String> response) {
        try {
            return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
        } catch (IOException notJson) {
            return JSON.createObjectNode().put("message", response.body());
        }
    }
}
