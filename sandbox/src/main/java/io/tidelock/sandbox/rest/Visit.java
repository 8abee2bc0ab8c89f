package io.tidelock.sandbox.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tidelock.sandbox.forge.Forge;
import io.tidelock.sandbox.forge.Refused;
import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Ask;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.json.Links;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** One request to the API: who asks for what. */
final class Visit {
    final Forge forge;
    final Ask ask;
    final Links links;
    final @Nullable Account visitor;
    private final Map<String, String> names;
    private @Nullable JsonNode body;

    Visit(Forge forge, Ask ask, @Nullable Account visitor, Map<String, String> names) {
        this.forge = forge;
        this.ask = ask;
        this.links = new Links(ask.base());
        this.visitor = visitor;
        this.names = names;
    }

    /** Who asks; 401 to the nameless. */
    Account account() {
        if (visitor == null) {
            throw Refused.with(401, "Requires authentication");
        }
        return visitor;
    }

    /** A part of the path, by its name in the template. */
    String name(String name) {
        return Objects.requireNonNull(names.get(name), name);
    }

    /** A part of the path that is a number; 404 when it is not. */
    long number(String name) {
        try {
            return Long.parseLong(name(name));
        } catch (NumberFormatException e) {
            throw Refused.notFound();
        }
    }

    /** The repository in the path, if the visitor may do that much there. */
    Repo repo(Permission wanted) {
        return forge.accounts.repository(name("owner"), name("repo"), visitor, wanted);
    }

    Repository git(Repo repo) {
        return forge.git(repo);
    }

    /** The pull request in the path, if the visitor may do that much in its repository. */
    Pull pull(Permission wanted) {
        return forge.pulls.find(repo(wanted), (int) number("number"));
    }

    /** The commit that a branch, tag or hash in the path names; 422 in the host's words when there is none. */
    String commit(Repo repo, String name) {
        String sha = new History(git(repo)).resolve(name.replaceFirst("^refs/", ""));
        if (sha == null) {
            throw Refused.with(422, "No commit found for SHA: " + name);
        }
        return sha;
    }

    /** The body as JSON; 400 when it is none. */
    JsonNode body() {
        JsonNode read = body;
        if (read == null) {
            try {
                read = Json.read(ask.body());
            } catch (IOException e) {
                throw Refused.with(400, "Problems parsing JSON");
            }
            body = read;
        }
        return read;
    }

    @Nullable
    String text(String field) {
        return Json.text(body(), field);
    }

    /** A text the body must have; 422 when it has not. */
    String text(String resource, String field) {
        String text = text(field);
        if (text == null) {
            throw Refused.invalid(resource, field, "missing_field");
        }
        return text;
    }

    boolean flag(String field, boolean otherwise) {
        JsonNode value = body().get(field);
        return value == null || value.isNull() ? otherwise : value.asBoolean();
    }

    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        body().path(field).forEach(item -> texts.add(item.asText()));
        return texts;
    }

    /** Whether the header Accept asks for a form such as diff, patch or raw. */
    boolean accepts(String form) {
        String accept = ask.header("Accept");
        return accept != null && accept.matches(".*application/vnd\\.github(\\.[^.+,;]+)?\\." + form + "\\b.*");
    }

    static Answer ok(JsonNode json) {
        return json(200, json);
    }

    static Answer created(JsonNode json) {
        String url = Json.text(json, "url");
        return url == null ? json(201, json) : json(201, json).with("Location", url);
    }

    static Answer json(int status, JsonNode json) {
        return Answer.bytes(status, "application/json; charset=utf-8", Json.bytes(json));
    }

    static Answer noContent() {
        return Answer.empty(204);
    }

    /** One page of a list, with the header Link. */
    <T> Answer page(List<T> all, Function<? super T, ? extends JsonNode> json) {
        return page(
                all,
                slice -> {
                    ArrayNode array = Json.array(List.of());
                    slice.forEach(thing -> array.add(json.apply(thing)));
                    return array;
                },
                100);
    }

    /** One page of a list inside an object. */
    <T> Answer page(List<T> all, Function<List<T>, JsonNode> json, int most) {
        int size = Math.clamp(parameter("per_page", 30), 1, most);
        int page = Math.max(1, parameter("page", 1));
        int pages = Math.max(1, (all.size() + size - 1) / size);
        int from = (int) Math.min((long) (page - 1) * size, all.size());
        Answer answer = ok(json.apply(all.subList(from, Math.min(from + size, all.size()))));
        List<String> relations = new ArrayList<>();
        if (page > 1) {
            relations.add(relation(Math.min(page - 1, pages), "prev"));
        }
        if (page < pages) {
            relations.add(relation(page + 1, "next"));
            relations.add(relation(pages, "last"));
        }
        if (page > 1) {
            relations.add(relation(1, "first"));
        }
        return relations.isEmpty() ? answer : answer.with("Link", String.join(", ", relations));
    }

    private int parameter(String name, int otherwise) {
        try {
            return Integer.parseInt(ask.query(name, Integer.toString(otherwise)));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private String relation(int page, String relation) {
        StringBuilder url = new StringBuilder(links.base()).append(ask.path()).append('?');
        ask.query().forEach((name, value) -> {
            if (!name.equals("page")) {
                url.append(encode(name)).append('=').append(encode(value)).append('&');
            }
        });
        return "<" + url + "page=" + page + ">; rel=\"" + relation + "\"";
    }

    private static String encode(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }
}
