package io.tidelock.sandbox.page;

import io.tidelock.sandbox.forge.Verdicts;
import io.tidelock.sandbox.model.CommitStatus;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;
import java.util.Collection;
import java.util.List;

/** Lists of repositories and of pull requests. */
final class ListPages {
    private ListPages() {}

    static String repositories(Look look, List<Repo> repos) {
        if (repos.isEmpty()) {
            return """
                    <h1>Welcome</h1><div class="first"><p>There is no repository yet. Make one with the token that the sandbox \
                    told at its start:</p><pre><code>curl -u owner:TOKEN %s/user/repos -d '{"name":"infra","auto_init":true}'\
                    </code></pre></div>""".formatted(Html.escape(look.links().api()));
        }
        StringBuilder html = new StringBuilder("<h1>Repositories</h1><div class=\"card\"><ul class=\"rows\">");
        for (Repo repo : repos) {
            long open = repo.pulls.values().stream().filter(Pull::isOpen).count();
            html.append("<li>").append(Look.face(repo.owner)).append("<div class=\"grow\"><span class=\"name\">");
            html.append(Html.link("/" + repo.fullName(), repo.fullName())).append("</span> ");
            html.append(repo.isPrivate ? "<span class=\"tag\">private</span>" : "");
            html.append("<small>").append(repo.description == null ? "" : Html.escape(repo.description) + " · ");
            html.append("pushed ").append(look.ago(repo.pushedAt)).append("</small></div><span class=\"tag\">");
            html.append(open)
                    .append(open == 1 ? " open " + Look.kind(repo) : " open " + Look.kind(repo) + "s")
                    .append("</span></li>");
        }
        return html.append("</ul></div>").toString();
    }

    static String pulls(Look look, Repo repo) {
        boolean closed = look.ask().query("state", "open").equals("closed");
        List<Pull> all = List.copyOf(repo.pulls.values());
        List<Pull> shown =
                all.stream().filter(pull -> pull.isOpen() != closed).toList().reversed();
        long open = all.stream().filter(Pull::isOpen).count();
        StringBuilder html =
                new StringBuilder("<h1>").append(Html.escape(repo.fullName())).append("</h1><p class=\"sub\">");
        html.append(repo.isPrivate ? "<span class=\"tag\">private</span>" : "");
        html.append("<code>git clone ")
                .append(Html.escape(look.links().html(repo)))
                .append(".git</code>");
        html.append("<span>")
                .append(Html.link(
                        "/" + repo.fullName() + "/tree/" + repo.defaultBranch, "browse " + repo.defaultBranch));
        html.append("</span></p><div class=\"tabs\">");
        tab(html, "/" + repo.fullName(), "Open", open, !closed);
        tab(html, "/" + repo.fullName() + "?state=closed", "Closed", all.size() - open, closed);
        html.append("</div><div class=\"card\">");
        if (shown.isEmpty()) {
            return html.append("<div class=\"empty\">No ")
                    .append(closed ? "closed" : "open")
                    .append(" ")
                    .append(Look.kind(repo))
                    .append("s.</div></div>")
                    .toString();
        }
        html.append("<ul class=\"rows\">");
        shown.forEach(pull -> row(look, html, pull));
        return html.append("</ul></div>").toString();
    }

    private static void row(Look look, StringBuilder html, Pull pull) {
        String dot = pull.isMerged() ? "merged" : !pull.isOpen() ? "closed" : pull.draft ? "" : "opened";
        Collection<CommitStatus> latest = look.forge().verdicts.latest(pull.repo, pull.headSha);
        html.append("<li><span class=\"dot ").append(dot).append("\"></span><div class=\"grow\"><span class=\"name\">");
        html.append(Html.link(PullPage.address(pull), pull.title)).append("</span> ");
        html.append(Look.labels(pull))
                .append("<small>")
                .append(Look.number(pull))
                .append(" opened ");
        html.append(look.ago(pull.createdAt))
                .append(" by ")
                .append(Html.escape(pull.author.login))
                .append(" · ");
        html.append(Html.escape(pull.headRef)).append(" → ").append(Html.escape(pull.baseRef));
        html.append("</small></div>");
        if (!latest.isEmpty()) {
            String state = Verdicts.combined(latest);
            html.append("<span class=\"tag\"><span class=\"dot ").append(state);
            html.append("\" style=\"display:inline-block;margin:0 6px 0 0\"></span>")
                    .append(state)
                    .append("</span>");
        }
        int comments = pull.repo.commentsOf(pull.number).size();
        html.append(comments == 0 ? "" : "<span class=\"tag\">💬 " + comments + "</span>")
                .append("</li>");
    }

    static void tab(StringBuilder html, String address, String name, long count, boolean on) {
        html.append("<a href=\"")
                .append(Html.escape(address))
                .append(on ? "\" class=\"on\">" : "\">")
                .append(name);
        html.append("<span class=\"count\">").append(count).append("</span></a>");
    }
}
