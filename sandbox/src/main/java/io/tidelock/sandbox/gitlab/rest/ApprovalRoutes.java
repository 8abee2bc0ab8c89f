package io.tidelock.sandbox.gitlab.rest;

import io.tidelock.sandbox.gitlab.json.ApprovalJson;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Review;
import java.util.List;

/** Approvals of merge requests, and the rules that ask for them. */
final class ApprovalRoutes {
    private static final String MR = "/projects/{project}/merge_requests/{iid}";

    private final ApprovalJson json;

    ApprovalRoutes(ApprovalJson json) {
        this.json = json;
    }

    void addTo(Routes<Endpoint> routes) {
        routes.on("GET", MR + "/approvals", visit -> approvals(visit, 200))
                .on("GET", MR + "/approval_state", this::state)
                .on("GET", MR + "/approval_settings", this::state)
                .on("GET", MR + "/approval_rules", visit -> Visit.ok(Json.array(rules(visit))))
                .on("POST", MR + "/approve", this::approve)
                .on("POST", MR + "/unapprove", this::unapprove)
                .on("PUT", MR + "/reset_approvals", this::reset)
                .on("GET", "/projects/{project}/approvals", this::configuration)
                .on("GET", "/projects/{project}/external_status_checks", visit -> {
                    visit.project(Permission.READ);
                    return visit.page(List.<Pull>of(), none -> Json.object());
                })
                .on("GET", "/projects/{project}/approval_rules", visit -> {
                    visit.project(Permission.READ);
                    return Visit.ok(Json.array(List.of()));
                });
    }

    private Answer approvals(Visit visit, int status) {
        Pull pull = visit.mergeRequest(Permission.READ);
        return Visit.json(status, json.approvals(visit.urls, pull, visit.visitor));
    }

    private List<?> rules(Visit visit) {
        return List.of(json.rule(visit.urls, visit.mergeRequest(Permission.READ)));
    }

    private Answer state(Visit visit) {
        return Visit.ok(Json.object("approval_rules_overwritten", false, "rules", rules(visit)));
    }

    /** 401 to who may not, to the author, and to who has already; 409 when the commit is not the head any more. */
    private Answer approve(Visit visit) {
        Account account = visit.account();
        Pull pull = visit.mergeRequest(Permission.READ);
        String sha = visit.parameters.text("sha");
        if (sha != null && !sha.equals(pull.headSha)) {
            throw GitLabError.of(409, "message", "SHA does not match HEAD of source branch: " + pull.headSha);
        }
        boolean may = visit.forge.world.permission(pull.repo, account).allows(Permission.WRITE);
        if (!may || account == pull.author || hasApproved(visit, pull, account)) {
            throw GitLabError.unauthorized();
        }
        visit.forge.talk.review(pull, account, Review.State.APPROVED, "");
        return approvals(visit, 201);
    }

    private static boolean hasApproved(Visit visit, Pull pull, Account account) {
        return visit.forge.gate.latestOpinionated(pull, false).stream()
                .anyMatch(review -> review.author == account && review.state == Review.State.APPROVED);
    }

    private Answer unapprove(Visit visit) {
        Account account = visit.account();
        Pull pull = visit.mergeRequest(Permission.READ);
        if (!hasApproved(visit, pull, account)) {
            throw GitLabError.notFound();
        }
        dismiss(visit, pull, account);
        return approvals(visit, 201);
    }

    /** Bots only may, as on GitLab; here everybody who may write counts as one. */
    private Answer reset(Visit visit) {
        visit.account();
        Pull pull = visit.mergeRequest(Permission.WRITE);
        dismiss(visit, pull, null);
        return Visit.json(202, Json.object());
    }

    private static void dismiss(Visit visit, Pull pull, @org.jspecify.annotations.Nullable Account only) {
        List.copyOf(pull.reviews).stream()
                .filter(review -> review.state == Review.State.APPROVED)
                .filter(review -> only == null || review.author == only)
                .forEach(review -> visit.forge.talk.dismiss(review, visit.account()));
    }

    private Answer configuration(Visit visit) {
        visit.project(Permission.READ);
        return Visit.ok(Json.object(
                "approvers", List.of(),
                "approver_groups", List.of(),
                "approvals_before_merge", 0,
                "reset_approvals_on_push", false,
                "disable_overriding_approvers_per_merge_request", false,
                "merge_requests_author_approval", false,
                "merge_requests_disable_committers_approval", false,
                "require_password_to_approve", false));
    }
}
