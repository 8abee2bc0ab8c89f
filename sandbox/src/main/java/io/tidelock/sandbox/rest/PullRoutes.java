package io.tidelock.sandbox.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidelock.sandbox.forge.Merging;
import io.tidelock.sandbox.forge.Refused;
import io.tidelock.sandbox.git.Changes;
import io.tidelock.sandbox.git.Commit;
import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.git.Merges;
import io.tidelock.sandbox.git.RefChange;
import io.tidelock.sandbox.git.Vault;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.json.Commits;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.json.PullJson;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Pull requests. */
final class PullRoutes {
    private static final String ALL = "/repos/{owner}/{repo}/pulls";
    private static final String ONE = ALL + "/{number}";
    private static final int MOST_FILES = 3000;
    private static final int MOST_COMMITS = 250;

    private final PullJson json;

    PullRoutes(PullJson json) {
        this.json = json;
    }

    void addTo(Routes<Endpoint> routes) {
        routes.on("GET", ALL, this::list)
                .on("POST", ALL, this::open)
                .on("GET", ALL + "/comments", visit -> visit.page(List.<Pull>of(), pull -> Json.object()))
                .on("GET", ONE, this::get)
                .on("PATCH", ONE, this::edit)
                .on("GET", ONE + "/files", this::files)
                .on("GET", ONE + "/commits", this::commits)
                .on("GET", ONE + "/comments", visit -> visit.page(List.<Pull>of(), pull -> Json.object()))
                .on("GET", ONE + "/merge", this::isMerged)
                .on("PUT", ONE + "/merge", this::merge)
                .on("PUT", ONE + "/update-branch", this::updateBranch);
    }

    private Answer list(Visit visit) {
        Repo repo = visit.repo(Permission.READ);
        String state = visit.ask.query("state", "open");
        String head = visit.ask.query("head", "");
        String base = visit.ask.query("base", "");
        String sort = visit.ask.query("sort", "created");
        boolean ascending = visit.ask
                .query("direction", sort.equals("created") ? "desc" : "asc")
                .equals("asc");
        Comparator<Pull> order = sort.equals("updated")
                ? Comparator.<Pull, java.time.Instant>comparing(pull -> pull.updatedAt)
                        .thenComparing(pull -> pull.number)
                : Comparator.comparing(pull -> pull.number);
        Stream<Pull> found = repo.pulls.values().stream()
                .filter(pull -> state.equals("all") || pull.state().equals(state))
                .filter(pull -> head.isEmpty() || head.equalsIgnoreCase(pull.headLabelOwner + ":" + pull.headRef))
                .filter(pull -> base.isEmpty() || base.equals(pull.baseRef))
                .sorted(ascending ? order : order.reversed());
        return visit.page(found.toList(), pull -> json.listed(visit.links, pull));
    }

    private Answer open(Visit visit) {
        Account author = visit.account();
        Repo repo = visit.repo(Permission.READ);
        String head = visit.text("PullRequest", "head");
        String base = visit.text("PullRequest", "base");
        String title = visit.text("PullRequest", "title");
        Pull pull =
                visit.forge.pulls.open(repo, author, title, visit.text("body"), head, base, visit.flag("draft", false));
        return Visit.created(json.full(visit.links, pull));
    }

    private Answer get(Visit visit) {
        Pull pull = visit.pull(Permission.READ);
        if (visit.accepts("diff") || visit.accepts("patch")) {
            String diff = new Changes(visit.git(pull.repo)).text(json.mergeBase(pull), pull.headSha);
            return Answer.text(200, "application/vnd.github.v3.diff; charset=utf-8", diff);
        }
        return Visit.ok(json.full(visit.links, pull));
    }

    private Answer edit(Visit visit) {
        Account sender = visit.account();
        Pull pull = visit.pull(Permission.READ);
        if (pull.author != sender) {
            visit.forge.accounts.demand(pull.repo, sender, Permission.WRITE);
        }
        String state = visit.text("state");
        if (state != null && !state.equals("open") && !state.equals("closed")) {
            throw Refused.invalid("PullRequest", "state", "invalid");
        }
        visit.forge.pulls.edit(pull, visit.text("title"), visit.text("body"), visit.text("base"), sender);
        if ("closed".equals(state)) {
            visit.forge.pulls.close(pull, sender);
        } else if ("open".equals(state)) {
            visit.forge.pulls.reopen(pull, sender);
        }
        return Visit.ok(json.full(visit.links, pull));
    }

    private Answer files(Visit visit) {
        Pull pull = visit.pull(Permission.READ);
        return visit.page(
                json.files(pull).stream().limit(MOST_FILES).toList(),
                file -> Commits.file(visit.links, pull.repo, file, pull.headSha));
    }

    private Answer commits(Visit visit) {
        Pull pull = visit.pull(Permission.READ);
        String base = json.mergeBase(pull);
        List<Commit> commits = base == null ? List.of() : new History(visit.git(pull.repo)).between(base, pull.headSha);
        return visit.page(
                commits.stream().limit(MOST_COMMITS).toList(),
                commit -> Commits.commit(visit.links, visit.forge.world, pull.repo, commit));
    }

    private Answer isMerged(Visit visit) {
        if (!visit.pull(Permission.READ).isMerged()) {
            throw Refused.notFound();
        }
        return Visit.noContent();
    }

    private Answer merge(Visit visit) {
        Account account = visit.account();
        Pull pull = visit.pull(Permission.WRITE);
        String sha = visit.forge.merging.merge(
                pull,
                new Merging.Order(
                        Objects.requireNonNullElse(visit.text("merge_method"), "merge"),
                        visit.text("commit_title"),
                        visit.text("commit_message"),
                        visit.text("sha")),
                account);
        return Visit.ok(Json.object("sha", sha, "merged", true, "message", "Pull Request successfully merged"));
    }

    /** Merges the base branch into the head, as the button "Update branch" does. */
    private Answer updateBranch(Visit visit) {
        Account account = visit.account();
        Pull pull = visit.pull(Permission.READ);
        Repo head = pull.headRepo;
        if (head == null || !pull.isOpen()) {
            throw Refused.with(422, "There are no new commits on the base branch.");
        }
        visit.forge.accounts.demand(head, account, Permission.WRITE);
        String expected = visit.text("expected_head_sha");
        if (expected != null && !expected.equals(pull.headSha)) {
            throw Refused.with(422, "expected head sha didn't match current head ref.");
        }
        JsonNode done = Json.object("message", "Updating pull request branch.", "url", visit.links.api(pull));
        History history = new History(visit.git(pull.repo));
        String base = Objects.requireNonNull(history.tip(pull.baseRef));
        if (history.contains(base, pull.headSha)) {
            throw Refused.with(422, "There are no new commits on the base branch.");
        }
        String message = "Merge branch '" + pull.baseRef + "' into " + pull.headRef;
        Commit.Signature who = visit.forge.repositories.signature(account);
        String merged = new Merges(visit.git(pull.repo)).merge(pull.headSha, base, who, message);
        if (merged == null) {
            throw Refused.with(422, "merge conflict between base and head");
        }
        if (head != pull.repo) {
            Vault.move(visit.git(pull.repo), "refs/heads/" + RefChange.ZEROS, merged, null);
            visit.forge.vault.copy(
                    pull.repo.folder, head.folder, "+refs/heads/" + RefChange.ZEROS + ":refs/forks/update");
            Vault.delete(visit.git(pull.repo), "refs/heads/" + RefChange.ZEROS);
        }
        visit.forge.repositories.moveRef(head, "refs/heads/" + pull.headRef, merged, account);
        return Visit.json(202, done);
    }
}
