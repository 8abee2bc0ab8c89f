package io.tidelock.sandbox.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.forge.Refused;
import io.tidelock.sandbox.git.Archive;
import io.tidelock.sandbox.git.Commit;
import io.tidelock.sandbox.git.FileEdit;
import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.git.Trees;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.json.Commits;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Repo;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Files without a clone: read, written, deleted; and all of them as an archive. */
final class ContentRoutes {
    private static final String REPO = "/repos/{owner}/{repo}";
    private static final String FILE = REPO + "/contents/{path...}";
    /** Beyond this many bytes the content is left out, as GitHub does. */
    private static final long LARGEST_INLINE = 1 << 20;

    private static final long LARGEST = 100L << 20;

    void addTo(Routes<Endpoint> routes) {
        routes.on("GET", FILE, visit -> get(visit, visit.name("path")))
                .on("GET", REPO + "/contents", visit -> get(visit, ""))
                .on("GET", REPO + "/contents/", visit -> get(visit, ""))
                .on("GET", REPO + "/readme", visit -> get(visit, "README.md"))
                .on("PUT", FILE, this::put)
                .on("DELETE", FILE, this::delete)
                .on("GET", REPO + "/tarball", visit -> tarball(visit, null))
                .on("GET", REPO + "/tarball/{ref...}", visit -> tarball(visit, visit.name("ref")));
    }

    private Answer get(Visit visit, String path) {
        Repo repo = visit.repo(Permission.READ);
        String ref = visit.ask.query("ref", repo.defaultBranch);
        History history = new History(visit.git(repo));
        String sha = history.resolve(ref.replaceFirst("^refs/", ""));
        if (sha == null) {
            throw Refused.with(404, "No commit found for the ref " + ref);
        }
        Trees trees = new Trees(visit.git(repo));
        String clean = path.replaceAll("/+$", "");
        Trees.Entry entry = trees.find(history.commit(sha).tree(), clean);
        if (entry == null) {
            throw Refused.notFound();
        }
        if (!entry.isTree()) {
            return file(visit, repo, ref, entry, trees);
        }
        List<ObjectNode> entries = trees.list(entry.sha(), false).stream()
                .map(one -> entry(visit, repo, ref, clean.isEmpty() ? one.path() : clean + "/" + one.path(), one))
                .toList();
        return Visit.ok(Json.array(entries));
    }

    private static Answer file(Visit visit, Repo repo, String ref, Trees.Entry entry, Trees trees) {
        ObjectNode json = entry(visit, repo, ref, entry.path(), entry);
        if (entry.type().equals("commit")) {
            return Visit.ok(json);
        }
        byte[] content = Objects.requireNonNull(trees.blob(entry.sha()));
        if (visit.accepts("raw")) {
            return Answer.bytes(200, "application/vnd.github.v3.raw; charset=utf-8", content);
        }
        if (entry.size() > LARGEST) {
            throw Refused.forbidden("This API returns blobs up to 100 MB in size.");
        }
        boolean inline = entry.size() <= LARGEST_INLINE;
        return Visit.ok(
                Json.add(json, "content", inline ? base64(content) : "", "encoding", inline ? "base64" : "none"));
    }

    /** With a line break every 60 characters, as GitHub sends it. */
    static String base64(byte[] content) {
        String text = Base64.getMimeEncoder(60, new byte[] {'\n'}).encodeToString(content);
        return text.isEmpty() ? text : text + "\n";
    }

    private static ObjectNode entry(Visit visit, Repo repo, String ref, String path, Trees.Entry entry) {
        String url = visit.links.api(repo) + "/contents/" + path + "?ref=" + ref;
        String type = switch (entry.mode()) {
            case "040000" -> "dir";
            case "120000" -> "symlink";
            case "160000" -> "submodule";
            default -> "file";
        };
        String html = visit.links.html(repo) + (entry.isTree() ? "/tree/" : "/blob/") + ref + "/" + path;
        String git = visit.links.api(repo) + "/git/" + (entry.isTree() ? "trees/" : "blobs/") + entry.sha();
        return Json.object(
                "name",
                path.substring(path.lastIndexOf('/') + 1),
                "path",
                path,
                "sha",
                entry.sha(),
                "size",
                entry.size(),
                "url",
                url,
                "html_url",
                html,
                "git_url",
                git,
                "download_url",
                type.equals("file") ? visit.links.html(repo) + "/raw/" + ref + "/" + path : null,
                "type",
                type,
                "_links",
                Json.object("self", url, "git", git, "html", html));
    }

    private Answer put(Visit visit) {
        Account account = visit.account();
        Repo repo = visit.repo(Permission.WRITE);
        String path = visit.name("path");
        byte[] content = decode(visit.text("Contents", "content"));
        Trees.@Nullable Entry before = current(visit, repo, path, false);
        String sha = commit(visit, repo, account, new FileEdit(path, content, false));
        Trees.Entry after = current(visit, repo, path, true);
        return Visit.json(before == null ? 201 : 200, answer(visit, repo, Objects.requireNonNull(after), sha));
    }

    private Answer delete(Visit visit) {
        Account account = visit.account();
        Repo repo = visit.repo(Permission.WRITE);
        String path = visit.name("path");
        if (current(visit, repo, path, false) == null) {
            throw Refused.notFound();
        }
        String sha = commit(visit, repo, account, new FileEdit(path, null, false));
        return Visit.ok(answer(visit, repo, null, sha));
    }

    /** What is at the path now; before writing, the body must name its blob, as the host wants it. */
    private static Trees.@Nullable Entry current(Visit visit, Repo repo, String path, boolean written) {
        History history = new History(visit.git(repo));
        String branch = branch(visit, repo);
        String tip = history.tip(branch);
        if (tip == null) {
            if (history.tip(repo.defaultBranch) != null) {
                throw Refused.with(404, "Branch " + branch + " not found");
            }
            return null;
        }
        Trees.Entry entry = new Trees(visit.git(repo)).find(history.commit(tip).tree(), path);
        String sha = visit.text("sha") == null ? visit.ask.query("sha") : visit.text("sha");
        if (!written && entry != null) {
            if (sha == null) {
                throw Refused.with(422, "Invalid request.\n\n\"sha\" wasn't supplied.");
            }
            if (!sha.equals(entry.sha())) {
                throw Refused.with(409, path + " does not match " + sha);
            }
        }
        return entry;
    }

    private static String branch(Visit visit, Repo repo) {
        String branch = visit.text("branch");
        return branch == null ? visit.ask.query("branch", repo.defaultBranch) : branch;
    }

    private static String commit(Visit visit, Repo repo, Account account, FileEdit edit) {
        String message = Objects.requireNonNullElse(visit.text("message"), visit.ask.query("message", ""));
        if (message.isEmpty()) {
            throw Refused.with(422, "Invalid request.\n\n\"message\" wasn't supplied.");
        }
        JsonNode author = visit.body().path("author");
        Commit.Signature own = visit.forge.repositories.signature(account);
        Commit.Signature who = new Commit.Signature(
                Json.text(author, "name", own.name()), Json.text(author, "email", own.email()), own.when());
        return visit.forge.repositories.commit(repo, branch(visit, repo), null, List.of(edit), message, account, who);
    }

    private static ObjectNode answer(Visit visit, Repo repo, Trees.@Nullable Entry entry, String sha) {
        Commit commit = new History(visit.git(repo)).commit(sha);
        return Json.object(
                "content",
                entry == null ? null : entry(visit, repo, branch(visit, repo), entry.path(), entry),
                "commit",
                Commits.raw(visit.links, repo, commit));
    }

    private static byte[] decode(String content) {
        try {
            return Base64.getMimeDecoder().decode(content);
        } catch (IllegalArgumentException e) {
            throw Refused.with(422, "content is not valid Base64");
        }
    }

    private Answer tarball(Visit visit, @Nullable String name) {
        Repo repo = visit.repo(Permission.READ);
        String ref = name == null ? repo.defaultBranch : name;
        String sha = new History(visit.git(repo)).resolve(ref.replaceFirst("^refs/", ""));
        if (sha == null) {
            throw Refused.notFound();
        }
        Commit commit = new History(visit.git(repo)).commit(sha);
        String folder = repo.owner.login + "-" + repo.name + "-" + sha.substring(0, 7);
        byte[] bytes = Archive.tarball(
                visit.git(repo),
                commit.tree(),
                folder,
                commit.committer().when().getEpochSecond());
        return Answer.bytes(200, "application/x-gzip", bytes)
                .with("Content-Disposition", "attachment; filename=" + folder + ".tar.gz");
    }
}
