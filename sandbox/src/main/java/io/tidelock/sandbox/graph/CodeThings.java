package io.tidelock.sandbox.graph;

import io.tidelock.sandbox.forge.Forge;
import io.tidelock.sandbox.forge.Verdicts;
import io.tidelock.sandbox.git.Commit;
import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.git.Trees;
import io.tidelock.sandbox.json.Links;
import io.tidelock.sandbox.json.NodeIds;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.CheckRun;
import io.tidelock.sandbox.model.CommitStatus;
import io.tidelock.sandbox.model.Protection;
import io.tidelock.sandbox.model.Repo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Commits, trees and files, and what machines say about commits. */
final class CodeThings {
    private static final Set<String> PASSING = Set.of("success", "neutral", "skipped");

    private final Forge forge;
    private final Links links;
    private final PeopleThings people;
    private final Function<Repo, Thing> repository;

    CodeThings(Forge forge, Links links, PeopleThings people, Function<Repo, Thing> repository) {
        this.forge = forge;
        this.links = links;
        this.people = people;
        this.repository = repository;
    }

    /** What an expression such as {@code main:dir/file} or {@code HEAD} names, or null. */
    @Nullable
    Thing object(Repo repo, String expression) {
        int colon = expression.indexOf(':');
        History history = new History(forge.git(repo));
        String name = colon < 0 ? expression : expression.substring(0, colon);
        Trees trees = new Trees(forge.git(repo));
        String sha = name.isEmpty() ? null : history.resolve(name.replaceFirst("^refs/", ""));
        if (sha == null) {
            String type = colon < 0 ? trees.type(name) : null;
            return type == null
                    ? null
                    : type.equals("tree") ? tree(repo, name) : type.equals("blob") ? blob(repo, name) : null;
        }
        if (colon < 0) {
            return commit(repo, sha);
        }
        String path = expression.substring(colon + 1).replaceAll("/+$", "");
        Trees.Entry entry = trees.find(history.commit(sha).tree(), path);
        return entry == null ? null : entry.isTree() ? tree(repo, entry.sha()) : blob(repo, entry.sha());
    }

    private Thing git(String type, Repo repo, String sha) {
        return new Thing(type)
                .with(
                        "id",
                        NodeIds.of(type.equals("Commit") ? NodeIds.COMMIT : type.substring(0, 1), repo.id + ":" + sha))
                .with("oid", sha)
                .with("abbreviatedOid", sha.substring(0, 7))
                .later("repository", () -> repository.apply(repo));
    }

    private Thing blob(Repo repo, String sha) {
        byte[] content = Objects.requireNonNullElse(new Trees(forge.git(repo)).blob(sha), new byte[0]);
        boolean binary = org.eclipse.jgit.diff.RawText.isBinary(content);
        return git("Blob", repo, sha)
                .with("byteSize", content.length)
                .with("isBinary", binary)
                .with("isTruncated", false)
                .later("text", () -> binary ? null : new String(content, StandardCharsets.UTF_8));
    }

    private Thing tree(Repo repo, String sha) {
        return git("Tree", repo, sha)
                .later(
                        "entries",
                        () -> new Trees(forge.git(repo))
                                .list(sha, false).stream()
                                        .map(entry -> new Thing("TreeEntry")
                                                .with("name", entry.path())
                                                .with("path", entry.path())
                                                .with("type", entry.type())
                                                .with("mode", Integer.parseInt(entry.mode(), 8))
                                                .with("oid", entry.sha())
                                                .with("size", (int) entry.size())
                                                .later(
                                                        "object",
                                                        () -> entry.isTree()
                                                                ? tree(repo, entry.sha())
                                                                : blob(repo, entry.sha())))
                                        .toList());
    }

    Thing commit(Repo repo, String sha) {
        Commit commit = new History(forge.git(repo)).commit(sha);
        String headline = commit.headline();
        return git("Commit", repo, sha)
                .with("message", commit.message())
                .with("messageHeadline", headline)
                .with(
                        "messageBody",
                        commit.message().substring(headline.length()).strip())
                .with("committedDate", commit.committer().when().toString())
                .with("authoredDate", commit.author().when().toString())
                .with("url", links.html(repo) + "/commit/" + sha)
                .with("author", actor(commit.author()))
                .with("committer", actor(commit.committer()))
                .later("tree", () -> tree(repo, commit.tree()))
                .asked("parents", env -> Thing.page(env, commit.parents(), parent -> commit(repo, parent)))
                .later("status", () -> status(repo, sha))
                .later("statusCheckRollup", () -> rollup(repo, sha));
    }

    private Thing actor(Commit.Signature signature) {
        Thing user = forge.world.accounts().stream()
                .filter(account ->
                        account.kind == Account.Kind.USER && account.email.equalsIgnoreCase(signature.email()))
                .findFirst()
                .map(people::account)
                .orElse(null);
        return new Thing("GitActor")
                .with("name", signature.name())
                .with("email", signature.email())
                .with("date", signature.when().toString())
                .with("user", user);
    }

    private @Nullable Thing status(Repo repo, String sha) {
        Collection<CommitStatus> latest = forge.verdicts.latest(repo, sha);
        return latest.isEmpty()
                ? null
                : new Thing("Status")
                        .with("id", NodeIds.of("ST", repo.id + ":" + sha))
                        .with("state", upper(Verdicts.combined(latest)))
                        .later(
                                "contexts",
                                () -> latest.stream()
                                        .map(status -> status(repo, status))
                                        .toList());
    }

    /** All statuses and checks together, or null when there is none. */
    @Nullable
    Thing rollup(Repo repo, String sha) {
        Collection<CommitStatus> statuses = forge.verdicts.latest(repo, sha);
        Map<String, CheckRun> checks = new LinkedHashMap<>();
        repo.checksOf(sha).forEach(run -> checks.put(run.name, run));
        List<Thing> all = new ArrayList<>();
        checks.values().forEach(run -> all.add(check(run)));
        statuses.forEach(status -> all.add(status(repo, status)));
        if (all.isEmpty()) {
            return null;
        }
        String state = statuses.isEmpty() ? "success" : Verdicts.combined(statuses);
        boolean failed =
                checks.values().stream().anyMatch(run -> run.conclusion != null && !PASSING.contains(run.conclusion));
        boolean pending = checks.values().stream().anyMatch(run -> run.conclusion == null);
        String rolled = failed || state.equals("failure") ? "FAILURE" : pending ? "PENDING" : upper(state);
        return new Thing("StatusCheckRollup")
                .with("id", NodeIds.of("SCR", repo.id + ":" + sha))
                .with("state", rolled)
                .later("commit", () -> commit(repo, sha))
                .asked("contexts", env -> Thing.page(env, all, one -> one));
    }

    private Thing status(Repo repo, CommitStatus status) {
        return new Thing("StatusContext")
                .with("id", NodeIds.of(NodeIds.STATUS, status.id()))
                .with("context", status.context())
                .with("state", upper(status.state()))
                .with("description", status.description())
                .with("targetUrl", status.targetUrl())
                .with("createdAt", status.createdAt().toString())
                .later("creator", () -> people.account(status.creator()))
                .asked("isRequired", env -> isRequired(repo, env.getArgument("pullRequestNumber"), status.context()));
    }

    private Thing check(CheckRun run) {
        Thing app = new Thing("App")
                .with("id", NodeIds.of(NodeIds.APP, run.creator.id))
                .with("databaseId", (int) run.creator.id)
                .with("name", run.creator.name)
                .with("slug", run.creator.login.replace("[bot]", ""));
        String conclusion = run.conclusion == null ? null : upper(run.conclusion);
        Thing suite = new Thing("CheckSuite")
                .with("id", NodeIds.of("CS", run.suiteId))
                .with("databaseId", (int) run.suiteId)
                .with("status", upper(run.status))
                .with("conclusion", conclusion)
                .with("app", app);
        return new Thing("CheckRun")
                .with("id", NodeIds.of(NodeIds.CHECK, run.id))
                .with("databaseId", (int) run.id)
                .with("name", run.name)
                .with("status", upper(run.status))
                .with("conclusion", conclusion)
                .with("detailsUrl", run.detailsUrl)
                .with("startedAt", run.startedAt.toString())
                .with("completedAt", run.completedAt == null ? null : run.completedAt.toString())
                .with("title", run.title)
                .with("summary", run.summary)
                .with("text", run.text)
                .with("checkSuite", suite)
                .with("url", links.html(run.repo) + "/runs/" + run.id)
                .asked("isRequired", env -> isRequired(run.repo, env.getArgument("pullRequestNumber"), run.name));
    }

    private static boolean isRequired(Repo repo, @Nullable Integer number, String context) {
        var pull = number == null ? null : repo.pulls.get(number);
        Protection rules = pull == null ? null : repo.protections.get(pull.baseRef);
        return rules != null && rules.requiresChecks() && rules.contexts().contains(context);
    }

    static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
