package io.tidelock.sandbox.gitlab.rest;

import io.tidelock.sandbox.gitlab.json.ProjectJson;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Label;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Repo;
import java.util.List;
import java.util.Objects;

/** Projects and their labels. */
final class ProjectRoutes {
    private static final String PROJECT = "/projects/{project}";
    private static final String LABELS = PROJECT + "/labels";

    void addTo(Routes<Endpoint> routes) {
        routes.on("GET", "/projects", this::list)
                .on("POST", "/projects", this::create)
                .on("GET", "/groups/{group}/projects", this::ofGroup)
                .on("GET", LABELS, this::labels)
                .on("POST", LABELS, this::createLabel)
                .on("GET", LABELS + "/{label}", this::label)
                .on("POST", PROJECT + "/fork", this::fork)
                .on("GET", PROJECT, visit -> one(visit, visit.project(Permission.READ), 200))
                .on("PUT", PROJECT, this::change)
                .on("DELETE", PROJECT, this::delete);
    }

    private static Answer one(Visit visit, Repo repo, int status) {
        return Visit.json(status, ProjectJson.project(visit.urls, visit.forge.world, repo, visit.visitor));
    }

    private Answer list(Visit visit) {
        List<Repo> seen = visit.forge.world.repos().stream()
                .filter(repo ->
                        visit.forge.world.permission(repo, visit.visitor).allows(Permission.READ))
                .toList();
        return visit.page(seen, repo -> ProjectJson.project(visit.urls, visit.forge.world, repo, visit.visitor));
    }

    private Answer ofGroup(Visit visit) {
        Account group = visit.group();
        boolean below = visit.parameters.flag("include_subgroups", false);
        List<Repo> found = visit.forge.world.repos().stream()
                .filter(repo -> repo.owner == group || below && repo.owner.login.startsWith(group.login + "/"))
                .toList();
        return visit.page(found, repo -> ProjectJson.project(visit.urls, visit.forge.world, repo, visit.visitor));
    }

    private Answer create(Visit visit) {
        Account creator = visit.account();
        Long namespace = visit.parameters.number("namespace_id");
        Account owner = namespace == null
                ? creator
                : visit.forge.world.accounts().stream()
                        .filter(account -> account.id == namespace)
                        .findFirst()
                        .orElseThrow(() -> GitLabError.of(400, "message", List.of("Namespace is not valid")));
        String path = visit.parameters.text("path");
        String name = path == null ? visit.parameters.required("name") : path;
        if (visit.forge.world.repo(owner.login, name) != null) {
            throw GitLabError.of(400, "message", java.util.Map.of("path", List.of("has already been taken")));
        }
        boolean isPublic = "public".equals(visit.parameters.text("visibility"));
        Repo repo = visit.forge.repositories.create(owner, name, !isPublic, visit.parameters.text("description"));
        repo.gitlab = true;
        repo.defaultBranch = Objects.requireNonNullElse(visit.parameters.text("default_branch"), "main");
        if (visit.parameters.flag("initialize_with_readme", false)) {
            visit.forge.repositories.begin(repo, creator);
        }
        return one(visit, repo, 201);
    }

    private Answer fork(Visit visit) {
        Repo parent = visit.project(Permission.READ);
        String path = Objects.requireNonNullElse(visit.parameters.text("path"), parent.name);
        return one(visit, visit.forge.repositories.fork(parent, visit.account(), path), 201);
    }

    private Answer change(Visit visit) {
        Repo repo = visit.project(Permission.MAINTAIN);
        repo.pipelinesMustSucceed =
                visit.parameters.flag("only_allow_merge_if_pipeline_succeeds", repo.pipelinesMustSucceed);
        repo.deleteBranchOnMerge = visit.parameters.flag("remove_source_branch_after_merge", repo.deleteBranchOnMerge);
        String visibility = visit.parameters.text("visibility");
        repo.isPrivate = visibility == null ? repo.isPrivate : !visibility.equals("public");
        String method = visit.parameters.text("merge_method");
        repo.allowMergeCommit = method == null ? repo.allowMergeCommit : !method.equals("ff");
        String branch = visit.parameters.text("default_branch");
        repo.defaultBranch = branch == null ? repo.defaultBranch : branch;
        return one(visit, repo, 200);
    }

    private Answer delete(Visit visit) {
        visit.forge.repositories.delete(visit.project(Permission.ADMIN));
        return Visit.json(202, io.tidelock.sandbox.json.Json.object("message", "202 Accepted"));
    }

    private Answer labels(Visit visit) {
        Repo repo = visit.project(Permission.READ);
        return visit.page(List.copyOf(repo.labels.values()), ProjectJson::label);
    }

    private Answer label(Visit visit) {
        Label label = visit.project(Permission.READ).labels.get(visit.name("label"));
        if (label == null) {
            throw GitLabError.notFound("Label");
        }
        return Visit.ok(ProjectJson.label(label));
    }

    private Answer createLabel(Visit visit) {
        Repo repo = visit.project(Permission.TRIAGE);
        String name = visit.parameters.required("name");
        String color = visit.parameters.required("color").replaceFirst("^#", "");
        if (repo.labels.containsKey(name)) {
            throw GitLabError.of(409, "message", "Label already exists");
        }
        Label label = new Label(visit.forge.world.nextId(), name, color, visit.parameters.text("description"));
        repo.labels.put(name, label);
        return Visit.created(ProjectJson.label(label));
    }
}
