package io.tidelock.sandbox.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidelock.sandbox.forge.Refused;
import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.git.Vault;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.json.Repos;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Label;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Repo;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Repositories and their labels. */
final class RepoRoutes {
    private static final String ONE = "/repos/{owner}/{repo}";

    void addTo(Routes<Endpoint> routes) {
        routes.on("GET", ONE, this::get)
                .on("PATCH", ONE, this::edit)
                .on("DELETE", ONE, this::delete)
                .on("POST", ONE + "/forks", this::fork)
                .on("GET", ONE + "/topics", visit -> {
                    visit.repo(Permission.READ);
                    return Visit.ok(Json.object("names", List.of()));
                })
                .on("GET", ONE + "/labels", this::labels)
                .on("POST", ONE + "/labels", this::newLabel)
                .on("GET", ONE + "/labels/{name...}", this::label)
                .on("DELETE", ONE + "/labels/{name...}", this::deleteLabel)
                .on("GET", "/repositories", visit -> list(visit, PeopleRoutes.visible(visit)))
                .on("GET", "/repositories/{id}", this::byId)
                .on("GET", "/user/repos", this::own)
                .on("POST", "/user/repos", visit -> create(visit, visit.account()))
                .on("GET", "/users/{user}/repos", visit -> of(visit, visit.name("user")))
                .on("GET", "/orgs/{org}/repos", visit -> of(visit, visit.name("org")))
                .on("POST", "/orgs/{org}/repos", this::createInOrganization);
    }

    private Answer get(Visit visit) {
        return full(visit, visit.repo(Permission.READ), 200);
    }

    private static Answer full(Visit visit, Repo repo, int status) {
        Permission permission = visit.forge.world.permission(repo, visit.visitor);
        return Visit.json(status, Repos.full(visit.links, repo, permission));
    }

    private Answer byId(Visit visit) {
        long id = visit.number("id");
        Repo repo = PeopleRoutes.visible(visit)
                .filter(one -> one.id == id)
                .findFirst()
                .orElseThrow(Refused::notFound);
        return full(visit, repo, 200);
    }

    private Answer own(Visit visit) {
        Account account = visit.account();
        return list(
                visit,
                PeopleRoutes.visible(visit)
                        .filter(repo -> repo.owner == account
                                || repo.collaborators.containsKey(account.login)
                                || repo.owner.members.containsKey(account.login)));
    }

    private Answer of(Visit visit, String owner) {
        Account account = visit.forge.account(owner);
        return list(visit, PeopleRoutes.visible(visit).filter(repo -> repo.owner == account));
    }

    private static Answer list(Visit visit, Stream<Repo> repos) {
        return visit.page(
                repos.toList(),
                repo -> Repos.withPermission(visit.links, repo, visit.forge.world.permission(repo, visit.visitor)));
    }

    private Answer createInOrganization(Visit visit) {
        Account account = visit.account();
        Account organization = visit.forge.account(visit.name("org"));
        if (!organization.isOrganization()) {
            throw Refused.notFound();
        }
        if (!organization.members.containsKey(account.login) && !account.siteAdmin) {
            throw Refused.forbidden("You need admin access to the organization before adding a repository to it.");
        }
        return create(visit, organization);
    }

    private static Answer create(Visit visit, Account owner) {
        boolean isPrivate = visit.flag("private", "private".equals(visit.text("visibility")));
        Repo repo = visit.forge.repositories.create(
                owner, visit.text("Repository", "name"), isPrivate, visit.text("description"));
        settings(visit, repo);
        if (visit.flag("auto_init", false)) {
            visit.forge.repositories.begin(repo, visit.account());
        }
        return full(visit, repo, 201);
    }

    private Answer edit(Visit visit) {
        visit.account();
        Repo repo = visit.repo(Permission.ADMIN);
        settings(visit, repo);
        repo.updatedAt = visit.forge.world.now();
        return full(visit, repo, 200);
    }

    private static void settings(Visit visit, Repo repo) {
        repo.allowMergeCommit = visit.flag("allow_merge_commit", repo.allowMergeCommit);
        repo.allowSquashMerge = visit.flag("allow_squash_merge", repo.allowSquashMerge);
        repo.allowRebaseMerge = visit.flag("allow_rebase_merge", repo.allowRebaseMerge);
        repo.allowAutoMerge = visit.flag("allow_auto_merge", repo.allowAutoMerge);
        repo.allowUpdateBranch = visit.flag("allow_update_branch", repo.allowUpdateBranch);
        repo.deleteBranchOnMerge = visit.flag("delete_branch_on_merge", repo.deleteBranchOnMerge);
        repo.isPrivate = visit.flag("private", repo.isPrivate);
        repo.archived = visit.flag("archived", repo.archived);
        JsonNode description = visit.body().path("description");
        repo.description = description.isTextual() ? description.asText() : repo.description;
        String branch = visit.text("default_branch");
        if (branch != null) {
            if (new History(visit.git(repo)).tip(branch) == null) {
                throw Refused.custom("Repository", "default_branch", "The branch " + branch + " was not found.");
            }
            repo.defaultBranch = branch;
            Vault.setHead(visit.git(repo), branch);
        }
    }

    private Answer delete(Visit visit) {
        visit.account();
        visit.forge.repositories.delete(visit.repo(Permission.ADMIN));
        return Visit.noContent();
    }

    private Answer fork(Visit visit) {
        Repo parent = visit.repo(Permission.READ);
        String organization = visit.text("organization");
        Account owner = organization == null ? visit.account() : visit.forge.account(organization);
        String name = Objects.requireNonNullElse(visit.text("name"), parent.name);
        return full(visit, visit.forge.repositories.fork(parent, owner, name), 202);
    }

    private Answer labels(Visit visit) {
        Repo repo = visit.repo(Permission.READ);
        return visit.page(List.copyOf(repo.labels.values()), label -> Repos.label(visit.links, repo, label));
    }

    private Answer newLabel(Visit visit) {
        visit.account();
        Repo repo = visit.repo(Permission.WRITE);
        String name = visit.text("Label", "name");
        if (repo.labels.containsKey(name)) {
            throw Refused.invalid("Label", "name", "already_exists");
        }
        Label label = new Label(
                visit.forge.world.nextId(),
                name,
                Objects.requireNonNullElse(visit.text("color"), "ededed"),
                visit.text("description"));
        repo.labels.put(name, label);
        return Visit.created(Repos.label(visit.links, repo, label));
    }

    private Answer label(Visit visit) {
        Repo repo = visit.repo(Permission.READ);
        Label label = repo.labels.get(visit.name("name"));
        if (label == null) {
            throw Refused.notFound();
        }
        return Visit.ok(Repos.label(visit.links, repo, label));
    }

    private Answer deleteLabel(Visit visit) {
        visit.account();
        Repo repo = visit.repo(Permission.WRITE);
        if (repo.labels.remove(visit.name("name")) == null) {
            throw Refused.notFound();
        }
        repo.pulls.values().forEach(pull -> pull.labels.remove(visit.name("name")));
        return Visit.noContent();
    }
}
