package io.tidelock.sandbox.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Label;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Repositories and labels. */
public final class Repos {
    /** Fields whose address is the repository's and this. */
    private static final Map<String, String> PARTS = Map.ofEntries(
            Map.entry("forks_url", "/forks"),
            Map.entry("keys_url", "/keys{/key_id}"),
            Map.entry("collaborators_url", "/collaborators{/collaborator}"),
            Map.entry("teams_url", "/teams"),
            Map.entry("hooks_url", "/hooks"),
            Map.entry("issue_events_url", "/issues/events{/number}"),
            Map.entry("events_url", "/events"),
            Map.entry("assignees_url", "/assignees{/user}"),
            Map.entry("branches_url", "/branches{/branch}"),
            Map.entry("tags_url", "/tags"),
            Map.entry("blobs_url", "/git/blobs{/sha}"),
            Map.entry("git_tags_url", "/git/tags{/sha}"),
            Map.entry("git_refs_url", "/git/refs{/sha}"),
            Map.entry("trees_url", "/git/trees{/sha}"),
            Map.entry("statuses_url", "/statuses/{sha}"),
            Map.entry("languages_url", "/languages"),
            Map.entry("stargazers_url", "/stargazers"),
            Map.entry("contributors_url", "/contributors"),
            Map.entry("subscribers_url", "/subscribers"),
            Map.entry("subscription_url", "/subscription"),
            Map.entry("commits_url", "/commits{/sha}"),
            Map.entry("git_commits_url", "/git/commits{/sha}"),
            Map.entry("comments_url", "/comments{/number}"),
            Map.entry("issue_comment_url", "/issues/comments{/number}"),
            Map.entry("contents_url", "/contents/{+path}"),
            Map.entry("compare_url", "/compare/{base}...{head}"),
            Map.entry("merges_url", "/merges"),
            Map.entry("archive_url", "/{archive_format}{/ref}"),
            Map.entry("downloads_url", "/downloads"),
            Map.entry("issues_url", "/issues{/number}"),
            Map.entry("pulls_url", "/pulls{/number}"),
            Map.entry("milestones_url", "/milestones{/number}"),
            Map.entry("notifications_url", "/notifications{?since,all,participating}"),
            Map.entry("labels_url", "/labels{/name}"),
            Map.entry("releases_url", "/releases{/id}"),
            Map.entry("deployments_url", "/deployments"));

    private Repos() {}

    /** The form found inside other things and in webhooks. */
    public static ObjectNode inner(Links links, Repo repo) {
        String html = links.html(repo);
        String api = links.api(repo);
        ObjectNode json = Json.object(
                "id",
                repo.id,
                "node_id",
                NodeIds.of(NodeIds.REPO, repo.id),
                "name",
                repo.name,
                "full_name",
                repo.fullName(),
                "private",
                repo.isPrivate,
                "owner",
                People.simple(links, repo.owner),
                "html_url",
                html,
                "description",
                repo.description,
                "fork",
                repo.parent != null,
                "url",
                api);
        PARTS.forEach((field, end) -> json.put(field, api + end));
        long open = repo.pulls.values().stream().filter(Pull::isOpen).count();
        return Json.add(
                json,
                "created_at",
                repo.createdAt,
                "updated_at",
                repo.updatedAt,
                "pushed_at",
                repo.pushedAt,
                "git_url",
                "git://" + links.host() + "/" + repo.fullName() + ".git",
                "ssh_url",
                "git@" + links.host() + ":" + repo.fullName() + ".git",
                "clone_url",
                html + ".git",
                "svn_url",
                html,
                "homepage",
                null,
                "size",
                1,
                "stargazers_count",
                0,
                "watchers_count",
                0,
                "language",
                null,
                "has_issues",
                true,
                "has_projects",
                false,
                "has_downloads",
                true,
                "has_wiki",
                false,
                "has_pages",
                false,
                "has_discussions",
                false,
                "forks_count",
                0,
                "mirror_url",
                null,
                "archived",
                repo.archived,
                "disabled",
                false,
                "open_issues_count",
                open,
                "license",
                null,
                "allow_forking",
                true,
                "is_template",
                false,
                "web_commit_signoff_required",
                false,
                "topics",
                List.of(),
                "visibility",
                repo.isPrivate ? "private" : "public",
                "forks",
                0,
                "open_issues",
                open,
                "watchers",
                0,
                "default_branch",
                repo.defaultBranch);
    }

    /** The long form of {@code GET /repos/O/R}, with what the asker may do. */
    public static ObjectNode full(Links links, Repo repo, Permission permission) {
        ObjectNode json = withPermission(links, repo, permission);
        if (permission.allows(Permission.READ)) {
            mergeSettings(json, repo);
        }
        Account owner = repo.owner;
        if (owner.isOrganization()) {
            json.set("organization", People.simple(links, owner));
        }
        Repo parent = repo.parent;
        if (parent != null) {
            json.set("parent", inner(links, parent));
            json.set("source", inner(links, parent));
        }
        return Json.add(json, "network_count", 0, "subscribers_count", 0, "temp_clone_token", null);
    }

    /** The form found in lists of repositories. */
    public static ObjectNode withPermission(Links links, Repo repo, Permission permission) {
        ObjectNode can = Json.object(
                "admin", permission.allows(Permission.ADMIN),
                "maintain", permission.allows(Permission.MAINTAIN),
                "push", permission.allows(Permission.WRITE),
                "triage", permission.allows(Permission.TRIAGE),
                "pull", permission.allows(Permission.READ));
        return Json.add(inner(links, repo), "permissions", can, "role_name", permission.role());
    }

    /** Adds which ways of merging are allowed, as in the repository of a pull request's base. */
    static ObjectNode mergeSettings(ObjectNode json, Repo repo) {
        return Json.add(
                json,
                "allow_rebase_merge",
                repo.allowRebaseMerge,
                "allow_squash_merge",
                repo.allowSquashMerge,
                "allow_merge_commit",
                repo.allowMergeCommit,
                "allow_auto_merge",
                repo.allowAutoMerge,
                "allow_update_branch",
                repo.allowUpdateBranch,
                "delete_branch_on_merge",
                repo.deleteBranchOnMerge,
                "use_squash_pr_title_as_default",
                false,
                "squash_merge_commit_message",
                "COMMIT_MESSAGES",
                "squash_merge_commit_title",
                "COMMIT_OR_PR_TITLE",
                "merge_commit_message",
                "PR_TITLE",
                "merge_commit_title",
                "MERGE_MESSAGE");
    }

    public static ObjectNode label(Links links, Repo repo, Label label) {
        return Json.object(
                "id", label.id(),
                "node_id", NodeIds.of(NodeIds.LABEL, label.id()),
                "url", links.api(repo) + "/labels/" + label.name().replace(" ", "%20"),
                "name", label.name(),
                "color", label.color(),
                "default", false,
                "description", label.description());
    }

    /** The labels of a pull request. */
    static List<ObjectNode> labels(Links links, Pull pull) {
        return pull.labels.stream()
                .map(name -> label(links, pull.repo, orPlain(name, pull.repo.labels.get(name))))
                .toList();
    }

    private static Label orPlain(String name, @Nullable Label label) {
        return label == null ? new Label(0, name, "ededed", null) : label;
    }
}
