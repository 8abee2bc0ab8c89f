package io.tidelock.sandbox.gitlab.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Label;
import io.tidelock.sandbox.model.Repo;
import io.tidelock.sandbox.model.World;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Projects, and the labels of one. */
public final class ProjectJson {
    private ProjectJson() {}

    public static ObjectNode project(Urls urls, World world, Repo repo, @Nullable Account visitor) {
        String web = urls.web(repo);
        ObjectNode json = Json.object(
                "id",
                repo.id,
                "description",
                repo.description,
                "name",
                repo.name,
                "name_with_namespace",
                repo.owner.login.replace("/", " / ") + " / " + repo.name,
                "path",
                repo.name,
                "path_with_namespace",
                repo.fullName(),
                "created_at",
                repo.createdAt,
                "default_branch",
                repo.defaultBranch,
                "tag_list",
                List.of(),
                "topics",
                List.of(),
                "ssh_url_to_repo",
                urls.ssh(repo),
                "http_url_to_repo",
                urls.http(repo),
                "web_url",
                web,
                "readme_url",
                web + "/-/blob/" + repo.defaultBranch + "/README.md",
                "forks_count",
                0,
                "avatar_url",
                null,
                "star_count",
                0,
                "last_activity_at",
                repo.updatedAt,
                "namespace",
                PersonJson.namespace(urls, repo.owner),
                "archived",
                repo.archived,
                "empty_repo",
                false);
        Json.add(
                json,
                "visibility",
                repo.isPrivate ? "private" : "public",
                "merge_requests_enabled",
                true,
                "issues_enabled",
                true,
                "jobs_enabled",
                true,
                "creator_id",
                repo.owner.id,
                "ci_config_path",
                "",
                "public_jobs",
                true,
                "only_allow_merge_if_pipeline_succeeds",
                repo.pipelinesMustSucceed,
                "allow_merge_on_skipped_pipeline",
                null,
                "only_allow_merge_if_all_discussions_are_resolved",
                false,
                "only_allow_merge_if_all_status_checks_passed",
                false,
                "remove_source_branch_after_merge",
                repo.deleteBranchOnMerge,
                "merge_method",
                repo.allowMergeCommit ? "merge" : "ff",
                "squash_option",
                repo.allowSquashMerge ? "default_off" : "never",
                "approvals_before_merge",
                0,
                "merge_commit_template",
                null,
                "squash_commit_template",
                null);
        if (visitor != null) {
            int level = PersonJson.membership(world, repo, visitor);
            Json.add(
                    json,
                    "permissions",
                    Json.object("project_access", level == 0 ? null : access(level), "group_access", null));
        }
        Repo parent = repo.parent;
        if (parent != null) {
            json.set(
                    "forked_from_project",
                    Json.object(
                            "id",
                            parent.id,
                            "name",
                            parent.name,
                            "path",
                            parent.name,
                            "path_with_namespace",
                            parent.fullName(),
                            "http_url_to_repo",
                            urls.http(parent),
                            "web_url",
                            urls.web(parent)));
        }
        return json;
    }

    private static ObjectNode access(int level) {
        return Json.object("access_level", level, "notification_level", 3);
    }

    /** How webhooks show a project. */
    public static ObjectNode inHook(Urls urls, Repo repo) {
        String web = urls.web(repo);
        return Json.object(
                "id",
                repo.id,
                "name",
                repo.name,
                "description",
                repo.description == null ? "" : repo.description,
                "web_url",
                web,
                "avatar_url",
                null,
                "git_ssh_url",
                urls.ssh(repo),
                "git_http_url",
                urls.http(repo),
                "namespace",
                repo.owner.name,
                "visibility_level",
                repo.isPrivate ? 0 : 20,
                "path_with_namespace",
                repo.fullName(),
                "default_branch",
                repo.defaultBranch,
                "ci_config_path",
                "",
                "homepage",
                web,
                "url",
                urls.ssh(repo),
                "ssh_url",
                urls.ssh(repo),
                "http_url",
                urls.http(repo));
    }

    /** The older object that webhooks still carry. */
    public static ObjectNode repositoryInHook(Urls urls, Repo repo) {
        return Json.object(
                "name",
                repo.name,
                "url",
                urls.ssh(repo),
                "description",
                repo.description == null ? "" : repo.description,
                "homepage",
                urls.web(repo));
    }

    public static ObjectNode label(Label label) {
        return Json.object(
                "id",
                label.id(),
                "name",
                label.name(),
                "description",
                label.description(),
                "description_html",
                label.description(),
                "text_color",
                "#FFFFFF",
                "color",
                "#" + label.color(),
                "subscribed",
                false,
                "priority",
                null,
                "is_project_label",
                true);
    }

    public static ObjectNode labelInHook(Repo repo, Label label) {
        return Json.object(
                "id",
                label.id(),
                "title",
                label.name(),
                "color",
                "#" + label.color(),
                "project_id",
                repo.id,
                "created_at",
                repo.createdAt,
                "updated_at",
                repo.createdAt,
                "template",
                false,
                "description",
                label.description(),
                "type",
                "ProjectLabel",
                "group_id",
                null);
    }
}
