package io.tidelock.sandbox.gitlab.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.gitlab.ci.Pipeline;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.model.Label;
import io.tidelock.sandbox.model.Pull;
import java.util.List;
import java.util.Objects;

/** Merge requests as webhooks show them. */
public final class HookJson {
    private final MergeRequestJson json;

    public HookJson(MergeRequestJson json) {
        this.json = json;
    }

    /** The merge request of webhooks. */
    public ObjectNode mergeRequest(Urls urls, Pull pull) {
        History history = new History(json.forge().git(pull.repo));
        var head = pull.headRepo;
        Pipeline pipeline = json.headPipeline(pull);
        ObjectNode shape = Json.object(
                "assignee_id",
                null,
                "author_id",
                pull.author.id,
                "created_at",
                pull.createdAt,
                "description",
                Objects.requireNonNullElse(pull.body, ""),
                "draft",
                pull.draft,
                "head_pipeline_id",
                pipeline == null ? null : pipeline.id,
                "id",
                pull.id,
                "iid",
                pull.number,
                "last_edited_at",
                null,
                "last_edited_by_id",
                null,
                "merge_commit_sha",
                MergeRequestJson.mergeCommit(pull),
                "merge_error",
                null,
                "merge_params",
                Json.object("force_remove_source_branch", "0"),
                "merge_status",
                json.mergeStatus(pull),
                "merge_user_id",
                pull.mergedBy == null ? null : pull.mergedBy.id,
                "merge_when_pipeline_succeeds",
                false,
                "milestone_id",
                null,
                "source_branch",
                pull.headRef,
                "source_project_id",
                MergeRequestJson.sourceId(pull),
                "state_id",
                pull.isOpen() ? 1 : pull.isMerged() ? 3 : 2,
                "target_branch",
                pull.baseRef,
                "target_project_id",
                pull.repo.id);
        return Json.add(
                shape,
                "time_estimate",
                0,
                "title",
                MergeRequestJson.title(pull),
                "updated_at",
                pull.updatedAt,
                "updated_by_id",
                null,
                "prepared_at",
                json.isPrepared(pull) ? pull.createdAt : null,
                "assignee_ids",
                List.of(),
                "blocking_discussions_resolved",
                true,
                "detailed_merge_status",
                json.detailedMergeStatus(pull),
                "first_contribution",
                false,
                "human_time_change",
                null,
                "human_time_estimate",
                null,
                "human_total_time_spent",
                null,
                "labels",
                labels(pull),
                "last_commit",
                CodeJson.inHook(urls, pull.repo, history.commit(pull.headSha)),
                "reviewer_ids",
                List.of(),
                "source",
                head == null ? null : ProjectJson.inHook(urls, head),
                "state",
                MergeRequestJson.state(pull),
                "system",
                false,
                "target",
                ProjectJson.inHook(urls, pull.repo),
                "time_change",
                0,
                "total_time_spent",
                0,
                "url",
                urls.web(pull),
                "work_in_progress",
                pull.draft,
                "approval_rules",
                List.of());
    }

    public static List<ObjectNode> labels(Pull pull) {
        return pull.repo.labels.values().stream()
                .filter(label -> pull.labels.contains(label.name()))
                .map((Label label) -> ProjectJson.labelInHook(pull.repo, label))
                .toList();
    }
}
