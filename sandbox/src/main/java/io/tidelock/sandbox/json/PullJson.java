package io.tidelock.sandbox.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.forge.Forge;
import io.tidelock.sandbox.git.Changes;
import io.tidelock.sandbox.git.FileChange;
import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** Pull requests: as such, and as the issues they also are. Keeps the file lists it has worked out. */
public final class PullJson {
    private static final int MOST_KEPT = 64;

    private final Forge forge;
    private final Map<String, List<FileChange>> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<FileChange>> eldest) {
            return size() > MOST_KEPT;
        }
    };

    public PullJson(Forge forge) {
        this.forge = forge;
    }

    /** The commit where head left base. */
    public @Nullable String mergeBase(Pull pull) {
        History history = new History(forge.git(pull.repo));
        String tip = pull.isOpen() ? history.tip(pull.baseRef) : null;
        return history.mergeBase(tip == null ? pull.baseSha : tip, pull.headSha);
    }

    /** What head changes since it left base. */
    public List<FileChange> files(Pull pull) {
        return forge.world.locked(() -> {
            String base = mergeBase(pull);
            Repository git = forge.git(pull.repo);
            return kept.computeIfAbsent(
                    pull.repo.id + " " + base + " " + pull.headSha, key -> new Changes(git).files(base, pull.headSha));
        });
    }

    /** The form of {@code GET pulls/N} and of webhooks. */
    public ObjectNode full(Links links, Pull pull) {
        List<FileChange> files = files(pull);
        String base = mergeBase(pull);
        History history = new History(forge.git(pull.repo));
        int commits = base == null ? 0 : history.count(pull.headSha, base);
        Account mergedBy = pull.mergedBy;
        boolean open = pull.isOpen();
        return Json.add(
                listed(links, pull),
                "merged",
                pull.isMerged(),
                "mergeable",
                open ? pull.mergeable : null,
                "rebaseable",
                open && pull.mergeable != null ? pull.rebaseable : null,
                "mergeable_state",
                forge.gate.state(pull),
                "merged_by",
                mergedBy == null ? null : People.simple(links, mergedBy),
                "comments",
                pull.repo.commentsOf(pull.number).size(),
                "review_comments",
                0,
                "maintainer_can_modify",
                false,
                "commits",
                commits,
                "additions",
                files.stream().mapToInt(FileChange::additions).sum(),
                "deletions",
                files.stream().mapToInt(FileChange::deletions).sum(),
                "changed_files",
                files.size());
    }

    /** The shorter form of lists. */
    public ObjectNode listed(Links links, Pull pull) {
        String url = links.api(pull);
        return Json.object(
                "url",
                url,
                "id",
                pull.id,
                "node_id",
                NodeIds.of(NodeIds.PULL, pull.id),
                "html_url",
                links.html(pull),
                "diff_url",
                links.html(pull) + ".diff",
                "patch_url",
                links.html(pull) + ".patch",
                "issue_url",
                links.issue(pull),
                "number",
                pull.number,
                "state",
                pull.state(),
                "locked",
                pull.locked,
                "title",
                pull.title,
                "user",
                People.simple(links, pull.author),
                "body",
                pull.body,
                "created_at",
                pull.createdAt,
                "updated_at",
                pull.updatedAt,
                "closed_at",
                pull.closedAt,
                "merged_at",
                pull.mergedAt,
                "merge_commit_sha",
                pull.mergeCommitSha,
                "assignee",
                pull.assignees.values().stream()
                        .findFirst()
                        .map(a -> People.simple(links, a))
                        .orElse(null),
                "assignees",
                people(links, pull.assignees),
                "requested_reviewers",
                people(links, pull.requestedReviewers),
                "requested_teams",
                pull.requestedTeams.values().stream()
                        .map(team -> People.team(links, team))
                        .toList(),
                "labels",
                Repos.labels(links, pull),
                "milestone",
                null,
                "draft",
                pull.draft,
                "commits_url",
                url + "/commits",
                "review_comments_url",
                url + "/comments",
                "review_comment_url",
                links.api(pull.repo) + "/pulls/comments{/number}",
                "comments_url",
                links.issue(pull) + "/comments",
                "statuses_url",
                links.api(pull.repo) + "/statuses/" + pull.headSha,
                "head",
                side(links, pull.headLabelOwner, pull.headRef, pull.headSha, pull.headRepo),
                "base",
                side(links, pull.repo.owner.login, pull.baseRef, pull.baseSha, pull.repo),
                "_links",
                links(links, pull),
                "author_association",
                association(pull.repo, pull.author),
                "auto_merge",
                null,
                "active_lock_reason",
                null);
    }

    /** The issue that the pull request also is. */
    public ObjectNode issue(Links links, Pull pull) {
        String url = links.issue(pull);
        return Json.object(
                "url",
                url,
                "repository_url",
                links.api(pull.repo),
                "labels_url",
                url + "/labels{/name}",
                "comments_url",
                url + "/comments",
                "events_url",
                url + "/events",
                "html_url",
                links.html(pull),
                "id",
                pull.issueId,
                "node_id",
                NodeIds.of(NodeIds.PULL, pull.id),
                "number",
                pull.number,
                "title",
                pull.title,
                "user",
                People.simple(links, pull.author),
                "labels",
                Repos.labels(links, pull),
                "state",
                pull.state(),
                "locked",
                pull.locked,
                "assignee",
                null,
                "assignees",
                people(links, pull.assignees),
                "milestone",
                null,
                "comments",
                pull.repo.commentsOf(pull.number).size(),
                "created_at",
                pull.createdAt,
                "updated_at",
                pull.updatedAt,
                "closed_at",
                pull.closedAt,
                "author_association",
                association(pull.repo, pull.author),
                "active_lock_reason",
                null,
                "draft",
                pull.draft,
                "pull_request",
                Json.object(
                        "url",
                        links.api(pull),
                        "html_url",
                        links.html(pull),
                        "diff_url",
                        links.html(pull) + ".diff",
                        "patch_url",
                        links.html(pull) + ".patch",
                        "merged_at",
                        pull.mergedAt),
                "body",
                pull.body,
                "reactions",
                TalkJson.summary(url, pull.reactions),
                "timeline_url",
                url + "/timeline",
                "performed_via_github_app",
                null,
                "state_reason",
                null);
    }

    private static ObjectNode side(Links links, String owner, String ref, String sha, @Nullable Repo repo) {
        return Json.object(
                "label",
                owner + ":" + ref,
                "ref",
                ref,
                "sha",
                sha,
                "user",
                repo == null ? null : People.simple(links, repo.owner),
                "repo",
                repo == null ? null : Repos.mergeSettings(Repos.inner(links, repo), repo));
    }

    private static ObjectNode links(Links links, Pull pull) {
        String url = links.api(pull);
        return Json.object(
                "self", href(url),
                "html", href(links.html(pull)),
                "issue", href(links.issue(pull)),
                "comments", href(links.issue(pull) + "/comments"),
                "review_comments", href(url + "/comments"),
                "review_comment", href(links.api(pull.repo) + "/pulls/comments{/number}"),
                "commits", href(url + "/commits"),
                "statuses", href(links.api(pull.repo) + "/statuses/" + pull.headSha));
    }

    private static ObjectNode href(String url) {
        return Json.object("href", url);
    }

    private static List<ObjectNode> people(Links links, Map<String, Account> people) {
        return people.values().stream()
                .map(account -> People.simple(links, account))
                .toList();
    }

    static String association(Repo repo, Account account) {
        if (repo.owner == account) {
            return "OWNER";
        }
        if (repo.owner.members.containsKey(account.login)) {
            return "MEMBER";
        }
        return repo.collaborators.containsKey(account.login) ? "COLLABORATOR" : "NONE";
    }
}
