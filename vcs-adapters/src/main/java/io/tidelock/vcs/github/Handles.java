package io.tidelock.vcs.github;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import java.io.IOException;
import java.io.StringReader;
import org.kohsuke.github.GHEventPayload;
import org.kohsuke.github.GHIssue;
import org.kohsuke.github.GHIssueComment;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubAbuseLimitHandler;
import org.kohsuke.github.GitHubBuilder;
import org.kohsuke.github.GitHubRateLimitHandler;

/**
 * hub4j's objects for things whose names we know. hub4j would fetch a repository before it posts a status there, and an issue
 * before it comments; here both are read from a payload that we write ourselves, so that a port method is one request.
 */
final class Handles {
    private final GitHubApi api;
    private final GitHub hub;

    Handles(GitHubApi api) {
        this.api = api;
        try {
            this.hub = new GitHubBuilder()
                    .withEndpoint(api.root().toString())
                    .withConnector(api)
                    // the connector shows what holds for the repository; this only keeps hub4j from asking who we are
                    .withAuthorizationProvider(() -> "Bearer unused")
                    // never reached, because the connector throws before; WAIT would hold a thread for up to an hour
                    .withRateLimitHandler(GitHubRateLimitHandler.FAIL)
                    .withAbuseLimitHandler(GitHubAbuseLimitHandler.FAIL)
                    .build();
        } catch (IOException e) {
            throw new IllegalStateException("hub4j asks nothing when it is built with an authorization", e);
        }
    }

    GHRepository repository(RepoRef repo) {
        return payload(repo, 1, 1).getRepository();
    }

    /** A pull request's conversation, which GitHub calls an issue. */
    GHIssue conversation(PullRef pull) {
        return payload(pull.repo(), pull.number(), 1).getIssue();
    }

    GHIssueComment comment(CommentRef comment) {
        return payload(comment.pull().repo(), comment.pull().number(), id(comment))
                .getComment();
    }

    /** Our own comment ids are numbers; anything else is a bug of the caller. */
    static long id(CommentRef comment) {
        try {
            return Long.parseLong(comment.id());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not the id of a comment on GitHub: '" + comment.id() + "'", e);
        }
    }

    private GHEventPayload.IssueComment payload(RepoRef repo, int number, long comment) {
        String path = api.path(repo);
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        ObjectNode repository = payload.putObject("repository");
        repository.put("name", repo.name()).put("full_name", repo.path()).put("url", api.root() + path);
        repository.putObject("owner").put("login", repo.owner());
        payload.putObject("issue").put("number", number).put("url", api.root() + path + "/issues/" + number);
        payload.putObject("comment").put("id", comment);
        try {
            return hub.parseEventPayload(new StringReader(payload.toString()), GHEventPayload.IssueComment.class);
        } catch (IOException e) {
            throw new IllegalStateException("hub4j cannot read a payload of our own", e);
        }
    }
}
