package io.tidelock.sandbox.graph;

import graphql.schema.DataFetchingEnvironment;
import io.tidelock.sandbox.forge.Forge;
import io.tidelock.sandbox.forge.Talk;
import io.tidelock.sandbox.git.Commit;
import io.tidelock.sandbox.git.FileChange;
import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.json.Links;
import io.tidelock.sandbox.json.NodeIds;
import io.tidelock.sandbox.json.PullJson;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Comment;
import io.tidelock.sandbox.model.Label;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;
import io.tidelock.sandbox.model.Review;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Pull requests, their reviews and comments. */
final class PullThings {
    private final Forge forge;
    private final Links links;
    private final PullJson json;
    private final ForgeThings things;

    PullThings(Forge forge, Links links, PullJson json, ForgeThings things) {
        this.forge = forge;
        this.links = links;
        this.json = json;
        this.things = things;
    }

    static String state(Pull pull) {
        return pull.isMerged() ? "MERGED" : pull.isOpen() ? "OPEN" : "CLOSED";
    }

    Thing pull(Pull pull) {
        Thing thing = new Thing("PullRequest")
                .with("id", NodeIds.of(NodeIds.PULL, pull.id))
                .with("databaseId", (int) pull.id)
                .with("fullDatabaseId", Long.toString(pull.id))
                .with("number", pull.number)
                .with("title", pull.title)
                .with("body", Objects.requireNonNullElse(pull.body, ""))
                .with("url", links.html(pull))
                .with("permalink", links.html(pull))
                .with("resourcePath", "/" + pull.repo.fullName() + "/pull/" + pull.number)
                .with("state", state(pull))
                .with("isDraft", pull.draft)
                .with("merged", pull.isMerged())
                .with("closed", !pull.isOpen())
                .with("locked", pull.locked)
                .with("isCrossRepository", pull.headRepo != pull.repo)
                .with("viewerCanReact", true)
                .with("viewerCanUpdate", true)
                .with("isInMergeQueue", false)
                .with("isMergeQueueEnabled", false)
                .with("viewerCanMergeAsAdmin", false)
                .with("createdAt", pull.createdAt.toString())
                .with("updatedAt", pull.updatedAt.toString())
                .with("closedAt", pull.closedAt == null ? null : pull.closedAt.toString())
                .with("mergedAt", pull.mergedAt == null ? null : pull.mergedAt.toString())
                .with("canBeRebased", pull.rebaseable)
                .with("headRefName", pull.headRef)
                .with("headRefOid", pull.headSha)
                .with("baseRefName", pull.baseRef)
                .with("baseRefOid", pull.baseSha)
                .later("author", () -> things.people.account(pull.author))
                .later("mergedBy", () -> person(pull.mergedBy))
                .later("repository", () -> things.repository(pull.repo))
                .later("baseRepository", () -> things.repository(pull.repo))
                .later("baseRef", () -> things.branch(pull.repo, pull.baseRef));
        return more(withLists(thing, pull), pull);
    }

    private Thing more(Thing thing, Pull pull) {
        Repo headRepo = pull.headRepo;
        Boolean mergeable = pull.isOpen() ? pull.mergeable : null;
        String commit = pull.mergeCommitSha;
        return thing.with("mergeable", mergeable == null ? "UNKNOWN" : mergeable ? "MERGEABLE" : "CONFLICTING")
                .later("mergeStateStatus", () -> CodeThings.upper(forge.gate.state(pull)))
                .later("headRepository", () -> headRepo == null ? null : things.repository(headRepo))
                .later("headRepositoryOwner", () -> headRepo == null ? null : things.people.account(headRepo.owner))
                .later("headRef", () -> headRepo == null ? null : things.branch(headRepo, pull.headRef))
                .later(
                        "mergeCommit",
                        () -> pull.isMerged() && commit != null ? things.code.commit(pull.repo, commit) : null)
                .later(
                        "potentialMergeCommit",
                        () -> pull.isOpen() && commit != null ? things.code.commit(pull.repo, commit) : null)
                .later("changedFiles", () -> json.files(pull).size())
                .later(
                        "additions",
                        () -> json.files(pull).stream()
                                .mapToInt(FileChange::additions)
                                .sum())
                .later(
                        "deletions",
                        () -> json.files(pull).stream()
                                .mapToInt(FileChange::deletions)
                                .sum())
                .later("reviewDecision", () -> forge.gate.reviewDecision(pull))
                .later("statusCheckRollup", () -> things.code.rollup(pull.repo, pull.headSha));
    }

    private Thing withLists(Thing thing, Pull pull) {
        return thing.asked("reviews", env -> {
                    List<String> states = env.getArgument("states");
                    String author = env.getArgument("author");
                    return Thing.page(
                            env,
                            pull.reviews.stream()
                                    .filter(review -> states == null || states.contains(review.state.name()))
                                    .filter(review -> author == null || author.equalsIgnoreCase(review.author.login))
                                    .toList(),
                            this::review);
                })
                .asked("latestReviews", env -> {
                    Map<Account, Review> latest = new LinkedHashMap<>();
                    pull.reviews.forEach(review -> latest.put(review.author, review));
                    return Thing.page(env, List.copyOf(latest.values()), this::review);
                })
                .asked("latestOpinionatedReviews", env -> {
                    boolean writers = Boolean.TRUE.equals(env.getArgument("writersOnly"));
                    return Thing.page(env, forge.gate.latestOpinionated(pull, writers), this::review);
                })
                .asked(
                        "reviewRequests",
                        env -> Thing.page(
                                env,
                                asked(pull),
                                reviewer -> new Thing("ReviewRequest")
                                        .with("asCodeOwner", false)
                                        .with("requestedReviewer", reviewer)))
                .asked(
                        "reviewThreads",
                        env -> Thing.page(
                                env,
                                IntStream.range(0, pull.threads.size()).boxed().toList(),
                                place -> new Thing("PullRequestReviewThread")
                                        .with("id", NodeIds.of("PRRT", pull.id + ":" + place))
                                        .with("path", "")
                                        .with("isOutdated", false)
                                        .with("isResolved", pull.threads.get(place))))
                .asked("commits", env -> commits(pull, env))
                .asked("files", env -> Thing.page(env, json.files(pull), PullThings::file))
                .asked("comments", env -> Thing.page(env, pull.repo.commentsOf(pull.number), this::comment))
                .asked("labels", env -> {
                    List<Label> labels = pull.labels.stream()
                            .map(pull.repo.labels::get)
                            .filter(Objects::nonNull)
                            .toList();
                    return Thing.page(
                            env,
                            labels,
                            label -> new Thing("Label")
                                    .with("id", NodeIds.of(NodeIds.LABEL, label.id()))
                                    .with("name", label.name())
                                    .with("color", label.color())
                                    .with("description", label.description()));
                });
    }

    private List<Thing> asked(Pull pull) {
        return Stream.concat(
                        pull.requestedReviewers.values().stream().map(things.people::account),
                        pull.requestedTeams.values().stream().map(things.people::team))
                .toList();
    }

    private Thing commits(Pull pull, DataFetchingEnvironment env) {
        String base = json.mergeBase(pull);
        List<Commit> commits = base == null ? List.of() : new History(forge.git(pull.repo)).between(base, pull.headSha);
        return Thing.page(
                env,
                commits,
                commit -> new Thing("PullRequestCommit")
                        .with("id", NodeIds.of("PURC", pull.id + ":" + commit.sha()))
                        .with("url", links.html(pull) + "/commits/" + commit.sha())
                        .later("commit", () -> things.code.commit(pull.repo, commit.sha()))
                        .later("pullRequest", () -> pull(pull)));
    }

    private static Thing file(FileChange file) {
        String status = file.status().equals("removed") ? "DELETED" : CodeThings.upper(file.status());
        return new Thing("PullRequestChangedFile")
                .with("path", file.path())
                .with("additions", file.additions())
                .with("deletions", file.deletions())
                .with("changeType", status);
    }

    Thing review(Review review) {
        String submitted = review.submittedAt == null ? null : review.submittedAt.toString();
        return new Thing("PullRequestReview")
                .with("id", NodeIds.of(NodeIds.REVIEW, review.id))
                .with("databaseId", (int) review.id)
                .with("state", review.state.name())
                .with("body", review.body)
                .with("submittedAt", submitted)
                .with("createdAt", submitted == null ? review.pull.createdAt.toString() : submitted)
                .with("updatedAt", submitted == null ? review.pull.createdAt.toString() : submitted)
                .with("url", links.html(review.pull) + "#pullrequestreview-" + review.id)
                .with(
                        "authorCanPushToRepository",
                        forge.world.permission(review.pull.repo, review.author).allows(Permission.WRITE))
                .later("author", () -> things.people.account(review.author))
                .later("commit", () -> things.code.commit(review.pull.repo, review.commitSha))
                .later("repository", () -> things.repository(review.pull.repo))
                .asked("onBehalfOf", env -> Thing.page(env, review.onBehalfOf, things.people::team))
                .later("pullRequest", () -> pull(review.pull));
    }

    Thing comment(Comment comment) {
        Pull pull = Talk.pull(comment);
        String reason = comment.minimizedReason;
        return new Thing("IssueComment")
                .with("id", NodeIds.of(NodeIds.COMMENT, comment.id))
                .with("databaseId", (int) comment.id)
                .with("fullDatabaseId", Long.toString(comment.id))
                .with("body", comment.body)
                .with("createdAt", comment.createdAt.toString())
                .with("updatedAt", comment.updatedAt.toString())
                .with("lastEditedAt", comment.edited ? comment.updatedAt.toString() : null)
                .with("url", links.html(pull) + "#issuecomment-" + comment.id)
                .with("isMinimized", reason != null)
                .with(
                        "minimizedReason",
                        reason == null
                                ? null
                                : reason.toLowerCase(java.util.Locale.ROOT).replace('_', '-'))
                .with("viewerCanMinimize", true)
                .with("viewerCanReact", true)
                .with("viewerDidAuthor", false)
                .later("author", () -> things.people.account(comment.author))
                .later("pullRequest", () -> pull(pull))
                .later("repository", () -> things.repository(comment.repo));
    }

    @Nullable
    Thing person(@Nullable Account account) {
        return account == null ? null : things.people.account(account);
    }
}
