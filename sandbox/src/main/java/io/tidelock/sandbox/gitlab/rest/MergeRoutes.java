package io.tidelock.sandbox.gitlab.rest;

import io.tidelock.sandbox.forge.Merging;
import io.tidelock.sandbox.forge.Refused;
import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.git.Merges;
import io.tidelock.sandbox.gitlab.ci.Pipelines;
import io.tidelock.sandbox.gitlab.json.MergeRequestJson;
import io.tidelock.sandbox.gitlab.json.PipelineJson;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The merge button, and what goes with it: rebase, the test merge, the pipelines of a merge request. */
final class MergeRoutes {
    private static final String MR = "/projects/{project}/merge_requests/{iid}";

    private final MergeRequestJson json;
    private final Pipelines pipelines;

    MergeRoutes(MergeRequestJson json, Pipelines pipelines) {
        this.json = json;
        this.pipelines = pipelines;
    }

    void addTo(Routes<Endpoint> routes) {
        routes.on("PUT", MR + "/merge", this::merge)
                .on("GET", MR + "/merge_ref", this::testMerge)
                .on("PUT", MR + "/rebase", this::rebase)
                .on("GET", MR + "/pipelines", this::ofMergeRequest)
                .on("POST", MR + "/pipelines", this::begin);
    }

    /** 401 to who may not, 409 when the head is another, 405 when something is in the way, 422 when it conflicts. */
    private Answer merge(Visit visit) {
        Account account = visit.account();
        Pull pull = visit.mergeRequest(Permission.READ);
        if (!visit.forge.world.permission(pull.repo, account).allows(Permission.WRITE)) {
            throw GitLabError.unauthorized();
        }
        String sha = visit.parameters.text("sha");
        if (sha != null && !sha.equals(pull.headSha)) {
            throw GitLabError.of(409, "message", "SHA does not match HEAD of source branch: " + pull.headSha);
        }
        if (pull.isOpen()) {
            visit.forge.mergeability.now(pull);
        }
        String obstacle = json.detailedMergeStatus(pull);
        if (obstacle.equals("conflict")) {
            throw GitLabError.of(422, "message", "Branch cannot be merged");
        }
        if (!obstacle.equals("mergeable")) {
            throw GitLabError.of(405, "message", "405 Method Not Allowed");
        }
        boolean squash = visit.parameters.flag("squash", false);
        String message = visit.parameters.text(squash ? "squash_commit_message" : "merge_commit_message");
        boolean removes = visit.parameters.flag("should_remove_source_branch", pull.repo.deleteBranchOnMerge);
        try {
            visit.forge.merging.merge(pull, order(pull, squash, message), account);
        } catch (Refused refused) {
            throw GitLabError.of(422, "message", refused.reason());
        }
        Repo head = pull.headRepo;
        String ref = "refs/heads/" + pull.headRef;
        if (removes && head != null && new History(visit.forge.git(head)).at(ref) != null) {
            visit.forge.repositories.moveRef(head, ref, io.tidelock.sandbox.git.RefChange.ZEROS, account);
        }
        return Visit.ok(json.full(visit.urls, pull));
    }

    private static Merging.Order order(Pull pull, boolean squash, @Nullable String message) {
        String[] parts = message == null ? new String[0] : message.split("\n+", 2);
        return new Merging.Order(
                squash ? "squash" : pull.repo.allowMergeCommit ? "merge" : "rebase",
                parts.length == 0 ? null : parts[0],
                parts.length == 0 ? null : parts.length == 1 ? "" : parts[1],
                pull.headSha);
    }

    private Answer testMerge(Visit visit) {
        Pull pull = visit.mergeRequest(Permission.READ);
        boolean mergeable = pull.isOpen() && visit.forge.mergeability.now(pull);
        if (!mergeable) {
            throw GitLabError.of(400, "message", "Merge request is not mergeable");
        }
        return Visit.ok(Json.object("commit_id", pull.mergeCommitSha));
    }

    private Answer rebase(Visit visit) {
        Account account = visit.account();
        Pull pull = visit.mergeRequest(Permission.WRITE);
        Repo head = pull.headRepo;
        History history = new History(visit.forge.git(pull.repo));
        String base = Objects.requireNonNull(history.tip(pull.baseRef));
        if (head == null || head != pull.repo) {
            throw GitLabError.forbidden();
        }
        String rebased = new Merges(visit.forge.git(head))
                .rebase(base, history.between(base, pull.headSha), visit.forge.repositories.signature(account));
        if (rebased != null && !rebased.equals(pull.headSha)) {
            visit.forge.repositories.moveRef(head, "refs/heads/" + pull.headRef, rebased, account);
        }
        return Visit.json(202, Json.object("rebase_in_progress", true));
    }

    private Answer ofMergeRequest(Visit visit) {
        Pull pull = visit.mergeRequest(Permission.READ);
        return visit.page(
                pipelines.of(pull.repo, pull.headSha), pipeline -> PipelineJson.pipeline(visit.urls, pipeline));
    }

    private Answer begin(Visit visit) {
        Pull pull = visit.mergeRequest(Permission.WRITE);
        var pipeline =
                pipelines.begin(pull.repo, pull.headSha, pull.repo.pullRef(pull.number, "head"), "merge_request_event");
        return Visit.created(PipelineJson.pipeline(visit.urls, pipeline));
    }
}
