package io.tidelock.vcs.github;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.event.Event;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Sieve;
import io.tidelock.vcs.json.Tree;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a payload says, in the language of core. Throws {@link Malformed}; what it does not know is uninteresting. */
final class GitHubEvents {
    /**
     * All that is asked for below and in {@link PullShape}. Of the texts that people write at length, only the comment's own is read.
     */
    static final Sieve PAYLOAD = new Sieve(
            Set.of(
                    "action",
                    "after",
                    "base",
                    "app",
                    "base_sha",
                    "check_run",
                    "client_id",
                    "completed_at",
                    "pull_requests",
                    "updated_at",
                    "changes",
                    "check_suite",
                    "clone_url",
                    "comment",
                    "context",
                    "created_at",
                    "deleted",
                    "draft",
                    "full_name",
                    "head",
                    "head_ref",
                    "head_sha",
                    "html_url",
                    "id",
                    "issue",
                    "labels",
                    "login",
                    "merge_commit_sha",
                    "merge_group",
                    "mergeable",
                    "merged",
                    "merged_at",
                    "merged_by",
                    "name",
                    "number",
                    "pull_request",
                    "ref",
                    "repo",
                    "repository",
                    "sender",
                    "sha",
                    "state",
                    "title",
                    "type",
                    "user"),
            Map.of("body", "comment"));

    private static final String BRANCHES = "refs/heads/";

    /** The end of {@code refs/heads/gh-readonly-queue/BRANCH/pr-NUMBER-COMMIT}. */
    private static final Pattern QUEUE = Pattern.compile("/pr-([1-9][0-9]{0,8})-[0-9a-f]{40,64}$");

    private final String host;
    private final Optional<String> app;

    GitHubEvents(String host, Optional<String> app) {
        this.app = app;
        this.host = host;
    }

    Event event(String kind, Tree body) {
        return switch (kind) {
            case "pull_request" -> pullRequest(body);
            case "issue_comment" -> comment(body);
            case "push" -> push(body);
            case "merge_group" -> mergeGroup(body);
            case "pull_request_review" -> hint(body, it -> review(it, Set.of("submitted", "dismissed")));
            case "pull_request_review_thread" -> hint(body, it -> review(it, Set.of("resolved", "unresolved")));
            case "status" -> hint(body, this::status);
            case "check_suite" -> hint(body, this::suite);
            case "check_run" -> hint(body, this::run);
            case "ping" -> nothing(body, "a ping: the webhook is set up");
            default -> nothing(body, "events of kind " + GitHubWebhooks.word(kind) + " are not read");
        };
    }

    private Event pullRequest(Tree body) {
        String action = body.at("action").text();
        return switch (action) {
            case "opened" -> changed(body, Event.Change.OPENED);
            case "synchronize" -> changed(body, Event.Change.PUSHED);
            case "reopened" -> changed(body, Event.Change.REOPENED);
            case "ready_for_review" -> changed(body, Event.Change.READY);
            case "edited" ->
                body.at("changes").at("base").isPresent()
                        ? changed(body, Event.Change.RETARGETED)
                        : nothing(body, "a pull request was edited, but not its base branch");
            case "closed" -> closed(body);
            case "converted_to_draft" -> reviewed(body);
            default -> nothing(body, "pull_request." + GitHubWebhooks.word(action) + " changes no plan");
        };
    }

    private Event reviewed(Tree body) {
        return new Event.Reviewed(PullShape.pull(host, body.at("pull_request")).ref());
    }

    private Event changed(Tree body, Event.Change change) {
        PullRequest pull = PullShape.pull(host, body.at("pull_request"));
        if (!pull.open()) {
            return nothing(body, "a pull request changed that is not open");
        }
        return new Event.PullChanged(pull, change, sender(body));
    }

    private Event closed(Tree body) {
        Tree tree = body.at("pull_request");
        PullRequest pull = PullShape.pull(host, tree);
        if (pull.open()) {
            throw tree.at("state").expected("closed, although the action is");
        }
        return new Event.PullClosed(pull, sender(body));
    }

    private Event comment(Tree body) {
        String action = body.at("action").text();
        if (!action.equals("created")) {
            return nothing(body, "a comment was " + GitHubWebhooks.word(action) + "; only new comments are read");
        }
        Tree issue = body.at("issue").object();
        if (!issue.at("pull_request").isPresent()) {
            return nothing(body, "a comment on an issue, not on a pull request");
        }
        RepoRef repo = PullShape.repo(host, body.at("repository").object());
        PullRef pull = new PullRef(repo, PullShape.number(issue.at("number")));
        Tree comment = body.at("comment").object();
        return new Event.Commented(
                new CommentRef(pull, Long.toString(comment.at("id").id())),
                PullShape.actor(comment.at("user")),
                comment.at("created_at").instant(),
                comment.at("body").optionalText().orElse(""));
    }

    /** Such an event is a hint and no more: one that cannot be read is not worth refusing. */
    private Event hint(Tree body, Function<Tree, Event> reading) {
        try {
            return reading.apply(body);
        } catch (Malformed strange) {
            return nothing(body, "a hint that cannot be read: " + strange.what());
        }
    }

    private Event review(Tree body, Set<String> actions) {
        String action = body.at("action").text();
        if (!actions.contains(action)) {
            return nothing(body, "a review was " + GitHubWebhooks.word(action) + ", which changes no verdict");
        }
        RepoRef repo = PullShape.repo(host, body.at("repository").object());
        return new Event.Reviewed(new PullRef(
                repo, PullShape.number(body.at("pull_request").object().at("number"))));
    }

    /** Somebody's: also our own ones come back. */
    private Event status(Tree body) {
        if (body.at("state").text().equals("pending")) {
            return nothing(body, "a status that is pending lets nobody go on");
        }
        return new Event.Checked(
                PullShape.repo(host, body.at("repository").object()),
                PullShape.sha(body.at("sha")),
                body.at("context").optionalText());
    }

    /** GitHub lets those press the button who may write, and tells nobody but the App whose checks they are. */
    private Event run(Tree body) {
        Tree run = body.at("check_run").object();
        return body.at("action").text().equals("rerequested")
                ? wished(body, run, run.at("check_suite"))
                : nothing(body, "a check run that nobody wants again");
    }

    /** Several checks of a suite are asked for again one by one; the plans are made once. */
    private Event wished(Tree body, Tree asked, Tree suite) {
        Optional<Tree> pull = asked.at("pull_requests").isPresent()
                ? asked.at("pull_requests").elements().stream().findFirst()
                : Optional.empty();
        if (pull.isEmpty()) {
            return nothing(body, "checks are wanted again that GitHub names no pull request for, as of forks");
        }
        PullRef ref = new PullRef(
                PullShape.repo(host, body.at("repository").object()),
                PullShape.number(pull.get().at("number")));
        Instant at = (suite.at("updated_at").isPresent() ? suite.at("updated_at") : asked.at("completed_at")).instant();
        return new Event.Wished(
                CommentRef.button(ref, suite.at("id").id() + "." + at.getEpochSecond()), sender(body), at);
    }

    private boolean isOurs(Tree suite) {
        Tree maker = suite.at("app");
        return maker.isPresent()
                && app.filter(us -> maker.at("id").node().asText().equals(us)
                                || maker.at("client_id").optionalText().equals(Optional.of(us)))
                        .isPresent();
    }

    private Event suite(Tree body) {
        String action = body.at("action").text();
        Tree made = body.at("check_suite").object();
        if (action.equals("rerequested")) {
            return wished(body, made, made);
        }
        if (isOurs(made)) {
            return nothing(body, "checks of our own");
        }
        if (!action.equals("completed")) {
            return nothing(body, "check_suite." + GitHubWebhooks.word(action) + " lets nobody go on");
        }
        return new Event.Checked(
                PullShape.repo(host, body.at("repository").object()),
                PullShape.sha(body.at("check_suite").object().at("head_sha")),
                Optional.empty());
    }

    private Event push(Tree body) {
        String ref = body.at("ref").text();
        if (!ref.startsWith(BRANCHES) || ref.length() == BRANCHES.length()) {
            return nothing(body, ref.startsWith("refs/tags/") ? "a tag moved, not a branch" : "no branch moved");
        }
        if (body.at("deleted").isTrue()) {
            return nothing(body, "a branch was deleted");
        }
        return new Event.BranchPushed(
                PullShape.repo(host, body.at("repository").object()),
                ref.substring(BRANCHES.length()),
                PullShape.sha(body.at("after")));
    }

    /** A group may hold several pull requests; its branch is named after the last, and its commits tell the others. */
    private Event mergeGroup(Tree body) {
        String action = body.at("action").text();
        if (!action.equals("checks_requested")) {
            return nothing(body, "merge_group." + GitHubWebhooks.word(action) + " asks for no status");
        }
        Tree group = body.at("merge_group").object();
        Matcher queue = QUEUE.matcher(group.at("head_ref").text());
        if (!queue.find()) {
            return nothing(body, "a merge group whose branch names no pull request");
        }
        PullRef pull =
                new PullRef(PullShape.repo(host, body.at("repository").object()), Integer.parseInt(queue.group(1)));
        Optional<CommitSha> base =
                group.at("base_sha").isPresent() ? Optional.of(PullShape.sha(group.at("base_sha"))) : Optional.empty();
        return new Event.Queued(pull, PullShape.sha(group.at("head_sha")), base);
    }

    private Event nothing(Tree body, String reason) {
        Optional<RepoRef> repo;
        try {
            Tree repository = body.at("repository");
            repo = repository.isPresent() ? Optional.of(PullShape.repo(host, repository)) : Optional.empty();
        } catch (Malformed e) {
            repo = Optional.empty(); // not worth refusing what is ignored anyway
        }
        return new Event.Uninteresting(repo, reason);
    }

    private static Actor sender(Tree body) {
        return PullShape.actor(body.at("sender"));
    }
}
