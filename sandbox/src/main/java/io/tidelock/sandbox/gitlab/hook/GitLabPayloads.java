package io.tidelock.sandbox.gitlab.hook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.forge.Forge;
import io.tidelock.sandbox.forge.Herald;
import io.tidelock.sandbox.git.RefChange;
import io.tidelock.sandbox.gitlab.json.HookJson;
import io.tidelock.sandbox.gitlab.json.MergeRequestJson;
import io.tidelock.sandbox.gitlab.json.NoteJson;
import io.tidelock.sandbox.gitlab.json.PersonJson;
import io.tidelock.sandbox.gitlab.json.ProjectJson;
import io.tidelock.sandbox.gitlab.json.Urls;
import io.tidelock.sandbox.hook.Courier;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.CheckRun;
import io.tidelock.sandbox.model.Comment;
import io.tidelock.sandbox.model.CommitStatus;
import io.tidelock.sandbox.model.Hook;
import io.tidelock.sandbox.model.Label;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;
import io.tidelock.sandbox.model.Review;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts what happened into GitLab's words, and hands it to the courier. */
public final class GitLabPayloads implements Herald {
    private final Urls urls;
    private final Courier courier;
    private @Nullable Forge forge;
    private @Nullable HookJson json;

    /** The addresses are those that receivers shall use. */
    public GitLabPayloads(Urls urls, Courier courier) {
        this.urls = urls;
        this.courier = courier;
    }

    /** Ties the knot: the forge tells us, and we read from the forge. */
    public void readFrom(Forge source, HookJson shapes) {
        this.forge = source;
        this.json = shapes;
    }

    private HookJson json() {
        if (json == null) {
            throw new IllegalStateException("readFrom was not called");
        }
        return json;
    }

    private Forge forge() {
        if (forge == null) {
            throw new IllegalStateException("readFrom was not called");
        }
        return forge;
    }

    @Override
    public void pull(Pull pull, String action, Account sender, Map<String, ?> extra) {
        switch (action) {
            case "opened" -> tell(pull, "open", sender, Json.object());
            case "reopened" -> tell(pull, "reopen", sender, Json.object());
            case "closed" -> tell(pull, pull.isMerged() ? "merge" : "close", sender, Json.object());
            case "converted_to_draft" -> tell(pull, "update", sender, draft(pull, false));
            case "ready_for_review" -> tell(pull, "update", sender, draft(pull, true));
            case "labeled", "unlabeled" -> tell(pull, "update", sender, relabelled(pull, action, extra));
            case "edited" -> tell(pull, "update", sender, edited(pull, extra));
            case "synchronize" -> tell(pull, "update", sender, Json.object(), String.valueOf(extra.get("before")));
            default -> {}
        }
    }

    private ObjectNode draft(Pull pull, boolean was) {
        return Json.object(
                "title", change((was ? "Draft: " : "") + pull.title, MergeRequestJson.title(pull)),
                "draft", change(was, pull.draft));
    }

    private ObjectNode relabelled(Pull pull, String action, Map<String, ?> extra) {
        Set<String> before = new LinkedHashSet<>(pull.labels);
        if (extra.get("label") instanceof Label label) {
            if (action.equals("labeled")) {
                before.remove(label.name());
            } else {
                before.add(label.name());
            }
        }
        List<ObjectNode> previous = pull.repo.labels.values().stream()
                .filter(label -> before.contains(label.name()))
                .map(label -> ProjectJson.labelInHook(pull.repo, label))
                .toList();
        return Json.object("labels", change(previous, HookJson.labels(pull)));
    }

    private ObjectNode edited(Pull pull, Map<String, ?> extra) {
        ObjectNode changes = Json.object();
        if (extra.get("changes") instanceof Map<?, ?> told) {
            if (told.get("title") instanceof Map<?, ?> title) {
                String prefix = pull.draft ? "Draft: " : "";
                Json.add(changes, "title", change(prefix + title.get("from"), MergeRequestJson.title(pull)));
            }
            if (told.get("body") instanceof Map<?, ?> body) {
                Json.add(changes, "description", change(body.get("from"), pull.body));
            }
            if (told.get("base") instanceof Map<?, ?> base && base.get("ref") instanceof Map<?, ?> ref) {
                Json.add(changes, "target_branch", change(ref.get("from"), pull.baseRef));
            }
        }
        return changes;
    }

    private static ObjectNode change(@Nullable Object before, @Nullable Object after) {
        return Json.object("previous", before, "current", after);
    }

    private void tell(Pull pull, String action, Account sender, ObjectNode changes) {
        tell(pull, action, sender, changes, null);
    }

    private void tell(Pull pull, String action, Account sender, ObjectNode changes, @Nullable String oldRevision) {
        tell(pull.repo, "merge_requests", "Merge Request Hook", () -> {
            ObjectNode attributes = json().mergeRequest(urls, pull);
            attributes.put("action", action);
            if (oldRevision != null) {
                attributes.put("oldrev", oldRevision);
            }
            if (action.equals("update")) {
                Json.add(changes, "updated_at", change(pull.createdAt, pull.updatedAt));
            }
            return Json.object(
                    "object_kind",
                    "merge_request",
                    "event_type",
                    "merge_request",
                    "user",
                    PersonJson.inHook(urls, sender),
                    "project",
                    ProjectJson.inHook(urls, pull.repo),
                    "object_attributes",
                    attributes,
                    "labels",
                    HookJson.labels(pull),
                    "changes",
                    changes,
                    "repository",
                    ProjectJson.repositoryInHook(urls, pull.repo));
        });
    }

    @Override
    public void comment(Pull pull, Comment comment, String action, Account sender, Map<String, ?> extra) {
        if (action.equals("deleted")) {
            return; // GitLab does not tell
        }
        tell(
                pull.repo,
                "note",
                "Note Hook",
                () -> Json.object(
                        "object_kind",
                        "note",
                        "event_type",
                        "note",
                        "user",
                        PersonJson.inHook(urls, sender),
                        "project_id",
                        pull.repo.id,
                        "project",
                        ProjectJson.inHook(urls, pull.repo),
                        "object_attributes",
                        note(pull, comment, action.equals("created") ? "create" : "update"),
                        "repository",
                        ProjectJson.repositoryInHook(urls, pull.repo),
                        "merge_request",
                        json().mergeRequest(urls, pull)));
    }

    private ObjectNode note(Pull pull, Comment comment, String action) {
        return Json.object(
                "attachment",
                null,
                "author_id",
                comment.author.id,
                "change_position",
                null,
                "commit_id",
                null,
                "created_at",
                inWords(comment.createdAt),
                "discussion_id",
                NoteJson.discussionId(comment),
                "id",
                comment.id,
                "internal",
                false,
                "line_code",
                null,
                "note",
                comment.body,
                "noteable_id",
                pull.id,
                "noteable_type",
                "MergeRequest",
                "original_position",
                null,
                "position",
                null,
                "project_id",
                pull.repo.id,
                "resolved_at",
                null,
                "resolved_by_id",
                null,
                "resolved_by_push",
                null,
                "st_diff",
                null,
                "system",
                false,
                "type",
                null,
                "updated_at",
                inWords(comment.updatedAt),
                "updated_by_id",
                null,
                "description",
                comment.body,
                "url",
                urls.web(pull, comment),
                "action",
                action);
    }

    /** The form that times of notes have in webhooks. */
    private static String inWords(java.time.Instant at) {
        return at.toString().replace('T', ' ').replace("Z", " UTC");
    }

    @Override
    public void review(Review review, String action, Account sender) {
        if (review.state == Review.State.APPROVED) {
            tell(review.pull, "approved", sender, Json.object());
        } else if (review.state == Review.State.DISMISSED) {
            tell(review.pull, "unapproved", sender, Json.object());
        }
    }

    @Override
    public void push(Repo repo, RefChange change, Account sender) {
        if (change.isBranch() || change.ref().startsWith("refs/tags/")) {
            String name = change.isBranch() ? "push" : "tag_push";
            String event = change.isBranch() ? "Push Hook" : "Tag Push Hook";
            tell(repo, name, event, () -> new PushJson(urls, forge().git(repo)).push(repo, change, sender));
        }
    }

    @Override
    public void status(Repo repo, CommitStatus status) {
        // GitHub's; GitLab tells of pipelines
    }

    @Override
    public void check(CheckRun run, String action, Account sender) {
        // GitHub's
    }

    @Override
    public void ping(Hook hook, Account sender) {
        // GitHub's
    }

    private void tell(Repo repo, String wanted, String event, Supplier<ObjectNode> payload) {
        List<Hook> hooks = repo.hooks.values().stream()
                .filter(hook -> hook.gitlab && hook.wants(wanted))
                .toList();
        if (!hooks.isEmpty()) {
            ObjectNode told = payload.get();
            hooks.forEach(hook -> courier.send(hook, event, told));
        }
    }
}
