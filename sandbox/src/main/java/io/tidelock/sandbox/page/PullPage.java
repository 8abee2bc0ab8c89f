package io.tidelock.sandbox.page;

import io.tidelock.sandbox.git.Commit;
import io.tidelock.sandbox.git.FileChange;
import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.json.PullJson;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Hook;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Review;
import java.util.List;

/** A pull request: its conversation, its commits, its changed files. */
final class PullPage {
    private final PullJson json;

    PullPage(PullJson json) {
        this.json = json;
    }

    String conversation(Look look, Pull pull) {
        return top(look, pull, "") + "<div class=\"two\"><div>" + Timeline.html(look, pull) + MergeBox.html(look, pull)
                + "</div>" + aside(look, pull) + "</div>";
    }

    /** The box to comment in; kept apart from what is refreshed while somebody types. */
    static String commentBox(Look look, Pull pull) {
        String close = pull.isOpen()
                ? "<button class=\"stop\" name=\"action\" value=\"close\">Close " + Look.kind(pull.repo) + "</button>"
                : pull.isMerged()
                        ? ""
                        : "<button name=\"action\" value=\"reopen\">Reopen " + Look.kind(pull.repo) + "</button>";
        String review = pull.isOpen()
                ? "<button name=\"action\" value=\"approve\">Approve</button>"
                        + "<button name=\"action\" value=\"changes\">Request changes</button>"
                : "";
        return """
                <div class="two"><div class="line">%s<form class="card" method="post" action="%s">
                <header><b>Add a comment</b></header><div class="body">%s
                <textarea name="body" placeholder="Say something, or give a command…" aria-label="Comment"></textarea>
                <div class="acts">%s<span class="push"></span>%s%s
                <button class="go" name="action" value="comment">Comment</button></div></div></form></div><div></div></div>""".formatted(
                        Look.face(look.visitor().acting()),
                        Html.escape(address(pull)),
                        look.visitor().field(),
                        look.visitor().choice(),
                        close,
                        review);
    }

    String commits(Look look, Pull pull) {
        StringBuilder html =
                new StringBuilder(top(look, pull, "commits")).append("<div class=\"card\"><ul class=\"rows\">");
        for (Commit commit : commitsOf(look, pull)) {
            html.append("<li><div class=\"grow\"><span class=\"name\">").append(Html.escape(commit.headline()));
            html.append("</span><small>")
                    .append(Html.escape(commit.author().name()))
                    .append(" committed ");
            html.append(look.ago(commit.author().when())).append("</small></div><span class=\"mono\">");
            html.append(Html.link(
                    "/" + pull.repo.fullName() + "/commit/" + commit.sha(),
                    commit.sha().substring(0, 8)));
            html.append("</span></li>");
        }
        return html.append("</ul></div>").toString();
    }

    String files(Look look, Pull pull) {
        return top(look, pull, "files") + DiffView.html(json.files(pull));
    }

    static String address(Pull pull) {
        String middle = pull.repo.gitlab ? "/-/merge_requests/" : "/pull/";
        return "/" + pull.repo.fullName() + middle + pull.number;
    }

    private List<Commit> commitsOf(Look look, Pull pull) {
        String base = json.mergeBase(pull);
        return base == null ? List.of() : new History(look.forge().git(pull.repo)).between(base, pull.headSha);
    }

    private String top(Look look, Pull pull, String tab) {
        List<FileChange> files = json.files(pull);
        int commits = commitsOf(look, pull).size();
        int additions = files.stream().mapToInt(FileChange::additions).sum();
        int deletions = files.stream().mapToInt(FileChange::deletions).sum();
        String what = commits == 1 ? "1 commit" : commits + " commits";
        Account mergedBy = pull.mergedBy;
        Account doer = mergedBy == null ? pull.author : mergedBy;
        StringBuilder html = new StringBuilder("<h1>").append(Html.escape(pull.title));
        html.append(" <span class=\"num\">").append(Look.number(pull)).append("</span></h1><p class=\"sub\">");
        html.append(Look.state(pull))
                .append("<span><b>")
                .append(Html.escape(doer.login))
                .append("</b> ");
        html.append(pull.isMerged() ? "merged " + what : "wants to merge " + what)
                .append(" into</span>");
        html.append(Look.branch(pull.baseRef))
                .append("<span>from</span>")
                .append(Look.branch(
                        pull.headRepo == pull.repo ? pull.headRef : pull.headLabelOwner + ":" + pull.headRef));
        html.append("<span class=\"push\">")
                .append(DiffView.stat(additions, deletions))
                .append("</span></p>");
        html.append("<div class=\"tabs\">");
        int talk = pull.repo.commentsOf(pull.number).size();
        ListPages.tab(html, address(pull), "Conversation", talk, tab.isEmpty());
        ListPages.tab(html, address(pull) + "/commits", "Commits", commits, tab.equals("commits"));
        ListPages.tab(html, address(pull) + "/files", "Files changed", files.size(), tab.equals("files"));
        return html.append("</div>").toString();
    }

    private static String aside(Look look, Pull pull) {
        StringBuilder html = new StringBuilder("<aside><section><h3>Reviewers</h3>");
        List<Review> latest = look.forge().gate.latestOpinionated(pull, false);
        html.append(latest.isEmpty() ? "<small>nobody yet</small>" : "<ul>");
        for (Review review : latest) {
            String mark = switch (review.state) {
                case APPROVED -> "<span class=\"plus\">✓ approved</span>";
                case CHANGES_REQUESTED -> "<span class=\"minus\">± wants changes</span>";
                default -> "<small>dismissed</small>";
            };
            html.append("<li>").append(Look.face(review.author)).append(Html.escape(review.author.login));
            html.append("<span class=\"push\">").append(mark).append("</span></li>");
        }
        html.append(latest.isEmpty() ? "" : "</ul>").append("</section><section><h3>Labels</h3>");
        html.append(pull.labels.isEmpty() ? "<small>none</small>" : Look.labels(pull))
                .append("</section>");
        html.append("<section><h3>Head</h3><span class=\"mono\">")
                .append(Html.link(
                        "/" + pull.repo.fullName() + "/commit/" + pull.headSha, pull.headSha.substring(0, 12)));
        html.append("</span></section><section><h3>Webhooks</h3>");
        html.append(pull.repo.hooks.isEmpty() ? "<small>none</small>" : "<ul>");
        for (Hook hook : pull.repo.hooks.values()) {
            String dot = hook.lastCode < 0 ? "" : hook.lastCode / 100 == 2 ? "success" : "failure";
            html.append("<li><span class=\"dot ")
                    .append(dot)
                    .append("\" style=\"margin:0\"></span><span class=\"mono\">");
            html.append(Html.escape(hook.url.replaceFirst("^https?://", ""))).append("</span><small class=\"push\">");
            html.append(hook.lastCode < 0 ? "" : hook.lastCode == 0 ? "no answer" : Integer.toString(hook.lastCode))
                    .append("</small></li>");
        }
        return html.append(pull.repo.hooks.isEmpty() ? "" : "</ul>")
                .append("</section></aside>")
                .toString();
    }
}
