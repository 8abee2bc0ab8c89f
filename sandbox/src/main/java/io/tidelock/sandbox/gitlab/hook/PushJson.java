package io.tidelock.sandbox.gitlab.hook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.git.Changes;
import io.tidelock.sandbox.git.Commit;
import io.tidelock.sandbox.git.FileChange;
import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.git.RefChange;
import io.tidelock.sandbox.gitlab.json.CodeJson;
import io.tidelock.sandbox.gitlab.json.ProjectJson;
import io.tidelock.sandbox.gitlab.json.Urls;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Repo;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.Repository;

/** A push in GitLab's words. */
record PushJson(Urls urls, Repository git) {
    private static final int MOST_COMMITS = 20;

    ObjectNode push(Repo repo, RefChange change, Account sender) {
        List<Commit> commits = commits(repo, change);
        Changes differences = new Changes(git);
        String name = change.isBranch() ? "push" : "tag_push";
        return Json.object(
                "object_kind", name,
                "event_name", name,
                "before", change.before(),
                "after", change.after(),
                "ref", change.ref(),
                "ref_protected", repo.protections.containsKey(change.shortName()),
                "checkout_sha", change.deleted() ? null : change.after(),
                "message", null,
                "user_id", sender.id,
                "user_name", sender.name,
                "user_username", sender.login,
                "user_email", "",
                "user_avatar", urls.avatar(),
                "project_id", repo.id,
                "project", ProjectJson.inHook(urls, repo),
                "commits",
                        commits.stream()
                                .skip(Math.max(0, commits.size() - MOST_COMMITS))
                                .map(commit -> pushed(repo, differences, commit))
                                .toList(),
                "total_commits_count", commits.size(),
                "push_options", Json.object(),
                "repository",
                        Json.add(
                                ProjectJson.repositoryInHook(urls, repo),
                                "git_http_url",
                                urls.http(repo),
                                "git_ssh_url",
                                urls.ssh(repo),
                                "visibility_level",
                                repo.isPrivate ? 0 : 20));
    }

    private List<Commit> commits(Repo repo, RefChange change) {
        if (change.deleted() || !change.isBranch()) {
            return List.of();
        }
        History history = new History(git);
        String from = change.created() ? history.tip(repo.defaultBranch) : change.before();
        return from == null || from.equals(change.after())
                ? history.log(change.after(), null, MOST_COMMITS).reversed()
                : history.between(from, change.after());
    }

    private ObjectNode pushed(Repo repo, Changes differences, Commit commit) {
        String parent = commit.parents().isEmpty() ? null : commit.parents().get(0);
        List<String> added = new ArrayList<>();
        List<String> modified = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        for (FileChange file : differences.files(parent, commit.sha())) {
            switch (file.status()) {
                case "removed" -> removed.add(file.path());
                case "modified" -> modified.add(file.path());
                default -> added.add(file.path());
            }
            if (file.status().equals("renamed") && file.previousPath() != null) {
                removed.add(file.previousPath());
            }
        }
        return Json.add(CodeJson.inHook(urls, repo, commit), "added", added, "modified", modified, "removed", removed);
    }
}
