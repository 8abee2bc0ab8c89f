package io.tidelock.sandbox.graph;

import graphql.schema.DataFetchingEnvironment;
import io.tidelock.sandbox.forge.Forge;
import io.tidelock.sandbox.forge.Merging;
import io.tidelock.sandbox.forge.Refused;
import io.tidelock.sandbox.json.NodeIds;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Comment;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Reaction;
import io.tidelock.sandbox.model.Review;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The changes that GraphQL can make. */
final class Mutations {
    private final Forge forge;
    private final ForgeThings things;
    private final Nodes nodes;
    private final Account account;

    Mutations(Forge forge, ForgeThings things, Nodes nodes, Account account) {
        this.forge = forge;
        this.things = things;
        this.nodes = nodes;
        this.account = account;
    }

    Thing addTo(Thing root) {
        return root.asked("addComment", this::addComment)
                .asked("updateIssueComment", this::updateComment)
                .asked("deleteIssueComment", env -> {
                    forge.talk.delete(own(nodes.comment(text(env, "id"))), account);
                    return payload(env);
                })
                .asked("minimizeComment", env -> {
                    Comment comment = minimizable(env);
                    comment.minimizedReason = text(env, "classifier");
                    return payload(env).with("minimizedComment", things.pulls.comment(comment));
                })
                .asked("unminimizeComment", env -> {
                    Comment comment = minimizable(env);
                    comment.minimizedReason = null;
                    return payload(env).with("unminimizedComment", things.pulls.comment(comment));
                })
                .asked("addReaction", this::addReaction)
                .asked("dismissPullRequestReview", env -> {
                    Review review = nodes.review(text(env, "pullRequestReviewId"));
                    forge.accounts.demand(review.pull.repo, account, Permission.WRITE);
                    forge.talk.dismiss(review, account);
                    return payload(env).with("pullRequestReview", things.pulls.review(review));
                })
                .asked("mergePullRequest", this::merge)
                .asked("closePullRequest", env -> changed(env, forge.pulls::close))
                .asked("reopenPullRequest", env -> changed(env, forge.pulls::reopen))
                .asked(
                        "markPullRequestReadyForReview",
                        env -> changed(env, (pull, who) -> forge.pulls.setDraft(pull, false, who)))
                .asked(
                        "convertPullRequestToDraft",
                        env -> changed(env, (pull, who) -> forge.pulls.setDraft(pull, true, who)));
    }

    private Thing addComment(DataFetchingEnvironment env) {
        Pull pull = nodes.pull(text(env, "subjectId"));
        Comment comment = forge.talk.comment(pull, account, text(env, "body"));
        Thing edge = new Thing("IssueCommentEdge")
                .with("cursor", Long.toString(comment.id))
                .with("node", things.pulls.comment(comment));
        return payload(env).with("commentEdge", edge).with("subject", things.pulls.pull(pull));
    }

    private Thing updateComment(DataFetchingEnvironment env) {
        Comment comment = own(nodes.comment(text(env, "id")));
        forge.talk.edit(comment, text(env, "body"), account);
        return payload(env).with("issueComment", things.pulls.comment(comment));
    }

    private Comment own(Comment comment) {
        if (comment.author != account) {
            forge.accounts.demand(comment.repo, account, Permission.WRITE);
        }
        return comment;
    }

    private Comment minimizable(DataFetchingEnvironment env) {
        return own(nodes.comment(text(env, "subjectId")));
    }

    private Thing addReaction(DataFetchingEnvironment env) {
        String id = text(env, "subjectId");
        boolean toComment = NodeIds.kind(id).equals(NodeIds.COMMENT);
        List<Reaction> reactions = toComment ? nodes.comment(id).reactions : nodes.pull(id).reactions;
        String content = text(env, "content");
        String plain = switch (content) {
            case "THUMBS_UP" -> "+1";
            case "THUMBS_DOWN" -> "-1";
            default -> content.toLowerCase(Locale.ROOT);
        };
        Reaction reaction = forge.talk.react(reactions, account, plain);
        Thing drawn = new Thing("Reaction")
                .with("id", NodeIds.of(NodeIds.REACTION, reaction.id()))
                .with("databaseId", (int) reaction.id())
                .with("content", content)
                .with("createdAt", reaction.createdAt().toString())
                .with("user", things.people.account(account));
        return payload(env).with("reaction", drawn).with("subject", nodes.any(id, things));
    }

    private Thing merge(DataFetchingEnvironment env) {
        Pull pull = nodes.pull(text(env, "pullRequestId"));
        forge.accounts.demand(pull.repo, account, Permission.WRITE);
        String method = Objects.requireNonNullElse(optional(env, "mergeMethod"), "MERGE");
        forge.merging.merge(
                pull,
                new Merging.Order(
                        method.toLowerCase(Locale.ROOT),
                        optional(env, "commitHeadline"),
                        optional(env, "commitBody"),
                        optional(env, "expectedHeadOid")),
                account);
        return payload(env).with("actor", things.people.account(account)).with("pullRequest", things.pulls.pull(pull));
    }

    private Thing changed(DataFetchingEnvironment env, BiConsumer<Pull, Account> change) {
        Pull pull = nodes.pull(text(env, "pullRequestId"));
        if (pull.author != account) {
            forge.accounts.demand(pull.repo, account, Permission.WRITE);
        }
        change.accept(pull, account);
        return payload(env).with("pullRequest", things.pulls.pull(pull));
    }

    private static Thing payload(DataFetchingEnvironment env) {
        return new Thing("Payload").with("clientMutationId", optional(env, "clientMutationId"));
    }

    private static String text(DataFetchingEnvironment env, String field) {
        String text = optional(env, field);
        if (text == null) {
            throw Refused.with(422, field + " is missing");
        }
        return text;
    }

    private static @Nullable String optional(DataFetchingEnvironment env, String field) {
        Map<String, Object> input = env.getArgument("input");
        Object value = input == null ? null : input.get(field);
        return value == null ? null : value.toString();
    }
}
