package io.tidelock.sandbox.rest;

import io.tidelock.sandbox.forge.Refused;
import io.tidelock.sandbox.git.Changes;
import io.tidelock.sandbox.git.Commit;
import io.tidelock.sandbox.git.FileChange;
import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.json.Commits;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.json.PullJson;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;
import java.util.List;

/** Commits and comparisons. */
final class HistoryRoutes {
    private static final String REPO = "/repos/{owner}/{repo}";
    private static final int MOST_COMMITS = 10_000;
    private static final int MOST_FILES = 300;

    private final PullJson json;

    HistoryRoutes(PullJson json) {
        this.json = json;
    }

    void addTo(Routes<Endpoint> routes) {
        routes.on("GET", REPO + "/commits", this::list)
                .on("GET", REPO + "/commits/{sha}/pulls", this::pulls)
                .on("GET", REPO + "/commits/{sha...}", this::get)
                .on("GET", REPO + "/compare/{basehead...}", this::compare);
    }

    private Answer list(Visit visit) {
        Repo repo = visit.repo(Permission.READ);
        History history = new History(visit.git(repo));
        String start = history.resolve(visit.ask.query("sha", repo.defaultBranch));
        if (start == null) {
            throw history.refs("refs/heads/").isEmpty()
                    ? Refused.with(409, "Git Repository is empty.")
                    : Refused.notFound();
        }
        List<Commit> commits = history.log(start, visit.ask.query("path"), MOST_COMMITS);
        return visit.page(commits, commit -> Commits.commit(visit.links, visit.forge.world, repo, commit));
    }

    private Answer get(Visit visit) {
        Repo repo = visit.repo(Permission.READ);
        String sha = visit.commit(repo, visit.name("sha"));
        if (visit.accepts("sha")) {
            return Answer.text(200, "application/vnd.github.v3.sha; charset=utf-8", sha);
        }
        Commit commit = new History(visit.git(repo)).commit(sha);
        String parent = commit.parents().isEmpty() ? null : commit.parents().get(0);
        Changes changes = new Changes(visit.git(repo));
        if (visit.accepts("diff") || visit.accepts("patch")) {
            return Answer.text(200, "application/vnd.github.v3.diff; charset=utf-8", changes.text(parent, sha));
        }
        List<FileChange> files = changes.files(parent, sha);
        return Visit.ok(Commits.detailed(visit.links, visit.forge.world, repo, commit, files));
    }

    private Answer pulls(Visit visit) {
        Repo repo = visit.repo(Permission.READ);
        String sha = visit.commit(repo, visit.name("sha"));
        History history = new History(visit.git(repo));
        List<Pull> found = repo.pulls.values().stream()
                .filter(pull -> sha.equals(pull.mergeCommitSha) && pull.isMerged()
                        || history.contains(sha, pull.headSha) && !history.contains(sha, pull.baseSha))
                .toList();
        return visit.page(found, pull -> json.listed(visit.links, pull));
    }

    private Answer compare(Visit visit) {
        Repo repo = visit.repo(Permission.READ);
        String[] ends = visit.name("basehead").split("\\.\\.\\.", 2);
        History history = new History(visit.git(repo));
        String base = ends.length < 2 ? null : history.resolve(withoutOwner(ends[0]));
        String head = ends.length < 2 ? null : history.resolve(withoutOwner(ends[1]));
        String common = base == null || head == null ? null : history.mergeBase(base, head);
        if (base == null || head == null || common == null) {
            throw Refused.notFound();
        }
        Changes changes = new Changes(visit.git(repo));
        if (visit.accepts("diff") || visit.accepts("patch")) {
            return Answer.text(200, "application/vnd.github.v3.diff; charset=utf-8", changes.text(common, head));
        }
        List<Commit> commits = history.between(base, head);
        int behind = history.count(base, head);
        String url = visit.links.api(repo) + "/compare/" + visit.name("basehead");
        String html = visit.links.html(repo) + "/compare/" + visit.name("basehead");
        String status = commits.isEmpty() ? (behind == 0 ? "identical" : "behind") : behind == 0 ? "ahead" : "diverged";
        boolean first = visit.ask.query("page", "1").equals("1");
        return visit.page(
                commits,
                page -> Json.object(
                        "url",
                        url,
                        "html_url",
                        html,
                        "permalink_url",
                        html,
                        "diff_url",
                        html + ".diff",
                        "patch_url",
                        html + ".patch",
                        "base_commit",
                        commit(visit, repo, history, base),
                        "merge_base_commit",
                        commit(visit, repo, history, common),
                        "status",
                        status,
                        "ahead_by",
                        commits.size(),
                        "behind_by",
                        behind,
                        "total_commits",
                        commits.size(),
                        "commits",
                        page.stream()
                                .map(one -> Commits.commit(visit.links, visit.forge.world, repo, one))
                                .toList(),
                        "files",
                        !first
                                ? List.of()
                                : changes.files(common, head).stream()
                                        .limit(MOST_FILES)
                                        .map(file -> Commits.file(visit.links, repo, file, head))
                                        .toList()),
                250);
    }

    private static Object commit(Visit visit, Repo repo, History history, String sha) {
        return Commits.commit(visit.links, visit.forge.world, repo, history.commit(sha));
    }

    private static String withoutOwner(String end) {
        return end.substring(end.indexOf(':') + 1);
    }
}
