package io.tidelock.sandbox.gitlab.rest;

import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.git.RefChange;
import io.tidelock.sandbox.gitlab.json.CodeJson;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Protection;
import io.tidelock.sandbox.model.Repo;
import java.util.List;

/** Branches, tags, and which branches are protected. */
final class BranchRoutes {
    private static final String PROJECT = "/projects/{project}";
    private static final String BRANCHES = PROJECT + "/repository/branches";
    private static final String PROTECTED = PROJECT + "/protected_branches";

    void addTo(Routes<Endpoint> routes) {
        routes.on("GET", BRANCHES, this::list)
                .on("POST", BRANCHES, this::create)
                .on("GET", BRANCHES + "/{branch...}", visit -> branch(visit, visit.name("branch"), 200))
                .on("DELETE", BRANCHES + "/{branch...}", this::delete)
                .on("GET", PROJECT + "/repository/tags", this::tags)
                .on("GET", PROTECTED, this::protectedOnes)
                .on("POST", PROTECTED, this::protect)
                .on("GET", PROTECTED + "/{branch...}", this::protectedOne)
                .on("DELETE", PROTECTED + "/{branch...}", this::unprotect);
    }

    private Answer list(Visit visit) {
        Repo repo = visit.project(Permission.READ);
        History history = new History(visit.forge.git(repo));
        String search = visit.parameters.text("search");
        List<String> names = history.refs("refs/heads/").stream()
                .map(ref -> ref.getName().substring("refs/heads/".length()))
                .filter(name -> search == null || name.contains(search))
                .toList();
        return visit.page(names, name -> json(visit, repo, name));
    }

    private static com.fasterxml.jackson.databind.JsonNode json(Visit visit, Repo repo, String name) {
        History history = new History(visit.forge.git(repo));
        String tip = history.tip(name);
        if (tip == null) {
            throw GitLabError.notFound("Branch");
        }
        boolean mayPush = visit.forge.world.permission(repo, visit.visitor).allows(Permission.WRITE);
        return CodeJson.branch(visit.urls, repo, name, history.commit(tip), mayPush);
    }

    private Answer branch(Visit visit, String name, int status) {
        return Visit.json(status, json(visit, visit.project(Permission.READ), name));
    }

    private Answer create(Visit visit) {
        Repo repo = visit.project(Permission.WRITE);
        String name = visit.parameters.required("branch");
        String from = visit.parameters.required("ref");
        History history = new History(visit.forge.git(repo));
        String sha = history.resolve(from);
        if (sha == null) {
            throw GitLabError.of(400, "message", "Invalid reference name: " + from);
        }
        if (history.tip(name) != null) {
            throw GitLabError.of(400, "message", "Branch already exists");
        }
        visit.forge.repositories.moveRef(repo, "refs/heads/" + name, sha, visit.account());
        return branch(visit, name, 201);
    }

    private Answer delete(Visit visit) {
        Repo repo = visit.project(Permission.WRITE);
        String name = visit.name("branch");
        json(visit, repo, name);
        if (repo.protections.containsKey(name)) {
            throw GitLabError.of(403, "message", "403 Forbidden - Protected branch cannot be deleted");
        }
        visit.forge.repositories.moveRef(repo, "refs/heads/" + name, RefChange.ZEROS, visit.account());
        return Visit.noContent();
    }

    private Answer tags(Visit visit) {
        Repo repo = visit.project(Permission.READ);
        History history = new History(visit.forge.git(repo));
        return visit.page(
                history.refs("refs/tags/"),
                ref -> Json.object(
                        "name",
                        ref.getName().substring("refs/tags/".length()),
                        "message",
                        "",
                        "target",
                        String.valueOf(history.at(ref.getName())),
                        "protected",
                        false));
    }

    private Answer protectedOnes(Visit visit) {
        Repo repo = visit.project(Permission.READ);
        return visit.page(
                List.copyOf(repo.protections.keySet()),
                name -> CodeJson.protectedBranch(repo.id, name, repo.protections.get(name)));
    }

    private Answer protectedOne(Visit visit) {
        Repo repo = visit.project(Permission.READ);
        Protection rules = repo.protections.get(visit.name("branch"));
        if (rules == null) {
            throw GitLabError.notFound();
        }
        return Visit.ok(CodeJson.protectedBranch(repo.id, visit.name("branch"), rules));
    }

    private Answer protect(Visit visit) {
        Repo repo = visit.project(Permission.MAINTAIN);
        String name = visit.parameters.required("name");
        if (repo.protections.containsKey(name)) {
            throw GitLabError.of(409, "message", "Protected branch '" + name + "' already exists");
        }
        Protection rules = new Protection(false, false, List.of(), false, 0, false, false, false);
        repo.protections.put(name, rules);
        return Visit.created(CodeJson.protectedBranch(repo.id, name, rules));
    }

    private Answer unprotect(Visit visit) {
        Repo repo = visit.project(Permission.MAINTAIN);
        if (repo.protections.remove(visit.name("branch")) == null) {
            throw GitLabError.notFound();
        }
        return Visit.noContent();
    }
}
