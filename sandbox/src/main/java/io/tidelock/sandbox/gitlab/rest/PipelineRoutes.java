package io.tidelock.sandbox.gitlab.rest;

import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.gitlab.ci.Job;
import io.tidelock.sandbox.gitlab.ci.Pipeline;
import io.tidelock.sandbox.gitlab.ci.Pipelines;
import io.tidelock.sandbox.gitlab.json.CodeJson;
import io.tidelock.sandbox.gitlab.json.MergeRequestJson;
import io.tidelock.sandbox.gitlab.json.PipelineJson;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Commit statuses and pipelines. */
final class PipelineRoutes {
    private static final String PROJECT = "/projects/{project}";
    private static final String COMMIT = PROJECT + "/repository/commits/{sha}";

    private final MergeRequestJson json;
    private final Pipelines pipelines;

    PipelineRoutes(MergeRequestJson json, Pipelines pipelines) {
        this.json = json;
        this.pipelines = pipelines;
    }

    void addTo(Routes<Endpoint> routes) {
        routes.on("POST", PROJECT + "/statuses/{sha}", this::post)
                .on("GET", COMMIT + "/statuses", this::statuses)
                .on("GET", COMMIT + "/merge_requests", this::mergeRequests)
                .on("GET", COMMIT, this::commit)
                .on("GET", PROJECT + "/pipelines", this::list)
                .on("GET", PROJECT + "/pipelines/latest", this::latest)
                .on(
                        "GET",
                        PROJECT + "/pipelines/{pipeline}",
                        visit -> Visit.ok(PipelineJson.full(visit.urls, pipeline(visit))))
                .on("GET", PROJECT + "/pipelines/{pipeline}/jobs", this::jobs)
                .on("GET", PROJECT + "/pipelines/{pipeline}/bridges", this::jobs);
    }

    private Answer post(Visit visit) {
        Account account = visit.account();
        Repo repo = visit.project(Permission.WRITE);
        String sha = visit.name("sha");
        String commit = sha.matches("[0-9a-f]{7,40}") ? new History(visit.forge.git(repo)).resolve(sha) : null;
        String state = visit.parameters.required("state");
        if (commit == null) {
            throw GitLabError.notFound("Commit");
        }
        String name = visit.parameters.text("name");
        String context = name == null || name.isEmpty() ? visit.parameters.text("context") : name;
        String ref = visit.parameters.text("ref");
        Job job = pipelines.post(
                repo,
                commit,
                new Pipelines.Order(
                        state,
                        context == null || context.isEmpty() ? "default" : context,
                        ref == null || ref.isEmpty() ? null : ref,
                        visit.parameters.number("pipeline_id"),
                        visit.parameters.text("description"),
                        visit.parameters.text("target_url")),
                account);
        return Visit.created(PipelineJson.status(visit.urls, job));
    }

    private Answer statuses(Visit visit) {
        Repo repo = visit.project(Permission.READ);
        String commit = visit.commit(repo, visit.name("sha"));
        boolean all = visit.parameters.flag("all", false);
        String name = visit.parameters.text("name");
        String ref = visit.parameters.text("ref");
        Long pipeline = visit.parameters.number("pipeline_id");
        List<Job> found = pipelines.jobs(repo, commit).stream()
                .filter(job -> all || !job.retried)
                .filter(job -> name == null || job.name.equals(name))
                .filter(job -> ref == null || job.pipeline.ref.equals(ref))
                .filter(job -> pipeline == null || job.pipeline.id == pipeline)
                .toList();
        return visit.page(found, job -> PipelineJson.status(visit.urls, job));
    }

    private Answer mergeRequests(Visit visit) {
        Repo repo = visit.project(Permission.READ);
        String commit = visit.commit(repo, visit.name("sha"));
        History history = new History(visit.forge.git(repo));
        List<Pull> found = repo.pulls.values().stream()
                .filter(pull -> history.contains(commit, pull.headSha) && !history.contains(commit, pull.baseSha))
                .toList();
        return visit.page(found, pull -> json.listed(visit.urls, pull));
    }

    private Answer commit(Visit visit) {
        Repo repo = visit.project(Permission.READ);
        String sha = visit.commit(repo, visit.name("sha"));
        @Nullable Pipeline last = pipelines.of(repo, sha).stream().findFirst().orElse(null);
        return Visit.ok(Json.add(
                CodeJson.commit(visit.urls, repo, new History(visit.forge.git(repo)).commit(sha)),
                "stats",
                Json.object("additions", 0, "deletions", 0, "total", 0),
                "status",
                last == null ? null : last.status(),
                "project_id",
                repo.id,
                "last_pipeline",
                PipelineJson.pipelineOrNull(visit.urls, last)));
    }

    private Answer list(Visit visit) {
        Repo repo = visit.project(Permission.READ);
        String sha = visit.parameters.text("sha");
        String ref = visit.parameters.text("ref");
        List<Pipeline> found = pipelines.of(repo).stream()
                .filter(pipeline -> sha == null || pipeline.sha.equals(sha))
                .filter(pipeline -> ref == null || pipeline.ref.equals(ref))
                .toList();
        return visit.page(found, pipeline -> PipelineJson.pipeline(visit.urls, pipeline));
    }

    private Answer latest(Visit visit) {
        Repo repo = visit.project(Permission.READ);
        String ref = Objects.requireNonNullElse(visit.parameters.text("ref"), repo.defaultBranch);
        return pipelines.of(repo).stream()
                .filter(pipeline -> pipeline.ref.equals(ref))
                .findFirst()
                .map(pipeline -> Visit.ok(PipelineJson.full(visit.urls, pipeline)))
                .orElseThrow(GitLabError::forbidden);
    }

    private Pipeline pipeline(Visit visit) {
        long id = visit.number("pipeline");
        return pipelines.of(visit.project(Permission.READ)).stream()
                .filter(pipeline -> pipeline.id == id)
                .findFirst()
                .orElseThrow(GitLabError::notFound);
    }

    /** Statuses of other services are no jobs to GitLab. */
    private Answer jobs(Visit visit) {
        pipeline(visit);
        return visit.page(List.<Job>of(), none -> Json.object());
    }
}
