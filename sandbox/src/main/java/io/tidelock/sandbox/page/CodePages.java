package io.tidelock.sandbox.page;

import io.tidelock.sandbox.forge.Refused;
import io.tidelock.sandbox.git.Changes;
import io.tidelock.sandbox.git.Commit;
import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.git.Trees;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.model.Repo;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Files and commits, as far as links from pull requests lead. */
final class CodePages {
    /** A ref and a path, as they were told apart in an address. */
    record Place(String ref, String sha, String path) {}

    private CodePages() {}

    /** Tells ref and path apart: the shortest beginning that names a commit is the ref. */
    static Place place(Look look, Repo repo, String rest) {
        History history = new History(look.forge().git(repo));
        for (int slash = rest.indexOf('/'); ; slash = rest.indexOf('/', slash + 1)) {
            String ref = slash < 0 ? rest : rest.substring(0, slash);
            String sha = history.resolve(ref);
            if (sha != null) {
                return new Place(
                        ref, sha, slash < 0 ? "" : rest.substring(slash + 1).replaceAll("/+$", ""));
            }
            if (slash < 0) {
                throw Refused.notFound();
            }
        }
    }

    static Answer raw(Look look, Repo repo, String rest) {
        Place place = place(look, repo, rest);
        byte[] content = blob(look, repo, place);
        return Answer.bytes(200, "text/plain; charset=utf-8", content)
                .with("X-Content-Type-Options", "nosniff")
                .with("Content-Security-Policy", "default-src 'none'; sandbox");
    }

    private static byte[] blob(Look look, Repo repo, Place place) {
        Trees trees = new Trees(look.forge().git(repo));
        String tree = new History(look.forge().git(repo)).commit(place.sha()).tree();
        Trees.Entry entry = trees.find(tree, place.path());
        if (entry == null || entry.isTree()) {
            throw Refused.notFound();
        }
        return Objects.requireNonNull(trees.blob(entry.sha()));
    }

    /** A folder's entries, or a file's text. */
    static String tree(Look look, Repo repo, String rest) {
        Place place = place(look, repo, rest);
        Trees trees = new Trees(look.forge().git(repo));
        Trees.Entry entry = trees.find(
                new History(look.forge().git(repo)).commit(place.sha()).tree(), place.path());
        if (entry == null) {
            throw Refused.notFound();
        }
        String root = "/" + repo.fullName();
        String title = place.path().isEmpty() ? repo.fullName() : place.path();
        StringBuilder html =
                new StringBuilder("<h1>").append(Html.escape(title)).append("</h1><p class=\"sub\">at ");
        html.append(Look.branch(place.ref())).append("</p><div class=\"card\">");
        if (!entry.isTree()) {
            byte[] content = Objects.requireNonNull(trees.blob(entry.sha()));
            html.append("<header><span>").append(content.length).append(" bytes</span><span class=\"push\"></span>");
            html.append(Html.link(root + "/raw/" + place.ref() + "/" + place.path(), "raw"))
                    .append("</header>");
            html.append("<pre class=\"plain\">").append(Html.escape(new String(content, StandardCharsets.UTF_8)));
            return html.append("</pre></div>").toString();
        }
        html.append("<ul class=\"rows\">");
        for (Trees.Entry one : trees.list(entry.sha(), false)) {
            String path = place.path().isEmpty() ? one.path() : place.path() + "/" + one.path();
            html.append("<li>").append(one.isTree() ? "📁" : "📄").append("<div class=\"grow\">");
            html.append(Html.link(root + (one.isTree() ? "/tree/" : "/blob/") + place.ref() + "/" + path, one.path()));
            html.append("</div><small>")
                    .append(one.isTree() ? "" : one.size() + " bytes")
                    .append("</small></li>");
        }
        return html.append("</ul></div>").toString();
    }

    static String commit(Look look, Repo repo, String name) {
        History history = new History(look.forge().git(repo));
        String sha = history.resolve(name);
        if (sha == null) {
            throw Refused.notFound();
        }
        Commit commit = history.commit(sha);
        String parent = commit.parents().isEmpty() ? null : commit.parents().get(0);
        return "<h1>" + Html.escape(commit.headline()) + "</h1><p class=\"sub\"><span><b>"
                + Html.escape(commit.author().name()) + "</b> committed "
                + look.ago(commit.author().when()) + "</span><span class=\"mono\">" + sha + "</span></p>"
                + DiffView.html(new Changes(look.forge().git(repo)).files(parent, sha));
    }
}
