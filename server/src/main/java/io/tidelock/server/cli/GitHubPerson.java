package io.tidelock.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidelock.core.secret.Secret;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A person on a host that speaks as GitHub does. */
final class GitHubPerson implements Person {
    private final JsonHttp http;

    /** @param api e.g. {@code http://localhost:4180/api/v3} */
    GitHubPerson(URI api, Secret token) {
        this.http = new JsonHttp(
                api, Map.of("Authorization", "Bearer " + token.reveal(), "Accept", "application/vnd.github+json"));
    }

    @Override
    public void putFile(String repo, String branch, String path, String content, String message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("message", message);
        body.put("branch", branch);
        body.put("content", Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)));
        HttpResponse<String> there = http.call("GET", "/repos/" + repo + "/contents/" + path + "?ref=" + branch, null);
        if (there.statusCode() == 200) {
            body.put("sha", JsonHttp.read(there).path("sha").asText());
        }
        http.send("PUT", "/repos/" + repo + "/contents/" + path, body);
    }

    @Override
    public String tip(String repo, String branch) {
        return http.send("GET", "/repos/" + repo + "/git/ref/heads/" + branch, null)
                .path("object")
                .path("sha")
                .asText();
    }

    @Override
    public void createBranch(String repo, String name, String sha) {
        http.send("POST", "/repos/" + repo + "/git/refs", Map.of("ref", "refs/heads/" + name, "sha", sha));
    }

    @Override
    public void addHook(String repo, String url, Secret secret) {
        http.send(
                "POST",
                "/repos/" + repo + "/hooks",
                Map.of(
                        "name",
                        "web",
                        "active",
                        true,
                        "events",
                        List.of("pull_request", "pull_request_review", "issue_comment", "push"),
                        "config",
                        Map.of("url", url, "content_type", "json", "secret", secret.reveal())));
    }

    @Override
    public int openPull(String repo, String title, String head, String base) {
        return http.send(
                        "POST",
                        "/repos/" + repo + "/pulls",
                        Map.of("title", title, "head", head, "base", base, "body", ""))
                .path("number")
                .asInt();
    }

    @Override
    public String headOf(String repo, int pull) {
        return http.send("GET", "/repos/" + repo + "/pulls/" + pull, null)
                .path("head")
                .path("sha")
                .asText();
    }

    @Override
    public void mergePull(String repo, int pull) {
        http.send("PUT", "/repos/" + repo + "/pulls/" + pull + "/merge", Map.of("merge_method", "merge"));
    }

    @Override
    public void comment(String repo, int pull, String body) {
        http.send("POST", "/repos/" + repo + "/issues/" + pull + "/comments", Map.of("body", body));
    }

    @Override
    public List<Comment> comments(String repo, int pull) {
        List<Comment> comments = new ArrayList<>();
        for (JsonNode node : http.send("GET", "/repos/" + repo + "/issues/" + pull + "/comments?per_page=100", null)) {
            comments.add(new Comment(
                    node.path("id").asLong(),
                    node.path("user").path("login").asText(),
                    node.path("body").asText()));
        }
        return comments;
    }

    @Override
    public List<Status> statuses(String repo, String sha) {
        List<Status> statuses = new ArrayList<>();
        for (JsonNode node : http.send("GET", "/repos/" + repo + "/commits/" + sha + "/status", null)
                .path("statuses")) {
            statuses.add(new Status(
                    node.path("context").asText(),
                    node.path("state").asText(),
                    node.path("description").asText()));
        }
        return statuses;
    }

    @Override
    public JsonNode look(URI address) {
        return http.look(address);
    }

    @Override
    public String page(URI address) {
        return http.page(address);
    }

    @Override
    public void close() {
        http.close();
    }
}
