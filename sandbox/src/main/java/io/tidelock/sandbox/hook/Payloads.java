package io.tidelock.sandbox.hook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.forge.Forge;
import io.tidelock.sandbox.forge.Herald;
import io.tidelock.sandbox.git.Changes;
import io.tidelock.sandbox.git.Commit;
import io.tidelock.sandbox.git.FileChange;
import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.git.RefChange;
import io.tidelock.sandbox.json.Commits;
import io.tidelock.sandbox.json.HookJson;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.json.Links;
import io.tidelock.sandbox.json.People;
import io.tidelock.sandbox.json.PullJson;
import io.tidelock.sandbox.json.Repos;
import io.tidelock.sandbox.json.TalkJson;
import io.tidelock.sandbox.json.VerdictJson;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.CheckRun;
import io.tidelock.sandbox.model.Comment;
import io.tidelock.sandbox.model.CommitStatus;
import io.tidelock.sandbox.model.Hook;
import io.tidelock.sandbox.model.Label;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;
import io.tidelock.sandbox.model.Review;
import io.tidelock.sandbox.model.Team;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** Puts what happened into the host's words, and hands it to the courier. */
public final class Payloads implements Herald {
    private static final int MOST_COMMITS = 2048;

    private final Links links;
    private final Courier courier;
    private @Nullable Forge forge;
    private @Nullable PullJson pulls;

    /** The links are of the address that receivers shall use. */
    public Payloads(Links links, Courier courier) {
        this.links = links;
        this.courier = courier;
    }

    /** Ties the knot: the forge tells us, and we read from the forge. */
    public void readFrom(Forge source, PullJson json) {
        this.forge = source;
        this.pulls = json;
    }

    private Forge forge() {
        if (forge == null) {
            throw new IllegalStateException("readFrom was not called");
        }
        return forge;
    }

    private PullJson pulls() {
        if (pulls == null) {
            throw new IllegalStateException("readFrom was not called");
        }
        return pulls;
    }

    @Override
    public void pull(Pull pull, String action, Account sender, Map<String, ?> extra) {
        tell(pull.repo, "pull_request", () -> {
            ObjectNode json =
                    Json.object("action", action, "number", pull.number, "pull_request", pulls().full(links, pull));
            extra.forEach((name, value) -> Json.add(json, name, shown(pull, value)));
            return common(json, pull.repo, sender);
        });
    }

    private Object shown(Pull pull, Object value) {
        return switch (value) {
            case Label label -> Repos.label(links, pull.repo, label);
            case Account account -> People.simple(links, account);
            case Team team -> People.team(links, team);
            default -> value;
        };
    }

    @Override
    public void comment(Pull pull, Comment comment, String action, Account sender, Map<String, ?> extra) {
        tell(pull.repo, "issue_comment", () -> {
            ObjectNode json = Json.object("action", action);
            extra.forEach((name, value) -> Json.add(json, name, value));
            Json.add(json, "issue", pulls().issue(links, pull), "comment", TalkJson.comment(links, comment));
            return common(json, pull.repo, sender);
        });
    }

    /** In webhooks, unlike in REST, the state of a review is in small letters. */
    @Override
    public void review(Review review, String action, Account sender) {
        tell(review.pull.repo, "pull_request_review", () -> {
            ObjectNode inner = TalkJson.review(links, review);
            inner.put("state", review.state.name().toLowerCase(Locale.ROOT));
            ObjectNode json =
                    Json.object("action", action, "review", inner, "pull_request", pulls().listed(links, review.pull));
            return common(json, review.pull.repo, sender);
        });
    }

    @Override
    public void push(Repo repo, RefChange change, Account sender) {
        tell(repo, "push", () -> {
            Repository git = forge().git(repo);
            List<ObjectNode> commits = new ArrayList<>();
            boolean forced = false;
            if (!change.deleted()) {
                History history = new History(git);
                String from = change.created() ? history.tip(repo.defaultBranch) : change.before();
                forced = !change.created() && !history.contains(change.before(), change.after());
                List<Commit> fresh = from == null || from.equals(change.after()) || !change.isBranch()
                        ? (change.created() && change.isBranch()
                                ? history.log(change.after(), null, MOST_COMMITS)
                                        .reversed()
                                : List.of())
                        : history.between(from, change.after());
                fresh.stream().limit(MOST_COMMITS).forEach(commit -> commits.add(pushed(repo, git, commit)));
                if (commits.isEmpty() && !change.deleted()) {
                    String tip = history.resolve(change.after());
                    if (tip != null) {
                        commits.add(pushed(repo, git, history.commit(tip)));
                    }
                }
            }
            boolean hasNew = !commits.isEmpty();
            ObjectNode repository = Repos.inner(links, repo);
            Json.add(
                    repository,
                    "created_at",
                    repo.createdAt.getEpochSecond(),
                    "pushed_at",
                    repo.pushedAt.getEpochSecond(),
                    "stargazers",
                    0,
                    "master_branch",
                    repo.defaultBranch);
            ((ObjectNode) repository.get("owner")).put("name", repo.owner.login).put("email", repo.owner.email);
            ObjectNode json = Json.object(
                    "ref", change.ref(),
                    "before", change.before(),
                    "after", change.after(),
                    "repository", repository,
                    "pusher", Json.object("name", sender.login, "email", sender.email),
                    "sender", People.simple(links, sender),
                    "created", change.created(),
                    "deleted", change.deleted(),
                    "forced", forced,
                    "base_ref", null,
                    "compare", compare(repo, change),
                    "commits", change.isBranch() ? commits : List.of(),
                    "head_commit", hasNew ? commits.getLast() : null);
            return withOrganization(json, repo);
        });
    }

    private String compare(Repo repo, RefChange change) {
        String html = links.html(repo) + "/compare/";
        return change.created() || change.deleted()
                ? html + change.shortName()
                : html + change.before().substring(0, 12) + "..."
                        + change.after().substring(0, 12);
    }

    private ObjectNode pushed(Repo repo, Repository git, Commit commit) {
        String parent = commit.parents().isEmpty() ? null : commit.parents().get(0);
        List<FileChange> files = new Changes(git).files(parent, commit.sha());
        return Json.object(
                "id", commit.sha(),
                "tree_id", commit.tree(),
                "distinct", true,
                "message", commit.message(),
                "timestamp", commit.committer().when(),
                "url", links.html(repo) + "/commit/" + commit.sha(),
                "author", person(commit.author()),
                "committer", person(commit.committer()),
                "added", paths(files, "added", "copied", "renamed"),
                "removed",
                        Stream.concat(
                                        paths(files, "removed").stream(),
                                        files.stream()
                                                .flatMap(file -> file.status().equals("renamed")
                                                        ? Stream.ofNullable(file.previousPath())
                                                        : Stream.empty()))
                                .toList(),
                "modified", paths(files, "modified"));
    }

    private static List<String> paths(List<FileChange> files, String... statuses) {
        return files.stream()
                .filter(file -> List.of(statuses).contains(file.status()))
                .map(FileChange::path)
                .toList();
    }

    private ObjectNode person(Commit.Signature signature) {
        ObjectNode json = Json.object("name", signature.name(), "email", signature.email(), "date", signature.when());
        forge().world.accounts().stream()
                .filter(account -> account.email.equalsIgnoreCase(signature.email()))
                .findFirst()
                .ifPresent(account -> json.put("username", account.login));
        return json;
    }

    @Override
    public void status(Repo repo, CommitStatus status) {
        tell(repo, "status", () -> {
            History history = new History(forge().git(repo));
            Commit commit = history.commit(status.sha());
            Instant at = status.createdAt();
            List<ObjectNode> branches = history.refs("refs/heads/").stream()
                    .filter(ref ->
                            history.contains(status.sha(), ref.getObjectId().name()))
                    .limit(10)
                    .map(ref -> Json.object(
                            "name", ref.getName().substring("refs/heads/".length()),
                            "commit",
                                    Json.object(
                                            "sha",
                                            ref.getObjectId().name(),
                                            "url",
                                            links.api(repo) + "/commits/"
                                                    + ref.getObjectId().name()),
                            "protected",
                                    repo.protections.containsKey(ref.getName().substring(11))))
                    .toList();
            ObjectNode json = Json.object(
                    "id", status.id(),
                    "sha", status.sha(),
                    "name", repo.fullName(),
                    "avatar_url", links.base() + "/_sandbox/avatar.svg",
                    "target_url", status.targetUrl(),
                    "context", status.context(),
                    "description", status.description(),
                    "state", status.state(),
                    "commit", Commits.commit(links, forge().world, repo, commit),
                    "branches", branches,
                    "created_at", at,
                    "updated_at", at);
            return common(json, repo, status.creator());
        });
    }

    @Override
    public void check(CheckRun run, String action, Account sender) {
        tell(
                run.repo,
                "check_run",
                () -> common(
                        Json.object("action", action, "check_run", VerdictJson.check(links, run)), run.repo, sender));
    }

    @Override
    public void ping(Hook hook, Account sender) {
        ObjectNode json = Json.object(
                "zen", "Keep it logically awesome.", "hook_id", hook.id, "hook", HookJson.hook(links, hook));
        courier.send(hook, "ping", common(json, hook.repo, sender));
    }

    private void tell(Repo repo, String event, Supplier<ObjectNode> payload) {
        List<Hook> hooks = repo.hooks.values().stream()
                .filter(hook -> !hook.gitlab && hook.wants(event))
                .toList();
        if (!hooks.isEmpty()) {
            ObjectNode json = payload.get();
            hooks.forEach(hook -> courier.send(hook, event, json));
        }
    }

    private ObjectNode common(ObjectNode json, Repo repo, Account sender) {
        JsonNode repository = Repos.inner(links, repo);
        json.set("repository", repository);
        withOrganization(json, repo);
        json.set("sender", People.simple(links, sender));
        return json;
    }

    private ObjectNode withOrganization(ObjectNode json, Repo repo) {
        if (repo.owner.isOrganization()) {
            json.set("organization", People.organization(links, repo.owner));
        }
        return json;
    }
}
