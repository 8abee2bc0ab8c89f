package io.tidelock.sandbox.gitlab.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.git.Commit;
import io.tidelock.sandbox.git.FileChange;
import io.tidelock.sandbox.git.Trees;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.model.Protection;
import io.tidelock.sandbox.model.Repo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commits, branches, files and what changed in them. */
public final class CodeJson {
    private CodeJson() {}

    public static ObjectNode commit(Urls urls, Repo repo, Commit commit) {
        return Json.object(
                "id", commit.sha(),
                "short_id", commit.sha().substring(0, 8),
                "created_at", commit.committer().when(),
                "parent_ids", commit.parents(),
                "title", commit.headline(),
                "message", commit.message() + "\n",
                "author_name", commit.author().name(),
                "author_email", commit.author().email(),
                "authored_date", commit.author().when(),
                "committer_name", commit.committer().name(),
                "committer_email", commit.committer().email(),
                "committed_date", commit.committer().when(),
                "trailers", Json.object(),
                "extended_trailers", Json.object(),
                "web_url", urls.commit(repo, commit.sha()));
    }

    /** How webhooks show a commit. */
    public static ObjectNode inHook(Urls urls, Repo repo, Commit commit) {
        return Json.object(
                "id", commit.sha(),
                "message", commit.message() + "\n",
                "title", commit.headline(),
                "timestamp", commit.committer().when(),
                "url", urls.commit(repo, commit.sha()),
                "author",
                        Json.object(
                                "name", commit.author().name(),
                                "email", commit.author().email()));
    }

    public static ObjectNode diff(FileChange file) {
        boolean added = file.status().equals("added");
        boolean removed = file.status().equals("removed");
        String before = file.previousPath() == null ? file.path() : file.previousPath();
        String patch = file.patch();
        return Json.object(
                "diff",
                patch == null ? "" : patch + "\n",
                "collapsed",
                false,
                "too_large",
                false,
                "new_path",
                file.path(),
                "old_path",
                before,
                "a_mode",
                added ? "0" : "100644",
                "b_mode",
                removed ? "0" : "100644",
                "new_file",
                added,
                "renamed_file",
                file.status().equals("renamed"),
                "deleted_file",
                removed,
                "generated_file",
                false);
    }

    public static ObjectNode branch(Urls urls, Repo repo, String name, Commit tip, boolean mayPush) {
        boolean isProtected = repo.protections.containsKey(name);
        return Json.object(
                "name",
                name,
                "commit",
                commit(urls, repo, tip),
                "merged",
                false,
                "protected",
                isProtected,
                "developers_can_push",
                false,
                "developers_can_merge",
                false,
                "can_push",
                mayPush,
                "default",
                name.equals(repo.defaultBranch),
                "web_url",
                urls.web(repo) + "/-/tree/" + name);
    }

    public static ObjectNode protectedBranch(long id, String name, @Nullable Protection rules) {
        ObjectNode maintainers = Json.object(
                "id",
                id,
                "access_level",
                40,
                "access_level_description",
                "Maintainers",
                "user_id",
                null,
                "group_id",
                null);
        return Json.object(
                "id",
                id,
                "name",
                name,
                "push_access_levels",
                List.of(maintainers),
                "merge_access_levels",
                List.of(maintainers),
                "allow_force_push",
                false,
                "unprotect_access_levels",
                List.of(),
                "code_owner_approval_required",
                rules != null && rules.codeOwners(),
                "inherited",
                false);
    }

    /** A line of a tree; the folder is "" or ends with a slash. */
    public static ObjectNode tree(String folder, Trees.Entry entry) {
        return Json.object(
                "id", entry.sha(),
                "name", entry.path().substring(entry.path().lastIndexOf('/') + 1),
                "type", entry.type(),
                "path", folder + entry.path(),
                "mode", entry.mode());
    }
}
