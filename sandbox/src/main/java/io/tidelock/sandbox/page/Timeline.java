package io.tidelock.sandbox.page;

import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Comment;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Reaction;
import io.tidelock.sandbox.model.Review;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was said and done, in order. */
final class Timeline {
    private static final Map<String, String> FACES = Map.of(
            "+1",
            "👍",
            "-1",
            "👎",
            "laugh",
            "😄",
            "hooray",
            "🎉",
            "confused",
            "😕",
            "heart",
            "❤️",
            "rocket",
            "🚀",
            "eyes",
            "👀");

    private record Item(Instant at, long id, String html) {}

    private Timeline() {}

    static String html(Look look, Pull pull) {
        List<Item> items = new ArrayList<>();
        for (Comment comment : pull.repo.commentsOf(pull.number)) {
            items.add(new Item(comment.createdAt, comment.id, comment(look, pull, comment)));
        }
        for (Review review : pull.reviews) {
            Instant at = review.submittedAt;
            if (at != null) {
                items.add(new Item(at, review.id, review(look, review)));
            }
        }
        items.sort(Comparator.comparing(Item::at).thenComparing(Item::id));
        StringBuilder html = new StringBuilder(opening(look, pull));
        items.forEach(item -> html.append(item.html()));
        Account mergedBy = pull.mergedBy;
        Instant closed = pull.closedAt;
        if (mergedBy != null && closed != null) {
            String sha = pull.mergeCommitSha == null ? "" : pull.mergeCommitSha.substring(0, 8);
            html.append(event(
                    "done",
                    "⇢",
                    "<b>" + Html.escape(mergedBy.login) + "</b> merged commit <span class=\"mono\">" + sha
                            + "</span> into " + Look.branch(pull.baseRef) + " " + look.ago(closed)));
        } else if (closed != null) {
            html.append(event("bad", "✕", "closed without merging " + look.ago(closed)));
        }
        return html.toString();
    }

    private static String opening(Look look, Pull pull) {
        String body = pull.body == null || pull.body.isBlank()
                ? "<em style=\"color:var(--muted)\">No description.</em>"
                : Markdown.html(pull.body);
        return card(
                pull.author,
                "opened this " + look.ago(pull.createdAt),
                "<span class=\"tag\">author</span>",
                "",
                body,
                pull.reactions,
                null);
    }

    private static String comment(Look look, Pull pull, Comment comment) {
        String tags = (comment.author == pull.author ? "<span class=\"tag\">author</span>" : "")
                + (comment.author.kind == Account.Kind.BOT ? "<span class=\"tag\">bot</span>" : "");
        String edited = comment.edited ? " · edited" : "";
        return card(
                comment.author,
                "commented " + look.ago(comment.createdAt) + edited,
                tags,
                "issuecomment-" + comment.id,
                Markdown.html(comment.body),
                comment.reactions,
                comment.minimizedReason);
    }

    private static String card(
            Account author,
            String did,
            String tags,
            String anchor,
            String body,
            List<Reaction> reactions,
            @Nullable String hidden) {
        String whole = "<div class=\"body\"><div class=\"md\">" + body + "</div>" + reactions(reactions) + "</div>";
        String inside = hidden == null
                ? whole
                : "<details class=\"hidden\"><summary>This comment was marked as "
                        + Html.escape(hidden.toLowerCase(Locale.ROOT).replace('_', ' ')) + ".</summary>" + whole
                        + "</details>";
        return "<div class=\"line\"" + (anchor.isEmpty() ? "" : " id=\"" + anchor + "\"") + ">" + Look.face(author)
                + "<article class=\"card\"><header><b>" + Html.escape(author.login) + "</b><span>" + did
                + "</span><span class=\"push\"></span>" + tags + "</header>" + inside + "</article></div>";
    }

    private static String reactions(List<Reaction> reactions) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        reactions.forEach(reaction -> counts.merge(reaction.content(), 1, Integer::sum));
        StringBuilder html = new StringBuilder();
        counts.forEach((content, count) -> html.append("<span class=\"react\">")
                .append(FACES.getOrDefault(content, content))
                .append("<span>")
                .append(count)
                .append("</span></span>"));
        return html.toString();
    }

    private static String review(Look look, Review review) {
        String who = "<b>" + Html.escape(review.author.login) + "</b> ";
        String when = " " + look.ago(review.submittedAt == null ? look.now() : review.submittedAt);
        String line = switch (review.state) {
            case APPROVED -> event("good", "✓", who + "approved these changes" + when);
            case CHANGES_REQUESTED -> event("bad", "±", who + "requested changes" + when);
            case DISMISSED -> event("", "–", who + "reviewed; the review was dismissed" + when);
            default -> event("", "◉", who + "reviewed" + when);
        };
        return review.body.isBlank()
                ? line
                : line + "<div class=\"line\"><span></span><article class=\"card\"><div class=\"body md\">"
                        + Markdown.html(review.body) + "</div></article></div>";
    }

    private static String event(String kind, String mark, String html) {
        return "<div class=\"event\"><span class=\"mark " + kind + "\">" + mark + "</span><span>" + html
                + "</span></div>";
    }
}
