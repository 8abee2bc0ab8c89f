package io.tidelock.sandbox.gitlab.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tidelock.sandbox.forge.Forge;
import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.gitlab.json.Urls;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Ask;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Comment;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One request to the API: who asks for what. */
final class Visit {
    final Forge forge;
    final Ask ask;
    final Urls urls;
    final Parameters parameters;
    final @Nullable Account visitor;
    private final Map<String, String> names;

    Visit(Forge forge, Ask ask, @Nullable Account visitor, Map<String, String> names) {
        this.forge = forge;
        this.ask = ask;
        this.urls = new Urls(ask.base());
        this.parameters = Parameters.of(ask);
        this.visitor = visitor;
        this.names = names;
    }

    /** Who asks; 401 to the nameless. */
    Account account() {
        if (visitor == null) {
            throw GitLabError.unauthorized();
        }
        return visitor;
    }

    /** A part of the path, by its name in the template. */
    String name(String name) {
        return Objects.requireNonNull(names.get(name), name);
    }

    /** A part of the path that must be a number; 400 when it is not. */
    long number(String name) {
        String text = name(name);
        if (!text.matches("[0-9]{1,18}")) {
            throw GitLabError.invalid(name + " is invalid");
        }
        return Long.parseLong(text);
    }

    /** The project in the path, by id or by path; 404 to who may not see it, 403 (401 to the nameless) to who may do less. */
    Repo project(Permission wanted) {
        Repo repo = find(name("project"));
        if (repo == null || !forge.world.permission(repo, visitor).allows(Permission.READ)) {
            throw GitLabError.notFound("Project");
        }
        if (!forge.world.permission(repo, visitor).allows(wanted)) {
            throw visitor == null ? GitLabError.unauthorized() : GitLabError.forbidden();
        }
        return repo;
    }

    private @Nullable Repo find(String idOrPath) {
        return forge.world.repos().stream()
                .filter(repo -> idOrPath.matches("[0-9]+")
                        ? Long.toString(repo.id).equals(idOrPath)
                        : repo.fullName().equalsIgnoreCase(idOrPath))
                .findFirst()
                .orElse(null);
    }

    /** The group in the path, by id or by path. */
    Account group() {
        String idOrPath = name("group");
        return forge.world.accounts().stream()
                .filter(Account::isOrganization)
                .filter(group -> Long.toString(group.id).equals(idOrPath) || group.login.equalsIgnoreCase(idOrPath))
                .findFirst()
                .orElseThrow(() -> GitLabError.notFound("Group"));
    }

    /** The person with the id. */
    Account person(long id) {
        return forge.world.accounts().stream()
                .filter(account -> account.id == id && !account.isOrganization())
                .findFirst()
                .orElseThrow(() -> GitLabError.notFound("User"));
    }

    /** The merge request in the path, if the visitor may do that much in its project. */
    Pull mergeRequest(Permission wanted) {
        Repo repo = project(Permission.READ);
        Pull pull = repo.pulls.get((int) Math.min(number("iid"), Integer.MAX_VALUE));
        if (pull == null) {
            throw GitLabError.notFound();
        }
        project(wanted);
        return pull;
    }

    /** The note in the path. */
    Comment note(Pull pull) {
        Comment note = pull.repo.comments.get(number("note"));
        if (note == null || note.number != pull.number) {
            throw GitLabError.notFound("Note");
        }
        return note;
    }

    /** The commit that a branch, tag or hash in the path names. */
    String commit(Repo repo, String name) {
        String sha = new History(forge.git(repo)).resolve(name);
        if (sha == null) {
            throw GitLabError.notFound("Commit");
        }
        return sha;
    }

    static Answer ok(JsonNode json) {
        return json(200, json);
    }

    static Answer created(JsonNode json) {
        return json(201, json);
    }

    static Answer json(int status, JsonNode json) {
        return Answer.bytes(status, "application/json", Json.bytes(json));
    }

    static Answer noContent() {
        return Answer.empty(204);
    }

    /** One page of a list, with GitLab's headers. */
    <T> Answer page(List<T> all, Function<? super T, ? extends JsonNode> json) {
        int size = (int) Math.clamp(Objects.requireNonNullElse(parameters.number("per_page"), 20L), 1, 100);
        int page = (int) Math.clamp(Objects.requireNonNullElse(parameters.number("page"), 1L), 1, 1_000_000);
        int pages = Math.max(1, (all.size() + size - 1) / size);
        int from = (int) Math.min((long) (page - 1) * size, all.size());
        ArrayNode array = Json.array(List.of());
        all.subList(from, Math.min(from + size, all.size())).forEach(thing -> array.add(json.apply(thing)));
        List<String> links = new ArrayList<>();
        if (page > 1) {
            links.add(link(page - 1, size, "prev"));
        }
        if (page < pages) {
            links.add(link(page + 1, size, "next"));
        }
        links.add(link(1, size, "first"));
        links.add(link(pages, size, "last"));
        return ok(array)
                .with("Link", String.join(", ", links))
                .with("X-Page", Integer.toString(page))
                .with("X-Per-Page", Integer.toString(size))
                .with("X-Next-Page", page < pages ? Integer.toString(page + 1) : "")
                .with("X-Prev-Page", page > 1 ? Integer.toString(page - 1) : "")
                .with("X-Total", Integer.toString(all.size()))
                .with("X-Total-Pages", Integer.toString(pages));
    }

    private String link(int page, int size, String relation) {
        StringBuilder url = new StringBuilder(urls.base()).append(ask.path()).append('?');
        ask.query().forEach((name, value) -> {
            if (!name.equals("page") && !name.equals("per_page") && !name.endsWith("_token")) {
                url.append(encode(name)).append('=').append(encode(value)).append('&');
            }
        });
        return "<" + url + "page=" + page + "&per_page=" + size + ">; rel=\"" + relation + "\"";
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
