package io.tidelock.sandbox.forge;

import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Comment;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Reaction;
import io.tidelock.sandbox.model.Repo;
import io.tidelock.sandbox.model.Review;
import io.tidelock.sandbox.model.Team;
import io.tidelock.sandbox.model.World;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What people say: comments, reactions, reviews. */
public final class Talk {
    /** The longest body of a comment, in characters. */
    public static final int LONGEST_BODY = 65_536;

    /** The longest note of a GitLab project, in characters. */
    private static final int LONGEST_NOTE = 1_000_000;

    private final World world;
    private final Herald herald;

    Talk(World world, Herald herald) {
        this.world = world;
        this.herald = herald;
    }

    public Comment comment(Pull pull, Account author, String body) {
        return world.locked(() -> {
            check(pull.repo, body);
            if (pull.locked) {
                throw Refused.forbidden("Unable to create comment because issue is locked.");
            }
            Comment comment = new Comment(world.nextId(), pull.repo, pull.number, author, body, world.now());
            pull.repo.comments.put(comment.id, comment);
            pull.updatedAt = world.now();
            herald.comment(pull, comment, "created", author, Map.of());
            return comment;
        });
    }

    /** The comment with the id, or 404. */
    public Comment find(Repo repo, long id) {
        Comment comment = world.locked(() -> repo.comments.get(id));
        if (comment == null) {
            throw Refused.notFound();
        }
        return comment;
    }

    public void edit(Comment comment, String body, Account sender) {
        world.locked(() -> {
            check(comment.repo, body);
            String before = comment.body;
            comment.body = body;
            comment.edited = true;
            comment.updatedAt = world.now();
            Map<String, ?> changes = Map.of("changes", Map.of("body", Map.of("from", before)));
            herald.comment(pull(comment), comment, "edited", sender, changes);
        });
    }

    public void delete(Comment comment, Account sender) {
        world.locked(() -> {
            comment.repo.comments.remove(comment.id);
            herald.comment(pull(comment), comment, "deleted", sender, Map.of());
        });
    }

    /** Adds a reaction to a comment's or pull request's list; the same one again is the same one. */
    public Reaction react(List<Reaction> reactions, Account user, String content) {
        return world.locked(() -> {
            return reactions.stream()
                    .filter(reaction ->
                            reaction.user() == user && reaction.content().equals(content))
                    .findFirst()
                    .orElseGet(() -> {
                        Reaction reaction = new Reaction(world.nextId(), user, content, world.now());
                        reactions.add(reaction);
                        return reaction;
                    });
        });
    }

    /** Reviews; one that is not pending is told at once. */
    public Review review(Pull pull, Account author, Review.State state, String body) {
        return world.locked(() -> {
            if (author == pull.author && state == Review.State.APPROVED) {
                throw Refused.with(422, "Unprocessable Entity: Can not approve your own pull request");
            }
            if (author == pull.author && state == Review.State.CHANGES_REQUESTED) {
                throw Refused.with(422, "Unprocessable Entity: Can not request changes on your own pull request");
            }
            boolean needsBody = state == Review.State.CHANGES_REQUESTED || state == Review.State.COMMENTED;
            if (needsBody && body.isBlank()) {
                throw Refused.with(422, "Unprocessable Entity: Review body can't be blank");
            }
            Review review = new Review(world.nextId(), pull, author, pull.headSha, state, body);
            pull.reviews.add(review);
            if (state != Review.State.PENDING) {
                submit(review, state);
            }
            return review;
        });
    }

    /** Submits a pending review. */
    public void submit(Review review, Review.State state) {
        world.locked(() -> {
            review.state = state;
            review.submittedAt = world.now();
            review.pull.updatedAt = world.now();
            review.pull.requestedReviewers.remove(review.author.login);
            review.pull.requestedTeams.values().stream()
                    .filter(team -> team.includes(review.author.login))
                    .forEach(review.onBehalfOf::add);
            review.onBehalfOf.forEach(team -> review.pull.requestedTeams.remove(team.slug));
            herald.review(review, "submitted", review.author);
        });
    }

    /** Asks somebody for a review, or no longer. */
    public void request(Pull pull, Account reviewer, boolean wanted, Account sender) {
        world.locked(() -> {
            boolean changed = wanted
                    ? pull.requestedReviewers.put(reviewer.login, reviewer) == null
                    : pull.requestedReviewers.remove(reviewer.login) != null;
            told(pull, changed, wanted, sender, Map.of("requested_reviewer", reviewer));
        });
    }

    /** Asks a team for a review, or no longer. */
    public void request(Pull pull, Team team, boolean wanted, Account sender) {
        world.locked(() -> {
            boolean changed = wanted
                    ? pull.requestedTeams.put(team.slug, team) == null
                    : pull.requestedTeams.remove(team.slug) != null;
            told(pull, changed, wanted, sender, Map.of("requested_team", team));
        });
    }

    private void told(Pull pull, boolean changed, boolean wanted, Account sender, Map<String, ?> whom) {
        if (changed) {
            pull.updatedAt = world.now();
            herald.pull(pull, wanted ? "review_requested" : "review_request_removed", sender, whom);
        }
    }

    public void dismiss(Review review, Account sender) {
        world.locked(() -> {
            if (review.state != Review.State.APPROVED && review.state != Review.State.CHANGES_REQUESTED) {
                throw Refused.with(422, "Can not dismiss a commented pull request review");
            }
            review.state = Review.State.DISMISSED;
            review.pull.updatedAt = world.now();
            herald.review(review, "dismissed", sender);
        });
    }

    /** The pull request a comment belongs to. */
    public static Pull pull(Comment comment) {
        return Objects.requireNonNull(comment.repo.pulls.get(comment.number));
    }

    private static void check(Repo repo, String body) {
        int longest = repo.gitlab ? LONGEST_NOTE : LONGEST_BODY;
        if (body.isBlank()) {
            throw Refused.custom("IssueComment", "data", "Body cannot be blank");
        }
        if (body.codePointCount(0, body.length()) > longest) {
            throw Refused.custom("IssueComment", "data", "Body is too long (maximum is " + longest + " characters)");
        }
    }
}
