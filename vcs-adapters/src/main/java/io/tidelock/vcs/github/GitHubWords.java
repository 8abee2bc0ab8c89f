package io.tidelock.vcs.github;

import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.port.host.Posted;
import io.tidelock.core.port.host.PullWriter;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.Reaction;
import io.tidelock.core.words.StatusState;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.io.IOException;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.github.GHCommitState;
import org.kohsuke.github.GHIssueComment;
import org.kohsuke.github.ReactionContent;

/**
 * Says things on GitHub: one request each, never repeated here. hub4j posts; edits and searches are our own, because hub4j
 * drops the time of an edit and fails on comments of deleted accounts.
 */
final class GitHubWords implements PullWriter {
    private static final int PAGE = 100;

    /** More comments than any host lets a conversation have. */
    private static final int MAX_PAGES = 200;

    /** GitHub's limit is 65,536 characters. Counted in UTF-16 units, of which there are never fewer than characters. */
    private static final int MAX_BODY = 65_536;

    private final GitHubApi api;
    private final Handles handles;
    private final Login login;
    private final Optional<GitHubChecks> checks;

    /** @param checks what says statuses as check runs; empty when they stay statuses */
    GitHubWords(GitHubApi api, Handles handles, Login login, Optional<GitHubChecks> checks) {
        this.checks = checks;
        this.api = api;
        this.handles = handles;
        this.login = login;
    }

    @Override
    public void status(CommitStatus status) {
        if (checks.isPresent()) {
            checks.get().set(status);
            return;
        }
        try {
            handles.repository(status.repo())
                    .createCommitStatus(
                            status.sha().hex(),
                            state(status.state()),
                            status.url().orElse(null),
                            StatusText.description(status.description()),
                            StatusText.context(status.context()));
        } catch (IOException e) {
            throw api.unreadable(
                    "POST", api.path(status.repo()) + "/statuses/" + status.sha(), "a status was expected");
        }
    }

    private static GHCommitState state(StatusState state) {
        return switch (state) {
            case PENDING -> GHCommitState.PENDING;
            case SUCCESS -> GHCommitState.SUCCESS;
            case FAILURE -> GHCommitState.FAILURE;
            case CANCELLED -> GHCommitState.ERROR; // GitHub's only other word that is final and not green
        };
    }

    @Override
    public Posted post(PullRef pull, String body) {
        checkLength(body);
        try {
            GHIssueComment made = handles.conversation(pull).comment(body);
            Date at = made.getUpdatedAt() == null ? made.getCreatedAt() : made.getUpdatedAt();
            if (made.getId() > 0 && at != null) {
                return new Posted(new CommentRef(pull, Long.toString(made.getId())), at.toInstant());
            }
        } catch (IOException e) {
            // the same as an answer without an id: it was taken, but what came of it is unknown
        }
        throw api.unreadable("POST", conversation(pull), "a comment was expected");
    }

    @Override
    public Posted edit(CommentRef comment, String body) {
        checkLength(body);
        String path = api.path(comment.pull().repo()) + "/issues/comments/" + Handles.id(comment);
        try {
            return posted(comment.pull(), api.patch(path, Map.of("body", body)));
        } catch (Malformed e) {
            throw api.unreadable("PATCH", path, e.what());
        }
    }

    /**
     * GitHub lists comments oldest first, so the first that fits is the one, and the rest is not fetched. A host may give smaller
     * pages than it is asked for, and then points to the next; one that gives the same page for ever is not followed.
     */
    @Override
    public Optional<Posted> find(PullRef pull, String marker) {
        String path = conversation(pull);
        String before = "";
        for (int page = 1; page <= MAX_PAGES; page++) {
            GitHubApi.Page found = api.page(path + "?per_page=" + PAGE + "&page=" + page);
            try {
                for (Tree comment : found.elements()) {
                    if (isOurs(comment)
                            && comment.at("body").optionalText().orElse("").contains(marker)) {
                        return Optional.of(posted(pull, comment));
                    }
                }
                String first = found.elements().isEmpty()
                        ? before
                        : found.elements().getFirst().at("id").node().asText();
                if (first.equals(before) || (found.elements().size() < PAGE && !found.pointsOn())) {
                    return Optional.empty();
                }
                before = first;
            } catch (Malformed e) {
                throw api.unreadable("GET", path, e.what());
            }
        }
        return Optional.empty();
    }

    /** Logins differ in case only by how they were typed. Not knowing our own, we trust the marker. */
    private boolean isOurs(Tree comment) {
        Optional<String> self = login.author();
        return self.isEmpty()
                || comment.at("user").at("login").optionalText().orElse("").equalsIgnoreCase(self.get());
    }

    @Override
    public void react(CommentRef comment, Reaction reaction) {
        try {
            handles.comment(comment)
                    .createReaction(
                            switch (reaction) {
                                case EYES -> ReactionContent.EYES;
                                case CONFUSED -> ReactionContent.CONFUSED;
                                case THUMBS_UP -> ReactionContent.PLUS_ONE;
                                case THUMBS_DOWN -> ReactionContent.MINUS_ONE;
                                case LAUGH -> ReactionContent.LAUGH;
                                case HOORAY -> ReactionContent.HOORAY;
                                case HEART -> ReactionContent.HEART;
                                case ROCKET -> ReactionContent.ROCKET;
                            });
        } catch (IOException e) {
            throw api.unreadable(
                    "POST",
                    api.path(comment.pull().repo()) + "/issues/comments/" + comment.id() + "/reactions",
                    "a reaction was expected");
        }
    }

    @Override
    public int maxBody() {
        return MAX_BODY;
    }

    private String conversation(PullRef pull) {
        return api.path(pull.repo()) + "/issues/" + pull.number() + "/comments";
    }

    private static Posted posted(PullRef pull, Tree comment) {
        Tree updated = comment.at("updated_at");
        return new Posted(
                new CommentRef(pull, Long.toString(comment.at("id").id())),
                (updated.isPresent() ? updated : comment.at("created_at")).instant());
    }

    private static void checkLength(String body) {
        if (body.isBlank() || body.length() > MAX_BODY) {
            throw new IllegalArgumentException(
                    "a comment of " + body.length() + " characters, expected 1 to " + MAX_BODY + ", not all blank");
        }
    }
}
