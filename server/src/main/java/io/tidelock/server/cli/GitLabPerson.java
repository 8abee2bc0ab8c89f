package io.tidelock.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidelock.core.secret.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A person on a host that speaks as GitLab does. */
final class GitLabPerson implements Person {
    private final JsonHttp http;

    /** @param api e.g. {@code http://localhost:4180/api/v4} */
    GitLabPerson(URI api, Secret token) {
        this.http = new JsonHttp(api, Map.of("PRIVATE-TOKEN", token.reveal(), "Content-Type", "application/json"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String project(String repo) {
        return "/projects/" + encoded(repo);
    }

    private static String mergeRequest(String repo, int number) {
        return project(repo) + "/merge_requests/" + number;
    }

    @Override
    public void putFile(String repo, String branch, String path, String content, String message) {
        String file = project(repo) + "/repository/files/" + encoded(path);
        boolean there = http.call("GET", file + "?ref=" + encoded(branch), null).statusCode() == 200;
        http.send(
                there ? "PUT" : "POST", file, Map.of("branch", branch, "content", content, "commit_message", message));
    }

    @Override
    public String tip(String repo, String branch) {
        return http.send("GET", project(repo) + "/repository/branches/" + encoded(branch), null)
                .path("commit")
                .path("id")
                .asText();
    }

    @Override
    public void createBranch(String repo, String name, String sha) {
        http.send("POST", project(repo) + "/repository/branches", Map.of("branch", name, "ref", sha));
    }

    @Override
    public void addHook(String repo, String url, Secret secret) {
        http.send(
                "POST",
                project(repo) + "/hooks",
                Map.of(
                        "url",
                        url,
                        "token",
                        secret.reveal(),
                        "merge_requests_events",
                        true,
                        "note_events",
                        true,
                        "push_events",
                        true));
    }

    @Override
    public int openPull(String repo, String title, String head, String base) {
        return http.send(
                        "POST",
                        project(repo) + "/merge_requests",
                        Map.of("title", title, "source_branch", head, "target_branch", base))
                .path("iid")
                .asInt();
    }

    @Override
    public String headOf(String repo, int pull) {
        return http.send("GET", mergeRequest(repo, pull), null).path("sha").asText();
    }

    @Override
    public void mergePull(String repo, int pull) {
        http.send("PUT", mergeRequest(repo, pull) + "/merge", Map.of());
    }

    @Override
    public void comment(String repo, int pull, String body) {
        http.send("POST", mergeRequest(repo, pull) + "/notes", Map.of("body", body));
    }

    @Override
    public List<Comment> comments(String repo, int pull) {
        List<Comment> comments = new ArrayList<>();
        for (JsonNode node : http.send("GET", mergeRequest(repo, pull) + "/notes?sort=asc&per_page=100", null)) {
            comments.add(new Comment(
                    node.path("id").asLong(),
                    node.path("author").path("username").asText(),
                    node.path("body").asText()));
        }
        return comments;
    }

    @Override
    public List<Status> statuses(String repo, String sha) {
        List<Status> statuses = new ArrayList<>();
        for (JsonNode node : http.send("GET", project(repo) + "/repository/commits/" + sha + "/statuses", null)) {
            String state = node.path("status").asText();
            statuses.add(new Status(
                    node.path("name").asText(),
                    state.equals("running") ? "pending" : state,
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
