package io.tidelock.sandbox.gitlab.rest;

import io.tidelock.sandbox.forge.Refused;
import io.tidelock.sandbox.git.FileChange;
import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.gitlab.json.CodeJson;
import io.tidelock.sandbox.gitlab.json.MergeRequestJson;
import io.tidelock.sandbox.gitlab.json.PersonJson;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Merge requests but for merging, notes and approvals. */
final class MergeRequestRoutes {
    private static final String ALL = "/projects/{project}/merge_requests";
    private static final String MR = ALL + "/{iid}";
    private static final Pattern DRAFT =
            Pattern.compile("^\\s*(\\[draft]|\\(draft\\)|draft:|draft -)\\s*", Pattern.CASE_INSENSITIVE);

    private final MergeRequestJson json;

    MergeRequestRoutes(MergeRequestJson json) {
        this.json = json;
    }

    void addTo(Routes<Endpoint> routes) {
        routes.on("GET", ALL, this::list)
                .on("POST", ALL, this::create)
                .on("GET", MR, visit -> Visit.ok(json.full(visit.urls, visit.mergeRequest(Permission.READ))))
                .on("PUT", MR, this::change)
                .on("GET", MR + "/diffs", this::diffs)
                .on("GET", MR + "/changes", this::changes)
                .on("GET", MR + "/versions", this::versions)
                .on("GET", MR + "/versions/{version}", this::version)
                .on("GET", MR + "/commits", this::commits)
                .on("GET", MR + "/participants", this::participants)
                .on("GET", MR + "/reviewers", visit -> empty(visit))
                .on("GET", MR + "/closes_issues", visit -> empty(visit))
                .on("GET", MR + "/blocks", visit -> empty(visit))
                .on("GET", MR + "/status_checks", visit -> empty(visit))
                .on("GET", MR + "/resource_state_events", visit -> empty(visit));
    }

    private static Answer empty(Visit visit) {
        visit.mergeRequest(Permission.READ);
        return visit.page(List.<Pull>of(), none -> Json.object());
    }

    private Answer list(Visit visit) {
        Repo repo = visit.project(Permission.READ);
        String state = Objects.requireNonNullElse(visit.parameters.text("state"), "all");
        String source = visit.parameters.text("source_branch");
        String target = visit.parameters.text("target_branch");
        String author = visit.parameters.text("author_username");
        List<String> labels = visit.parameters.list("labels");
        Comparator<Pull> order = "updated_at".equals(visit.parameters.text("order_by"))
                ? Comparator.comparing((Pull pull) -> pull.updatedAt).thenComparing(pull -> pull.id)
                : Comparator.comparing((Pull pull) -> pull.id);
        List<Pull> found = repo.pulls.values().stream()
                .filter(pull ->
                        state.equals("all") || MergeRequestJson.state(pull).equals(state))
                .filter(pull -> source == null || pull.headRef.equals(source))
                .filter(pull -> target == null || pull.baseRef.equals(target))
                .filter(pull -> author == null || pull.author.login.equalsIgnoreCase(author))
                .filter(pull -> pull.labels.containsAll(labels))
                .sorted("asc".equals(visit.parameters.text("sort")) ? order : order.reversed())
                .toList();
        return visit.page(found, pull -> json.listed(visit.urls, pull));
    }

    private Answer create(Visit visit) {
        Account author = visit.account();
        Repo source = visit.project(Permission.WRITE);
        Long target = visit.parameters.number("target_project_id");
        Repo into = target == null
                ? source
                : visit.forge.world.repos().stream()
                        .filter(repo -> repo.id == target)
                        .findFirst()
                        .orElseThrow(() -> GitLabError.notFound("Project"));
        String branch = visit.parameters.required("source_branch");
        String title = visit.parameters.required("title");
        Matcher draft = DRAFT.matcher(title);
        boolean isDraft = draft.find();
        String base = visit.parameters.required("target_branch");
        demandBranches(visit, source, branch, into, base);
        Pull pull = visit.forge.pulls.open(
                into,
                author,
                isDraft ? title.substring(draft.end()) : title,
                visit.parameters.text("description"),
                into == source ? branch : source.owner.login + ":" + branch,
                base,
                isDraft);
        visit.parameters.list("labels").forEach(label -> visit.forge.pulls.label(pull, label, author));
        return Visit.created(json.full(visit.urls, pull));
    }

    private static void demandBranches(Visit visit, Repo source, String branch, Repo into, String base) {
        if (new History(visit.forge.git(source)).tip(branch) == null) {
            throw GitLabError.of(400, "message", List.of("Source branch \"" + branch + "\" does not exist"));
        }
        into.pulls.values().stream()
                .filter(other -> other.isOpen()
                        && other.headRepo == source
                        && other.headRef.equals(branch)
                        && other.baseRef.equals(base))
                .findFirst()
                .ifPresent(other -> {
                    throw GitLabError.of(
                            409,
                            "message",
                            List.of("Another open merge request already exists for this source branch: !"
                                    + other.number));
                });
    }

    private Answer change(Visit visit) {
        Account account = visit.account();
        Pull pull = visit.mergeRequest(Permission.READ);
        if (pull.author != account
                && !visit.forge.world.permission(pull.repo, account).allows(Permission.WRITE)) {
            throw GitLabError.forbidden();
        }
        String title = visit.parameters.text("title");
        if (title != null) {
            Matcher draft = DRAFT.matcher(title);
            boolean isDraft = draft.find();
            visit.forge.pulls.setDraft(pull, isDraft, account);
            title = isDraft ? title.substring(draft.end()) : title;
        }
        visit.forge.pulls.edit(
                pull, title, visit.parameters.text("description"), visit.parameters.text("target_branch"), account);
        relabel(visit, pull, account);
        String event = visit.parameters.text("state_event");
        if ("close".equals(event)) {
            visit.forge.pulls.close(pull, account);
        } else if ("reopen".equals(event)) {
            try {
                visit.forge.pulls.reopen(pull, account);
            } catch (Refused refused) {
                throw GitLabError.of(422, "message", "422 Unprocessable entity - " + refused.reason());
            }
        }
        if (visit.parameters.has("discussion_locked")) {
            pull.locked = visit.parameters.flag("discussion_locked", false);
        }
        return Visit.ok(json.full(visit.urls, pull));
    }

    private static void relabel(Visit visit, Pull pull, Account account) {
        List<String> added = visit.parameters.list("add_labels");
        List<String> removed = visit.parameters.list("remove_labels");
        if (visit.parameters.has("labels")) {
            List<String> wanted = visit.parameters.list("labels");
            added = wanted;
            removed = pull.labels.stream()
                    .filter(label -> !wanted.contains(label))
                    .toList();
        }
        Set<String> present = Set.copyOf(pull.labels);
        removed.stream().filter(present::contains).forEach(label -> visit.forge.pulls.unlabel(pull, label, account));
        added.forEach(label -> visit.forge.pulls.label(pull, label, account));
    }

    private Answer diffs(Visit visit) {
        Pull pull = visit.mergeRequest(Permission.READ);
        return visit.page(json.files(pull), CodeJson::diff);
    }

    private Answer changes(Visit visit) {
        Pull pull = visit.mergeRequest(Permission.READ);
        List<FileChange> files = json.files(pull);
        return Visit.ok(Json.add(
                json.full(visit.urls, pull),
                "changes",
                files.stream().map(CodeJson::diff).toList(),
                "overflow",
                false));
    }

    private Answer versions(Visit visit) {
        Pull pull = visit.mergeRequest(Permission.READ);
        return visit.page(json.isPrepared(pull) ? List.of(pull) : List.<Pull>of(), json::version);
    }

    private Answer version(Visit visit) {
        Pull pull = visit.mergeRequest(Permission.READ);
        if (visit.number("version") != pull.id || !json.isPrepared(pull)) {
            throw GitLabError.notFound();
        }
        return Visit.ok(Json.add(
                json.version(pull),
                "commits",
                commitsOf(visit, pull).stream()
                        .map(commit -> CodeJson.commit(visit.urls, pull.repo, commit))
                        .toList(),
                "diffs",
                json.files(pull).stream().map(CodeJson::diff).toList()));
    }

    private List<io.tidelock.sandbox.git.Commit> commitsOf(Visit visit, Pull pull) {
        @Nullable String base = json.mergeBase(pull);
        return base == null
                ? List.of()
                : new History(visit.forge.git(pull.repo))
                        .between(base, pull.headSha)
                        .reversed();
    }

    private Answer commits(Visit visit) {
        Pull pull = visit.mergeRequest(Permission.READ);
        return visit.page(commitsOf(visit, pull), commit -> CodeJson.commit(visit.urls, pull.repo, commit));
    }

    private Answer participants(Visit visit) {
        Pull pull = visit.mergeRequest(Permission.READ);
        Set<Account> people = new java.util.LinkedHashSet<>(List.of(pull.author));
        pull.repo.commentsOf(pull.number).forEach(note -> people.add(note.author));
        return visit.page(List.copyOf(people), account -> PersonJson.basic(visit.urls, account));
    }
}
