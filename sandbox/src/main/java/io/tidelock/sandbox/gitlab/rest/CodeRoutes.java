package io.tidelock.sandbox.gitlab.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidelock.sandbox.git.Changes;
import io.tidelock.sandbox.git.Commit;
import io.tidelock.sandbox.git.FileEdit;
import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.git.Trees;
import io.tidelock.sandbox.gitlab.json.CodeJson;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Repo;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** Files, trees, commits and comparisons. */
final class CodeRoutes {
    private static final String REPOSITORY = "/projects/{project}/repository";
    private static final String FILE = REPOSITORY + "/files/{path...}";

    /** A file at a commit. */
    private record Found(Repo repo, String path, String ref, String commit, Trees.Entry entry, byte[] content) {}

    void addTo(Routes<Endpoint> routes) {
        routes.on("GET", FILE + "/raw", this::raw)
                .on("GET", FILE, this::file)
                .on("POST", FILE, visit -> write(visit, "create"))
                .on("PUT", FILE, visit -> write(visit, "update"))
                .on("DELETE", FILE, visit -> write(visit, "delete"))
                .on("GET", REPOSITORY + "/tree", this::tree)
                .on("GET", REPOSITORY + "/compare", this::compare)
                .on("GET", REPOSITORY + "/merge_base", this::mergeBase)
                .on("GET", REPOSITORY + "/commits", this::log)
                .on("POST", REPOSITORY + "/commits", this::commit)
                .on("GET", REPOSITORY + "/commits/{sha}/diff", this::diff);
    }

    private Found find(Visit visit) {
        Repo repo = visit.project(Permission.READ);
        String ref = Objects.requireNonNullElse(visit.parameters.text("ref"), "HEAD");
        Repository git = visit.forge.git(repo);
        String commit = new History(git).resolve(ref.equals("HEAD") ? repo.defaultBranch : ref);
        if (commit == null) {
            throw GitLabError.notFound("Commit");
        }
        String path = visit.name("path");
        Trees trees = new Trees(git);
        Trees.Entry entry = trees.find(new History(git).commit(commit).tree(), path);
        byte[] content = entry == null ? null : trees.blob(entry.sha());
        if (entry == null || content == null) {
            throw GitLabError.notFound("File");
        }
        return new Found(repo, path, ref, commit, entry, content);
    }

    private Answer raw(Visit visit) {
        Found found = find(visit);
        return Answer.bytes(200, "text/plain; charset=utf-8", found.content())
                .with("X-Gitlab-Blob-Id", found.entry().sha())
                .with("X-Gitlab-File-Path", found.path())
                .with("X-Gitlab-Ref", found.ref())
                .with("X-Gitlab-Commit-Id", found.commit());
    }

    private Answer file(Visit visit) {
        Found found = find(visit);
        return Visit.ok(Json.object(
                "file_name", found.path().substring(found.path().lastIndexOf('/') + 1),
                "file_path", found.path(),
                "size", found.content().length,
                "encoding", "base64",
                "content_sha256", sha256(found.content()),
                "ref", found.ref(),
                "blob_id", found.entry().sha(),
                "commit_id", found.commit(),
                "last_commit_id", found.commit(),
                "execute_filemode", found.entry().mode().equals("100755"),
                "content", Base64.getEncoder().encodeToString(found.content())));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Answer write(Visit visit, String action) {
        Repo repo = visit.project(Permission.WRITE);
        String branch = visit.parameters.required("branch");
        FileEdit edit = edit(
                visit.name("path"),
                action,
                visit.parameters.text("content"),
                "base64".equals(visit.parameters.text("encoding")));
        demandFit(visit, repo, branch, edit.path(), action);
        store(visit, repo, branch, List.of(edit), visit.parameters.required("commit_message"));
        if (action.equals("delete")) {
            return Visit.noContent();
        }
        return Visit.json(action.equals("create") ? 201 : 200, Json.object("file_path", edit.path(), "branch", branch));
    }

    private static void demandFit(Visit visit, Repo repo, String branch, String path, String action) {
        Repository git = visit.forge.git(repo);
        String tip = new History(git).tip(branch);
        boolean there =
                tip != null && new Trees(git).find(new History(git).commit(tip).tree(), path) != null;
        if (there == action.equals("create")) {
            throw GitLabError.of(
                    400,
                    "message",
                    there ? "A file with this name already exists" : "A file with this name doesn't exist");
        }
    }

    private static FileEdit edit(String path, String action, @Nullable String content, boolean base64) {
        if (action.equals("delete")) {
            return new FileEdit(path, null, false);
        }
        if (content == null) {
            throw GitLabError.invalid("content is missing");
        }
        byte[] bytes = base64 ? Base64.getMimeDecoder().decode(content) : content.getBytes(StandardCharsets.UTF_8);
        return new FileEdit(path, bytes, false);
    }

    private static String store(Visit visit, Repo repo, String branch, List<FileEdit> edits, String message) {
        Account account = visit.account();
        String start = visit.parameters.text("start_branch");
        return visit.forge.repositories.commit(
                repo,
                branch,
                start == null ? visit.parameters.text("start_sha") : start,
                edits,
                message,
                account,
                visit.forge.repositories.signature(account));
    }

    private Answer commit(Visit visit) {
        Repo repo = visit.project(Permission.WRITE);
        List<FileEdit> edits = new ArrayList<>();
        for (JsonNode action : visit.parameters.body().path("actions")) {
            edits.add(edit(
                    Json.text(action, "file_path", ""),
                    Json.text(action, "action", "create"),
                    Json.text(action, "content"),
                    "base64".equals(Json.text(action, "encoding"))));
            String previous = Json.text(action, "previous_path");
            if (previous != null && "move".equals(Json.text(action, "action"))) {
                edits.add(new FileEdit(previous, null, false));
            }
        }
        String sha = store(
                visit, repo, visit.parameters.required("branch"), edits, visit.parameters.required("commit_message"));
        return Visit.created(CodeJson.commit(visit.urls, repo, new History(visit.forge.git(repo)).commit(sha)));
    }

    private Answer tree(Visit visit) {
        Repo repo = visit.project(Permission.READ);
        Repository git = visit.forge.git(repo);
        String ref = Objects.requireNonNullElse(visit.parameters.text("ref"), repo.defaultBranch);
        String sha = new History(git).resolve(ref);
        String path =
                Objects.requireNonNullElse(visit.parameters.text("path"), "").replaceAll("^/|/$", "");
        Trees.Entry folder = sha == null
                ? null
                : new Trees(git).find(new History(git).commit(sha).tree(), path);
        if (folder == null || !folder.isTree()) {
            throw GitLabError.notFound("Tree");
        }
        String prefix = path.isEmpty() ? "" : path + "/";
        return visit.page(
                new Trees(git).list(folder.sha(), visit.parameters.flag("recursive", false)),
                entry -> CodeJson.tree(prefix, entry));
    }

    private Answer compare(Visit visit) {
        Repo repo = visit.project(Permission.READ);
        Repository git = visit.forge.git(repo);
        History history = new History(git);
        String from = visit.commit(repo, visit.parameters.required("from"));
        String to = visit.commit(repo, visit.parameters.required("to"));
        String base = visit.parameters.flag("straight", false) ? from : history.mergeBase(from, to);
        List<Commit> commits = history.between(from, to);
        return Visit.ok(Json.object(
                "commit",
                commits.isEmpty() ? null : CodeJson.commit(visit.urls, repo, commits.getLast()),
                "commits",
                commits.stream()
                        .map(commit -> CodeJson.commit(visit.urls, repo, commit))
                        .toList(),
                "diffs",
                new Changes(git).files(base, to).stream().map(CodeJson::diff).toList(),
                "compare_timeout",
                false,
                "compare_same_ref",
                from.equals(to),
                "web_url",
                visit.urls.web(repo) + "/-/compare/" + from + "..." + to));
    }

    private Answer mergeBase(Visit visit) {
        Repo repo = visit.project(Permission.READ);
        History history = new History(visit.forge.git(repo));
        List<String> refs = visit.parameters.list("refs");
        String base = refs.size() < 2
                ? null
                : history.mergeBase(visit.commit(repo, refs.get(0)), visit.commit(repo, refs.get(1)));
        if (base == null) {
            throw GitLabError.notFound("Merge Base");
        }
        return Visit.ok(CodeJson.commit(visit.urls, repo, history.commit(base)));
    }

    private Answer log(Visit visit) {
        Repo repo = visit.project(Permission.READ);
        String ref = Objects.requireNonNullElse(visit.parameters.text("ref_name"), repo.defaultBranch);
        List<Commit> commits =
                new History(visit.forge.git(repo)).log(visit.commit(repo, ref), visit.parameters.text("path"), 1000);
        return visit.page(commits, commit -> CodeJson.commit(visit.urls, repo, commit));
    }

    private Answer diff(Visit visit) {
        Repo repo = visit.project(Permission.READ);
        Repository git = visit.forge.git(repo);
        Commit commit = new History(git).commit(visit.commit(repo, visit.name("sha")));
        String parent = commit.parents().isEmpty() ? null : commit.parents().get(0);
        return visit.page(new Changes(git).files(parent, commit.sha()), CodeJson::diff);
    }
}
