package io.tidelock.sandbox.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.forge.Verdicts;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.CheckRun;
import io.tidelock.sandbox.model.CommitStatus;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Statuses and check runs. */
public final class VerdictJson {
    /** What the App asks for, and is granted. */
    public static final Map<String, String> APP_PERMISSIONS = new TreeMap<>(Map.of(
            "checks", "write",
            "contents", "write",
            "issues", "write",
            "members", "read",
            "metadata", "read",
            "pull_requests", "write",
            "statuses", "write"));

    private VerdictJson() {}

    public static ObjectNode status(Links links, Repo repo, CommitStatus status) {
        return Json.add(inner(links, repo, status), "creator", People.simple(links, status.creator()));
    }

    /** The last status of each context, and all of them in one word. */
    public static ObjectNode combined(
            Links links, Repo repo, String sha, Collection<CommitStatus> latest, List<CommitStatus> page) {
        return Json.object(
                "state", Verdicts.combined(latest),
                "statuses",
                        page.stream().map(status -> inner(links, repo, status)).toList(),
                "sha", sha,
                "total_count", latest.size(),
                "repository", Repos.inner(links, repo),
                "commit_url", links.api(repo) + "/commits/" + sha,
                "url", links.api(repo) + "/commits/" + sha + "/status");
    }

    private static ObjectNode inner(Links links, Repo repo, CommitStatus status) {
        return Json.object(
                "url", links.api(repo) + "/statuses/" + status.sha(),
                "avatar_url", links.base() + "/_sandbox/avatar.svg",
                "id", status.id(),
                "node_id", NodeIds.of(NodeIds.STATUS, status.id()),
                "state", status.state(),
                "description", status.description(),
                "target_url", status.targetUrl(),
                "context", status.context(),
                "created_at", status.createdAt(),
                "updated_at", status.createdAt());
    }

    public static ObjectNode check(Links links, CheckRun run) {
        Repo repo = run.repo;
        String url = links.api(repo) + "/check-runs/" + run.id;
        List<ObjectNode> pulls = repo.pulls.values().stream()
                .filter(pull -> pull.isOpen() && pull.headSha.equals(run.headSha))
                .map(pull -> reference(links, pull))
                .toList();
        return Json.object(
                "id",
                run.id,
                "name",
                run.name,
                "node_id",
                NodeIds.of(NodeIds.CHECK, run.id),
                "head_sha",
                run.headSha,
                "external_id",
                run.externalId == null ? "" : run.externalId,
                "url",
                url,
                "html_url",
                links.html(repo) + "/runs/" + run.id,
                "details_url",
                run.detailsUrl == null ? links.html(repo) + "/runs/" + run.id : run.detailsUrl,
                "status",
                run.status,
                "conclusion",
                run.conclusion,
                "started_at",
                run.startedAt,
                "completed_at",
                run.completedAt,
                "output",
                Json.object(
                        "title", run.title,
                        "summary", run.summary,
                        "text", run.text,
                        "annotations_count", run.annotations.size(),
                        "annotations_url", url + "/annotations"),
                "check_suite",
                Json.object("id", run.suiteId),
                "app",
                app(links, run.creator),
                "pull_requests",
                pulls);
    }

    private static ObjectNode reference(Links links, Pull pull) {
        return Json.object(
                "url", links.api(pull),
                "id", pull.id,
                "number", pull.number,
                "head", side(links, pull.headRef, pull.headSha, pull.repo),
                "base", side(links, pull.baseRef, pull.baseSha, pull.repo));
    }

    private static ObjectNode side(Links links, String ref, String sha, Repo repo) {
        return Json.object(
                "ref", ref,
                "sha", sha,
                "repo", Json.object("id", repo.id, "url", links.api(repo), "name", repo.name));
    }

    /** The App behind a bot account; the slug is the bot's login without its ending. */
    public static ObjectNode app(Links links, Account bot) {
        String slug = bot.login.replace("[bot]", "");
        return Json.object(
                "id",
                bot.id,
                "slug",
                slug,
                "client_id",
                "Iv1." + bot.id,
                "node_id",
                NodeIds.of(NodeIds.APP, bot.id),
                "owner",
                People.simple(links, bot),
                "name",
                bot.name,
                "description",
                "",
                "external_url",
                links.base(),
                "html_url",
                links.base() + "/github-apps/" + slug,
                "created_at",
                bot.createdAt,
                "updated_at",
                bot.createdAt,
                "permissions",
                APP_PERMISSIONS,
                "events",
                List.of("issue_comment", "pull_request", "push"));
    }
}
