package io.tidelock.sandbox.gitlab.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.forge.Forge;
import io.tidelock.sandbox.git.FileChange;
import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.gitlab.ci.Pipeline;
import io.tidelock.sandbox.gitlab.ci.Pipelines;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.json.PullJson;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Pull;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Merge requests. */
public final class MergeRequestJson {
    private final Forge forge;
    private final PullJson pulls;
    private final Pipelines pipelines;

    public MergeRequestJson(Forge forge, PullJson pulls, Pipelines pipelines) {
        this.forge = forge;
        this.pulls = pulls;
        this.pipelines = pipelines;
    }

    @Nullable
    Pipeline headPipeline(Pull pull) {
        return pipelines.head(pull);
    }

    Forge forge() {
        return forge;
    }

    /** Until GitLab has prepared a new one it knows neither its files nor whether it merges. */
    public boolean isPrepared(Pull pull) {
        return pull.mergeable != null || pull.revision > 1 || !pull.isOpen();
    }

    /** The commit where its branch left the target, or null. */
    public @Nullable String mergeBase(Pull pull) {
        return pulls.mergeBase(pull);
    }

    /** Nothing as long as it is being prepared. */
    public List<FileChange> files(Pull pull) {
        return isPrepared(pull) ? pulls.files(pull) : List.of();
    }

    public static String title(Pull pull) {
        return (pull.draft ? "Draft: " : "") + pull.title;
    }

    /** opened, closed or merged. */
    public static String state(Pull pull) {
        return pull.isOpen() ? "opened" : pull.isMerged() ? "merged" : "closed";
    }

    /** The older word, which knows of conflicts only. */
    public String mergeStatus(Pull pull) {
        Boolean mergeable = pull.mergeable;
        return mergeable == null
                ? (isPrepared(pull) ? "checking" : "preparing")
                : mergeable ? "can_be_merged" : "cannot_be_merged";
    }

    /** The first thing that is in the way, in GitLab's order; {@code mergeable} when nothing is. */
    public String detailedMergeStatus(Pull pull) {
        if (!pull.isOpen()) {
            return "not_open";
        }
        Boolean mergeable = pull.mergeable;
        if (mergeable == null) {
            return isPrepared(pull) ? "checking" : "preparing";
        }
        if (pull.draft) {
            return "draft_status";
        }
        if (!mergeable) {
            return "conflict";
        }
        String decision = forge.gate.reviewDecision(pull);
        if ("REVIEW_REQUIRED".equals(decision)) {
            return "not_approved";
        }
        if ("CHANGES_REQUESTED".equals(decision)) {
            return "requested_changes";
        }
        if (!pull.repo.allowMergeCommit && isBehind(pull)) {
            return "need_rebase";
        }
        Pipeline head = pipelines.head(pull);
        if (pull.repo.pipelinesMustSucceed && (head == null || !head.status().equals("success"))) {
            boolean running = head != null && List.of("running", "pending").contains(head.status());
            return running ? "ci_still_running" : "ci_must_pass";
        }
        return "mergeable";
    }

    private boolean isBehind(Pull pull) {
        History history = new History(forge.git(pull.repo));
        String base = history.tip(pull.baseRef);
        return base != null && !history.contains(base, pull.headSha);
    }

    /** Null until it is merged, and also when the target was only moved forward. */
    static @Nullable String mergeCommit(Pull pull) {
        String made = pull.isMerged() ? pull.mergeCommitSha : null;
        boolean forward = made == null || made.equals(pull.headSha) || made.equals(pull.squashCommitSha);
        return forward ? null : made;
    }

    public ObjectNode listed(Urls urls, Pull pull) {
        Account mergedBy = pull.mergedBy;
        boolean merged = pull.isMerged();
        ObjectNode json = Json.object(
                "id", pull.id,
                "iid", pull.number,
                "project_id", pull.repo.id,
                "title", title(pull),
                "description", Objects.requireNonNullElse(pull.body, ""),
                "state", state(pull),
                "created_at", NoteJson.millis(pull.createdAt),
                "updated_at", NoteJson.millis(pull.updatedAt),
                "merged_by", PersonJson.basicOrNull(urls, mergedBy),
                "merge_user", PersonJson.basicOrNull(urls, mergedBy),
                "merged_at", pull.mergedAt == null ? null : NoteJson.millis(pull.mergedAt),
                "closed_by", null,
                "closed_at", merged || pull.closedAt == null ? null : NoteJson.millis(pull.closedAt),
                "target_branch", pull.baseRef,
                "source_branch", pull.headRef,
                "user_notes_count", pull.repo.commentsOf(pull.number).size(),
                "upvotes", 0,
                "downvotes", 0,
                "author", PersonJson.basic(urls, pull.author),
                "assignees", people(urls, pull.assignees.values()),
                "assignee",
                        pull.assignees.values().stream()
                                .findFirst()
                                .map(it -> PersonJson.basic(urls, it))
                                .orElse(null),
                "reviewers", people(urls, pull.requestedReviewers.values()));
        return Json.add(
                json,
                "source_project_id",
                sourceId(pull),
                "target_project_id",
                pull.repo.id,
                "labels",
                List.copyOf(pull.labels),
                "draft",
                pull.draft,
                "imported",
                false,
                "work_in_progress",
                pull.draft,
                "milestone",
                null,
                "merge_when_pipeline_succeeds",
                false,
                "merge_status",
                mergeStatus(pull),
                "detailed_merge_status",
                detailedMergeStatus(pull),
                "merge_after",
                null,
                "sha",
                pull.headSha,
                "merge_commit_sha",
                mergeCommit(pull),
                "squash_commit_sha",
                merged ? pull.squashCommitSha : null,
                "discussion_locked",
                pull.locked ? true : null,
                "should_remove_source_branch",
                null,
                "force_remove_source_branch",
                false,
                "prepared_at",
                isPrepared(pull) ? NoteJson.millis(pull.createdAt) : null,
                "reference",
                "!" + pull.number,
                "references",
                Json.object("short", "!" + pull.number, "relative", "!" + pull.number, "full", pull.toString()),
                "web_url",
                urls.web(pull),
                "time_stats",
                Json.object(
                        "time_estimate",
                        0,
                        "total_time_spent",
                        0,
                        "human_time_estimate",
                        null,
                        "human_total_time_spent",
                        null),
                "squash",
                false,
                "squash_on_merge",
                false,
                "task_completion_status",
                Json.object("count", 0, "completed_count", 0),
                "has_conflicts",
                Boolean.FALSE.equals(pull.mergeable),
                "blocking_discussions_resolved",
                true,
                "approvals_before_merge",
                null);
    }

    /** The form of one merge request. */
    public ObjectNode full(Urls urls, Pull pull) {
        Pipeline head = pipelines.head(pull);
        return Json.add(
                listed(urls, pull),
                "subscribed",
                false,
                "changes_count",
                isPrepared(pull) ? Integer.toString(files(pull).size()) : null,
                "latest_build_started_at",
                null,
                "latest_build_finished_at",
                null,
                "first_deployed_to_production_at",
                null,
                "pipeline",
                PipelineJson.pipelineOrNull(urls, head),
                "head_pipeline",
                head == null ? null : PipelineJson.full(urls, head),
                "diff_refs",
                isPrepared(pull) ? diffRefs(pull) : null,
                "merge_error",
                null,
                "first_contribution",
                false,
                "user",
                Json.object("can_merge", true));
    }

    public ObjectNode diffRefs(Pull pull) {
        return Json.object("base_sha", pulls.mergeBase(pull), "head_sha", pull.headSha, "start_sha", pull.baseSha);
    }

    /** The one version that the sandbox keeps: the present one. */
    public ObjectNode version(Pull pull) {
        return Json.object(
                "id",
                pull.id,
                "head_commit_sha",
                pull.headSha,
                "base_commit_sha",
                pulls.mergeBase(pull),
                "start_commit_sha",
                pull.baseSha,
                "created_at",
                NoteJson.millis(pull.updatedAt),
                "merge_request_id",
                pull.id,
                "state",
                "collected",
                "real_size",
                Integer.toString(files(pull).size()),
                "patch_id_sha",
                null);
    }

    static List<ObjectNode> people(Urls urls, Iterable<Account> accounts) {
        List<ObjectNode> people = new java.util.ArrayList<>();
        accounts.forEach(account -> people.add(PersonJson.basic(urls, account)));
        return people;
    }

    static @Nullable Long sourceId(Pull pull) {
        return pull.headRepo == null ? null : pull.headRepo.id;
    }
}
