package io.tidelock.sandbox.gitlab.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Review;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Approvals of merge requests, which are reviews to the forge. */
public final class ApprovalJson {
    private final MergeRequestJson json;

    public ApprovalJson(MergeRequestJson json) {
        this.json = json;
    }

    public ObjectNode approvals(Urls urls, Pull pull, @Nullable Account visitor) {
        int required = required(pull);
        List<Account> approvers = approvers(pull);
        int left = Math.max(0, required - approvers.size());
        return Json.object(
                "id",
                pull.id,
                "iid",
                pull.number,
                "project_id",
                pull.repo.id,
                "title",
                MergeRequestJson.title(pull),
                "description",
                Objects.requireNonNullElse(pull.body, ""),
                "state",
                MergeRequestJson.state(pull),
                "created_at",
                NoteJson.millis(pull.createdAt),
                "updated_at",
                NoteJson.millis(pull.updatedAt),
                "merge_status",
                json.mergeStatus(pull),
                "approved",
                left == 0,
                "approvals_required",
                required,
                "approvals_left",
                left,
                "require_password_to_approve",
                false,
                "approved_by",
                approvals(pull).stream()
                        .map(one -> Json.object(
                                "user",
                                PersonJson.basic(urls, one.author),
                                "approved_at",
                                one.submittedAt == null ? null : NoteJson.millis(one.submittedAt)))
                        .toList(),
                "suggested_approvers",
                List.of(),
                "approvers",
                List.of(),
                "approver_groups",
                List.of(),
                "user_has_approved",
                visitor != null && approvers.contains(visitor),
                "user_can_approve",
                visitor != null && visitor != pull.author && !approvers.contains(visitor),
                "approval_rules_left",
                left == 0 ? List.of() : List.of(rule(urls, pull)),
                "has_approval_rules",
                required > 0,
                "merge_request_approvers_available",
                true,
                "multiple_approval_rules_available",
                true);
    }

    /** The rule that applies to everybody. */
    public ObjectNode rule(Urls urls, Pull pull) {
        List<Account> approvers = approvers(pull);
        int required = required(pull);
        return Json.object(
                "id",
                pull.id,
                "name",
                "All Members",
                "rule_type",
                "any_approver",
                "report_type",
                null,
                "eligible_approvers",
                List.of(),
                "approvals_required",
                required,
                "users",
                List.of(),
                "groups",
                List.of(),
                "contains_hidden_groups",
                false,
                "approved_by",
                MergeRequestJson.people(urls, approvers),
                "source_rule",
                null,
                "approved",
                approvers.size() >= required,
                "overridden",
                false);
    }

    private static int required(Pull pull) {
        var rules = pull.repo.protections.get(pull.baseRef);
        return rules != null && rules.requiresReviews() ? rules.approvals() : 0;
    }

    private List<Account> approvers(Pull pull) {
        return approvals(pull).stream().map(review -> review.author).toList();
    }

    private List<Review> approvals(Pull pull) {
        return json.forge().gate.latestOpinionated(pull, false).stream()
                .filter(review -> review.state == Review.State.APPROVED)
                .toList();
    }
}
