package io.tidelock.sandbox.page;

import io.tidelock.sandbox.forge.Forge;
import io.tidelock.sandbox.http.Ask;
import io.tidelock.sandbox.json.Links;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Label;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One look at a page: who looks, when, and how things are drawn.
 *
 * @param now what "minutes ago" counts from
 */
record Look(Forge forge, Ask ask, Links links, Visitor visitor, Instant now) {

    /** The same without what differs from look to look though nothing has happened: the time, and the token of forms. */
    Look timeless() {
        Visitor same = new Visitor(visitor.acting(), visitor.mayBe(), "");
        return new Look(forge, ask, links, same, Instant.EPOCH);
    }

    String ago(Instant then) {
        return Html.ago(then, now);
    }

    static String crumbs(@Nullable Repo repo, String... more) {
        StringBuilder html = new StringBuilder();
        if (repo != null) {
            html.append(Html.link("/" + repo.owner.login, repo.owner.login)).append("<span>/</span>");
            html.append(Html.link("/" + repo.fullName(), repo.name));
        }
        for (String text : more) {
            html.append("<span>/</span><span>").append(Html.escape(text)).append("</span>");
        }
        return html.toString();
    }

    /** A round initial instead of a picture, its colour from the login. */
    static String face(Account account) {
        int hue = Math.floorMod(account.login.hashCode() * 47, 360);
        boolean bot = account.kind == Account.Kind.BOT;
        String initial = bot ? "🤖" : account.login.substring(0, 1).toUpperCase(java.util.Locale.ROOT);
        return "<span class=\"face\" style=\"background:hsl(" + hue + " 42% 43%)\" title=\""
                + Html.escape(account.login) + "\">" + Html.escape(initial) + "</span>";
    }

    static String state(Pull pull) {
        if (pull.isMerged()) {
            return "<span class=\"pill merged\">Merged</span>";
        }
        if (!pull.isOpen()) {
            return "<span class=\"pill closed\">Closed</span>";
        }
        return pull.draft ? "<span class=\"pill draft\">Draft</span>" : "<span class=\"pill open\">Open</span>";
    }

    static String branch(String name) {
        return "<span class=\"branch mono\">" + Html.escape(name) + "</span>";
    }

    static String labels(Pull pull) {
        StringBuilder html = new StringBuilder();
        for (String name : pull.labels) {
            Label label = pull.repo.labels.get(name);
            String color = label == null || !label.color().matches("[0-9a-fA-F]{6}") ? "ededed" : label.color();
            int rgb = Integer.parseInt(color, 16);
            int brightness = (299 * (rgb >> 16) + 587 * (rgb >> 8 & 255) + 114 * (rgb & 255)) / 1000;
            html.append("<span class=\"label\" style=\"background:#").append(color);
            html.append(";color:").append(brightness > 140 ? "#1d2733" : "#fff").append("\">");
            html.append(Html.escape(name)).append("</span>");
        }
        return html.toString();
    }

    /** {@code #7}, or of a merge request {@code !7}. */
    static String number(Pull pull) {
        return (pull.repo.gitlab ? "!" : "#") + pull.number;
    }

    /** What the host calls what is proposed. */
    static String kind(Repo repo) {
        return repo.gitlab ? "merge request" : "pull request";
    }
}
