package io.tidelock.sandbox.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.git.Commit;
import io.tidelock.sandbox.git.FileChange;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Repo;
import io.tidelock.sandbox.model.World;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commits and file changes. */
public final class Commits {

    private Commits() {}

    /** A commit as in lists of commits. */
    public static ObjectNode commit(Links links, World world, Repo repo, Commit commit) {
        String url = links.api(repo) + "/commits/" + commit.sha();
        ObjectNode inner = Json.object(
                "author", signature(commit.author()),
                "committer", signature(commit.committer()),
                "message", commit.message(),
                "tree", Json.object("sha", commit.tree(), "url", links.api(repo) + "/git/trees/" + commit.tree()),
                "url", links.api(repo) + "/git/commits/" + commit.sha(),
                "comment_count", 0,
                "verification", verification());
        return Json.object(
                "sha", commit.sha(),
                "node_id", NodeIds.of(NodeIds.COMMIT, repo.id + ":" + commit.sha()),
                "commit", inner,
                "url", url,
                "html_url", links.html(repo) + "/commit/" + commit.sha(),
                "comments_url", url + "/comments",
                "author", account(links, world, commit.author()),
                "committer", account(links, world, commit.committer()),
                "parents",
                        commit.parents().stream()
                                .map(parent -> Json.object(
                                        "sha", parent,
                                        "url", links.api(repo) + "/commits/" + parent,
                                        "html_url", links.html(repo) + "/commit/" + parent))
                                .toList());
    }

    /** One commit alone, with the files it changes. */
    public static ObjectNode detailed(Links links, World world, Repo repo, Commit commit, List<FileChange> files) {
        int additions = files.stream().mapToInt(FileChange::additions).sum();
        int deletions = files.stream().mapToInt(FileChange::deletions).sum();
        return Json.add(
                commit(links, world, repo, commit),
                "stats",
                Json.object("total", additions + deletions, "additions", additions, "deletions", deletions),
                "files",
                files.stream()
                        .map(file -> file(links, repo, file, commit.sha()))
                        .toList());
    }

    /** A commit as the git database has it. */
    public static ObjectNode raw(Links links, Repo repo, Commit commit) {
        return Json.object(
                "sha", commit.sha(),
                "node_id", NodeIds.of(NodeIds.COMMIT, repo.id + ":" + commit.sha()),
                "url", links.api(repo) + "/git/commits/" + commit.sha(),
                "html_url", links.html(repo) + "/commit/" + commit.sha(),
                "author", signature(commit.author()),
                "committer", signature(commit.committer()),
                "tree", Json.object("sha", commit.tree(), "url", links.api(repo) + "/git/trees/" + commit.tree()),
                "message", commit.message(),
                "parents",
                        commit.parents().stream()
                                .map(parent -> Json.object(
                                        "sha", parent,
                                        "url", links.api(repo) + "/git/commits/" + parent,
                                        "html_url", links.html(repo) + "/commit/" + parent))
                                .toList(),
                "verification", verification());
    }

    /** A changed file, its content to be had at the commit. */
    public static ObjectNode file(Links links, Repo repo, FileChange file, String sha) {
        ObjectNode json = Json.object(
                "sha", file.blob(),
                "filename", file.path(),
                "status", file.status(),
                "additions", file.additions(),
                "deletions", file.deletions(),
                "changes", file.additions() + file.deletions(),
                "blob_url", links.html(repo) + "/blob/" + sha + "/" + file.path(),
                "raw_url", links.html(repo) + "/raw/" + sha + "/" + file.path(),
                "contents_url", links.api(repo) + "/contents/" + file.path() + "?ref=" + sha);
        if (file.patch() != null) {
            json.put("patch", file.patch());
        }
        if (file.previousPath() != null) {
            json.put("previous_filename", file.previousPath());
        }
        return json;
    }

    private static ObjectNode signature(Commit.Signature signature) {
        return Json.object("name", signature.name(), "email", signature.email(), "date", signature.when());
    }

    /** The account with the signature's e-mail address, or JSON's null. */
    private static @Nullable ObjectNode account(Links links, World world, Commit.Signature signature) {
        for (Account account : world.accounts()) {
            if (account.email.equalsIgnoreCase(signature.email())) {
                return People.simple(links, account);
            }
        }
        return null;
    }

    private static ObjectNode verification() {
        return Json.add(
                Json.object(),
                "verified",
                false,
                "reason",
                "unsigned",
                "signature",
                null,
                "payload",
                null,
                "verified_at",
                null);
    }
}
