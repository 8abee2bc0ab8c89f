package io.tidelock.sandbox.page;

import io.tidelock.sandbox.forge.Verdicts;
import io.tidelock.sandbox.model.CheckRun;
import io.tidelock.sandbox.model.CommitStatus;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the machines say about the head, whether it may be merged, and the button for it. */
final class MergeBox {
    private MergeBox() {}

    static String html(Look look, Pull pull) {
        StringBuilder html = new StringBuilder();
        Collection<CommitStatus> statuses = look.forge().verdicts.latest(pull.repo, pull.headSha);
        Map<String, CheckRun> checks = new LinkedHashMap<>();
        pull.repo.checksOf(pull.headSha).forEach(run -> checks.put(run.name, run));
        if (statuses.isEmpty() && checks.isEmpty() && !pull.isOpen()) {
            return "";
        }
        html.append("<div class=\"line\"><span></span><div class=\"card\">");
        if (!statuses.isEmpty() || !checks.isEmpty()) {
            html.append("<header><b>")
                    .append(headline(statuses, checks.values()))
                    .append("</b><span>on ");
            html.append("<span class=\"mono\">")
                    .append(pull.headSha, 0, 8)
                    .append("</span></span></header><ul class=\"rows\">");
            for (CommitStatus status : statuses) {
                row(html, status.state(), status.context(), status.description(), status.targetUrl());
            }
            for (CheckRun run : checks.values()) {
                String state = run.conclusion == null ? "pending" : run.conclusion;
                row(html, state, run.name, run.title == null ? state : run.title, run.detailsUrl);
            }
            html.append("</ul>");
        }
        if (pull.isOpen()) {
            verdict(look, html, pull);
        }
        return html.append("</div></div>").toString();
    }

    private static String headline(Collection<CommitStatus> statuses, Collection<CheckRun> checks) {
        boolean pendingCheck = checks.stream().anyMatch(run -> run.conclusion == null);
        boolean failedCheck = checks.stream()
                .anyMatch(run -> run.conclusion != null
                        && !List.of("success", "neutral", "skipped").contains(run.conclusion));
        String combined = statuses.isEmpty() ? "success" : Verdicts.combined(statuses);
        if (failedCheck || combined.equals("failure")) {
            return "Some checks were not successful";
        }
        return pendingCheck || combined.equals("pending")
                ? "Some checks haven’t completed yet"
                : "All checks have passed";
    }

    private static void row(
            StringBuilder html, String state, String name, @Nullable String description, @Nullable String url) {
        html.append("<li><span class=\"dot ")
                .append(Html.escape(state))
                .append("\" title=\"")
                .append(Html.escape(state));
        html.append("\"></span><div class=\"grow\"><b>")
                .append(Html.escape(name))
                .append("</b><small>");
        html.append(Html.escape(description == null ? state : description)).append("</small></div>");
        if (url != null && url.matches("https?://.*")) {
            html.append(Html.link(url, "Details"));
        }
        html.append("</li>");
    }

    private static void verdict(Look look, StringBuilder html, Pull pull) {
        List<String> objections = new ArrayList<>(look.forge().gate.objections(pull));
        switch (look.forge().gate.state(pull)) {
            case "unknown" -> line(html, "", "…", "Checking whether this can be merged", "");
            case "dirty" ->
                line(html, "bad", "!", "This branch has conflicts", "They must be resolved before it can be merged.");
            case "draft" ->
                line(
                        html,
                        "",
                        "◌",
                        "This " + Look.kind(pull.repo) + " is still a draft",
                        "Mark it as ready before it is merged.");
            case "blocked" -> line(html, "bad", "✕", "Merging is blocked", String.join(" ", objections));
            case "behind" ->
                line(html, "bad", "↑", "This branch is out of date", "The base branch wants it up to date.");
            case "unstable" -> line(html, "", "~", "Merging is possible", "Not every check has passed.");
            default ->
                line(html, "good", "✓", "This branch has no conflicts with the base branch", "Merging can be done.");
        }
        html.append("<div class=\"verdict\"><form method=\"post\" class=\"acts\" style=\"margin:0\" action=\"");
        html.append(Html.escape(PullPage.address(pull)))
                .append("\">")
                .append(look.visitor().field());
        if (pull.draft) {
            html.append("<button name=\"action\" value=\"ready\">Ready for review</button>");
        } else {
            html.append("<button class=\"go\" name=\"action\" value=\"merge\"");
            html.append(Boolean.TRUE.equals(pull.mergeable) ? ">" : " disabled>")
                    .append("Merge</button>");
            html.append("<label>by <select name=\"method\">");
            Repo repo = pull.repo;
            html.append(repo.allowMergeCommit ? "<option value=\"merge\">merge commit</option>" : "");
            html.append(repo.allowSquashMerge ? "<option value=\"squash\">squash</option>" : "");
            html.append(repo.allowRebaseMerge ? "<option value=\"rebase\">rebase</option>" : "")
                    .append("</select></label>");
        }
        html.append(look.visitor().choice()).append("</form></div>");
    }

    private static void line(StringBuilder html, String kind, String mark, String title, String text) {
        html.append("<div class=\"verdict\"><span class=\"mark ")
                .append(kind)
                .append("\">")
                .append(mark);
        html.append("</span><div><b>")
                .append(Html.escape(title))
                .append("</b><small>")
                .append(Html.escape(text));
        html.append("</small></div></div>");
    }
}
