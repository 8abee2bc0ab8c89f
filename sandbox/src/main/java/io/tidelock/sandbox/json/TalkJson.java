package io.tidelock.sandbox.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.forge.Talk;
import io.tidelock.sandbox.model.Comment;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Reaction;
import io.tidelock.sandbox.model.Review;
import java.util.List;

/** Comments, reviews and reactions. */
public final class TalkJson {
    private TalkJson() {}

    public static ObjectNode comment(Links links, Comment comment) {
        Pull pull = Talk.pull(comment);
        String url = links.api(comment.repo) + "/issues/comments/" + comment.id;
        return Json.object(
                "url",
                url,
                "html_url",
                links.html(pull) + "#issuecomment-" + comment.id,
                "issue_url",
                links.issue(pull),
                "id",
                comment.id,
                "node_id",
                NodeIds.of(NodeIds.COMMENT, comment.id),
                "user",
                People.simple(links, comment.author),
                "created_at",
                comment.createdAt,
                "updated_at",
                comment.updatedAt,
                "author_association",
                PullJson.association(comment.repo, comment.author),
                "body",
                comment.body,
                "reactions",
                summary(url, comment.reactions),
                "performed_via_github_app",
                null);
    }

    public static ObjectNode reaction(Links links, Reaction reaction) {
        return Json.object(
                "id", reaction.id(),
                "node_id", NodeIds.of(NodeIds.REACTION, reaction.id()),
                "user", People.simple(links, reaction.user()),
                "content", reaction.content(),
                "created_at", reaction.createdAt());
    }

    /** As in REST, where the state is in capitals. */
    public static ObjectNode review(Links links, Review review) {
        Pull pull = review.pull;
        ObjectNode json = Json.object(
                "id", review.id,
                "node_id", NodeIds.of(NodeIds.REVIEW, review.id),
                "user", People.simple(links, review.author),
                "body", review.body,
                "state", review.state.name(),
                "html_url", links.html(pull) + "#pullrequestreview-" + review.id,
                "pull_request_url", links.api(pull),
                "author_association", PullJson.association(pull.repo, review.author),
                "_links",
                        Json.object(
                                "html", Json.object("href", links.html(pull) + "#pullrequestreview-" + review.id),
                                "pull_request", Json.object("href", links.api(pull))));
        if (review.submittedAt != null) {
            Json.add(json, "submitted_at", review.submittedAt);
        }
        return json.put("commit_id", review.commitSha);
    }

    /** How often each reaction was given. */
    static ObjectNode summary(String url, List<Reaction> reactions) {
        ObjectNode json = Json.object("url", url + "/reactions", "total_count", reactions.size());
        for (String content : Reaction.CONTENTS) {
            json.put(
                    content,
                    reactions.stream().filter(r -> r.content().equals(content)).count());
        }
        return json;
    }
}
