package io.tidelock.sandbox.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.forge.Refused;
import io.tidelock.sandbox.git.Commit;
import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.git.Merges;
import io.tidelock.sandbox.git.RefChange;
import io.tidelock.sandbox.git.Trees;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.json.Commits;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.json.NodeIds;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Repo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.lib.Ref;

/** The git database: refs, commits, trees, blobs. */
final class GitRoutes {
    private static final String REPO = "/repos/{owner}/{repo}";
    private static final String GIT = REPO + "/git";

    void addTo(Routes<Endpoint> routes) {
        routes.on("GET", GIT + "/ref/{ref...}", this::ref)
                .on("GET", GIT + "/matching-refs/{ref...}", visit -> refs(visit, "refs/" + visit.name("ref")))
                .on("GET", GIT + "/refs/{ref...}", this::ref)
                .on("GET", GIT + "/refs", visit -> refs(visit, "refs/"))
                .on("POST", GIT + "/refs", this::newRef)
                .on("PATCH", GIT + "/refs/{ref...}", this::moveRef)
                .on("DELETE", GIT + "/refs/{ref...}", this::deleteRef)
                .on("GET", GIT + "/blobs/{sha}", this::blob)
                .on("POST", GIT + "/blobs", this::newBlob)
                .on("GET", GIT + "/trees/{sha...}", this::tree)
                .on("POST", GIT + "/trees", this::newTree)
                .on("GET", GIT + "/commits/{sha}", this::commit)
                .on("POST", GIT + "/commits", this::newCommit)
                .on("GET", REPO + "/tags", this::tags);
    }

    private Answer ref(Visit visit) {
        Repo repo = visit.repo(Permission.READ);
        String name = "refs/" + visit.name("ref");
        String sha = new History(visit.git(repo)).at(name);
        if (sha == null) {
            throw Refused.notFound();
        }
        return Visit.ok(json(visit, repo, name, sha));
    }

    private Answer refs(Visit visit, String prefix) {
        Repo repo = visit.repo(Permission.READ);
        List<Ref> found = new History(visit.git(repo))
                .refs(prefix).stream()
                        .filter(ref -> !ref.getName().startsWith("refs/forks/"))
                        .toList();
        return visit.page(
                found, ref -> json(visit, repo, ref.getName(), ref.getObjectId().name()));
    }

    private static ObjectNode json(Visit visit, Repo repo, String name, String sha) {
        String type = Objects.requireNonNullElse(new Trees(visit.git(repo)).type(sha), "commit");
        String url = visit.links.api(repo) + "/git/";
        return Json.object(
                "ref",
                name,
                "node_id",
                NodeIds.of("REF", repo.id + ":" + name),
                "url",
                url + name,
                "object",
                Json.object("sha", sha, "type", type, "url", url + type + "s/" + sha));
    }

    private static void demandFree(String name) {
        if (!name.matches("refs/(heads|tags)/[^\\s~^:?*\\[\\\\]+") || name.contains("..")) {
            throw Refused.with(422, "Reference name is not valid: " + name);
        }
    }

    private Answer newRef(Visit visit) {
        Account account = visit.account();
        Repo repo = visit.repo(Permission.WRITE);
        String name = visit.text("Reference", "ref");
        demandFree(name);
        if (new History(visit.git(repo)).at(name) != null) {
            throw Refused.with(422, "Reference already exists");
        }
        String sha = object(visit, repo);
        visit.forge.repositories.moveRef(repo, name, sha, account);
        return Visit.created(json(visit, repo, name, sha));
    }

    private static String object(Visit visit, Repo repo) {
        String sha = visit.text("Reference", "sha");
        if (new History(visit.git(repo)).resolve(sha) == null) {
            throw Refused.with(422, "Object does not exist");
        }
        return sha;
    }

    private Answer moveRef(Visit visit) {
        Account account = visit.account();
        Repo repo = visit.repo(Permission.WRITE);
        String name = "refs/" + visit.name("ref");
        History history = new History(visit.git(repo));
        String before = history.at(name);
        if (before == null) {
            throw Refused.with(422, "Reference does not exist");
        }
        String sha = object(visit, repo);
        if (!visit.flag("force", false) && !history.contains(before, sha)) {
            throw Refused.with(422, "Update is not a fast forward");
        }
        allow(visit, repo, new RefChange(name, before, sha), account);
        visit.forge.repositories.moveRef(repo, name, sha, account);
        return Visit.ok(json(visit, repo, name, sha));
    }

    private Answer deleteRef(Visit visit) {
        Account account = visit.account();
        Repo repo = visit.repo(Permission.WRITE);
        String name = "refs/" + visit.name("ref");
        String before = new History(visit.git(repo)).at(name);
        if (before == null) {
            throw Refused.with(422, "Reference does not exist");
        }
        allow(visit, repo, new RefChange(name, before, RefChange.ZEROS), account);
        visit.forge.repositories.moveRef(repo, name, RefChange.ZEROS, account);
        return Visit.noContent();
    }

    private static void allow(Visit visit, Repo repo, RefChange change, Account account) {
        String reason = visit.forge.pushes.objection(repo, change, account);
        if (reason != null) {
            throw Refused.with(422, "Cannot update this protected ref.");
        }
    }

    private Answer blob(Visit visit) {
        Repo repo = visit.repo(Permission.READ);
        String sha = visit.name("sha");
        byte[] content = new Trees(visit.git(repo)).blob(sha);
        if (content == null) {
            throw Refused.notFound();
        }
        if (visit.accepts("raw")) {
            return Answer.bytes(200, "application/vnd.github.v3.raw; charset=utf-8", content);
        }
        return Visit.ok(Json.object(
                "sha",
                sha,
                "node_id",
                NodeIds.of("B", repo.id + ":" + sha),
                "size",
                content.length,
                "url",
                visit.links.api(repo) + "/git/blobs/" + sha,
                "content",
                ContentRoutes.base64(content),
                "encoding",
                "base64"));
    }

    private Answer newBlob(Visit visit) {
        visit.account();
        Repo repo = visit.repo(Permission.WRITE);
        String content = visit.text("Blob", "content");
        byte[] bytes = "base64".equals(visit.text("encoding"))
                ? Base64.getMimeDecoder().decode(content)
                : content.getBytes(StandardCharsets.UTF_8);
        String sha = new Trees(visit.git(repo)).write(bytes);
        return Visit.created(Json.object("sha", sha, "url", visit.links.api(repo) + "/git/blobs/" + sha));
    }

    private Answer tree(Visit visit) {
        Repo repo = visit.repo(Permission.READ);
        Trees trees = new Trees(visit.git(repo));
        History history = new History(visit.git(repo));
        String name = visit.name("sha");
        String tree = name;
        if (!"tree".equals(trees.type(name))) {
            String commit = history.resolve(name);
            if (commit == null) {
                throw Refused.notFound();
            }
            tree = history.commit(commit).tree();
        }
        return Visit.ok(
                treeJson(visit, repo, tree, !visit.ask.query("recursive", "").isEmpty()));
    }

    private static ObjectNode treeJson(Visit visit, Repo repo, String tree, boolean recursive) {
        String url = visit.links.api(repo) + "/git/";
        List<ObjectNode> entries = new Trees(visit.git(repo))
                .list(tree, recursive).stream()
                        .map(entry -> {
                            ObjectNode json = Json.object(
                                    "path", entry.path(),
                                    "mode", entry.mode(),
                                    "type", entry.type(),
                                    "sha", entry.sha());
                            return entry.type().equals("blob")
                                    ? Json.add(json, "size", entry.size(), "url", url + "blobs/" + entry.sha())
                                    : Json.add(json, "url", url + "trees/" + entry.sha());
                        })
                        .toList();
        return Json.object("sha", tree, "url", url + "trees/" + tree, "tree", entries, "truncated", false);
    }

    private Answer newTree(Visit visit) {
        visit.account();
        Repo repo = visit.repo(Permission.WRITE);
        Trees trees = new Trees(visit.git(repo));
        List<Trees.Placed> placed = new ArrayList<>();
        for (JsonNode entry : visit.body().path("tree")) {
            String content = Json.text(entry, "content");
            String blob =
                    content == null ? Json.text(entry, "sha") : trees.write(content.getBytes(StandardCharsets.UTF_8));
            placed.add(new Trees.Placed(Json.text(entry, "path", ""), blob, Json.text(entry, "mode")));
        }
        String base = visit.text("base_tree");
        if (base != null && !"tree".equals(trees.type(base))) {
            base = new History(visit.git(repo)).commit(visit.commit(repo, base)).tree();
        }
        return Visit.created(treeJson(visit, repo, trees.place(base, placed), false));
    }

    private Answer commit(Visit visit) {
        Repo repo = visit.repo(Permission.READ);
        String sha = new History(visit.git(repo)).resolve(visit.name("sha"));
        if (sha == null) {
            throw Refused.notFound();
        }
        return Visit.ok(Commits.raw(visit.links, repo, new History(visit.git(repo)).commit(sha)));
    }

    private Answer newCommit(Visit visit) {
        Account account = visit.account();
        Repo repo = visit.repo(Permission.WRITE);
        Commit.Signature own = visit.forge.repositories.signature(account);
        JsonNode author = visit.body().path("author");
        Commit.Signature who = new Commit.Signature(
                Json.text(author, "name", own.name()), Json.text(author, "email", own.email()), own.when());
        String sha = new Merges(visit.git(repo))
                .commit(
                        visit.text("Commit", "tree"),
                        visit.texts("parents"),
                        who,
                        own,
                        visit.text("Commit", "message"));
        return Visit.created(Commits.raw(visit.links, repo, new History(visit.git(repo)).commit(sha)));
    }

    private Answer tags(Visit visit) {
        Repo repo = visit.repo(Permission.READ);
        History history = new History(visit.git(repo));
        return visit.page(history.refs("refs/tags/"), ref -> {
            String name = ref.getName().substring("refs/tags/".length());
            String sha = Objects.requireNonNullElse(
                    history.resolve(name), ref.getObjectId().name());
            return Json.object(
                    "name",
                    name,
                    "commit",
                    Json.object("sha", sha, "url", visit.links.api(repo) + "/commits/" + sha),
                    "zipball_url",
                    visit.links.api(repo) + "/zipball/" + ref.getName(),
                    "tarball_url",
                    visit.links.api(repo) + "/tarball/" + ref.getName(),
                    "node_id",
                    NodeIds.of("REF", repo.id + ":" + ref.getName()));
        });
    }
}
