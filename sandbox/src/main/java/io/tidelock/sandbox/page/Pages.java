package io.tidelock.sandbox.page;

import io.tidelock.sandbox.forge.Forge;
import io.tidelock.sandbox.forge.Refused;
import io.tidelock.sandbox.git.Changes;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Ask;
import io.tidelock.sandbox.http.Door;
import io.tidelock.sandbox.http.Reply;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.json.Links;
import io.tidelock.sandbox.json.PullJson;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The pages' front: finds the page, says who looks, draws the frame. */
public final class Pages implements Door {
    /** Draws one page. */
    private interface Drawer {
        Answer draw(Look look, Map<String, String> names);
    }

    private static final String REPO = "/{owner}/{repo}";
    private static final Pattern DASHED = Pattern.compile("/([^/]+(?:/[^/]+)+?)/-/(.+)");
    private static final String PULL = REPO + "/pull/{number}";

    private final Forge forge;
    private final PullJson json;
    private final PullPage page;
    private final Routes<Drawer> routes = new Routes<>();

    public Pages(Forge forge, PullJson json) {
        this.forge = forge;
        this.json = json;
        this.page = new PullPage(json);
        routes.on("GET", "/", (look, names) -> repositories(look, null))
                .on("GET", "/{owner}", (look, names) -> repositories(look, names.get("owner")))
                .on("GET", REPO, this::pulls)
                .on("GET", REPO + "/pulls", this::pulls)
                .on("GET", REPO + "/pull/{number}.diff", this::diff)
                .on("GET", REPO + "/pull/{number}.patch", this::diff)
                .on("GET", PULL, this::conversation)
                .on("POST", PULL, (look, names) -> PullForm.take(look, pull(names)))
                .on("GET", PULL + "/commits", (look, names) -> pullTab(look, pull(names), page::commits))
                .on("GET", PULL + "/files", (look, names) -> pullTab(look, pull(names), page::files))
                .on("GET", REPO + "/commit/{sha}", (look, names) -> code(look, names, CodePages::commit, "sha"))
                .on("GET", REPO + "/tree/{rest...}", (look, names) -> code(look, names, CodePages::tree, "rest"))
                .on("GET", REPO + "/blob/{rest...}", (look, names) -> code(look, names, CodePages::tree, "rest"))
                .on(
                        "GET",
                        REPO + "/raw/{rest...}",
                        (look, names) -> CodePages.raw(look, repo(names), name(names, "rest")));
    }

    @Override
    public boolean serve(Ask ask, Reply reply) throws IOException {
        Routes.Match<Drawer> match = routes.find(ask.method(), plain(ask.path()));
        if (match == null) {
            return false;
        }
        ask.body();
        String credential = ask.credential();
        Answer answer = forge.world.locked(() -> {
            Account account = credential == null ? null : forge.world.byToken(credential);
            if (account == null && (credential != null || !ask.isLoopback())) {
                return Answer.text(401, "text/plain; charset=utf-8", "A user name and token, please.\n")
                        .with("WWW-Authenticate", "Basic realm=\"sandbox\"");
            }
            Visitor visitor = Visitor.of(ask, account == null ? people() : List.of(account));
            ask.by(visitor.acting().login);
            Look look = new Look(forge, ask, new Links(ask.base()), visitor, Instant.now());
            try {
                return match.handler().draw(look, match.names());
            } catch (Refused refused) {
                return frame(
                        look,
                        "Not found",
                        "",
                        "<h1>" + refused.status() + "</h1><p>" + Html.escape(refused.reason()) + "</p>",
                        refused.status());
            }
        });
        reply.send(answer);
        return true;
    }

    /** GitLab's addresses in the form of the others: groups in groups as one segment, and no dash before what is asked for. */
    private String plain(String path) {
        Matcher dashed = DASHED.matcher(path);
        String repo = dashed.matches() ? dashed.group(1) : nested(path);
        if (repo == null) {
            return path;
        }
        String rest = dashed.matches() ? "/" + dashed.group(2) : path.substring(repo.length() + 1);
        int slash = repo.lastIndexOf('/');
        return "/" + repo.substring(0, slash).replace("/", "%2F") + repo.substring(slash)
                + rest.replaceFirst("^/merge_requests/", "/pull/")
                        .replaceFirst("^/merge_requests$", "/pulls")
                        .replaceFirst("/diffs$", "/files");
    }

    /** The project in a group in a group that the path begins with, without a slash before it; null when there is none. */
    private @Nullable String nested(String path) {
        return forge.world.locked(() -> forge.world.repos().stream()
                .filter(repo -> repo.owner.login.contains("/"))
                .map(Repo::fullName)
                .filter(name -> path.equals("/" + name) || path.startsWith("/" + name + "/"))
                .findFirst()
                .orElse(null));
    }

    private List<Account> people() {
        return forge.world.accounts().stream()
                .filter(account -> account.kind == Account.Kind.USER)
                .toList();
    }

    private Answer repositories(Look look, @Nullable String owner) {
        if (owner != null) {
            forge.account(owner);
        }
        List<Repo> repos = forge.world.repos().stream()
                .filter(repo -> owner == null || repo.owner.login.equalsIgnoreCase(owner))
                .toList();
        return live(look, "Repositories", "", it -> ListPages.repositories(it, repos), "");
    }

    private Answer pulls(Look look, Map<String, String> names) {
        Repo repo = repo(names);
        return live(look, repo.fullName(), Look.crumbs(repo), it -> ListPages.pulls(it, repo), "");
    }

    private Answer conversation(Look look, Map<String, String> names) {
        Pull pull = pull(names);
        String notice = look.ask().query("notice", "");
        String box = PullPage.commentBox(look, pull);
        return live(
                look,
                pull.title + " · " + pull,
                Look.crumbs(pull.repo, Look.number(pull)),
                it -> (notice.isEmpty() ? "" : "<div class=\"notice\">" + Html.escape(notice) + "</div>")
                        + page.conversation(it, pull),
                box);
    }

    private Answer pullTab(Look look, Pull pull, java.util.function.BiFunction<Look, Pull, String> draw) {
        return live(
                look,
                pull.title + " · " + pull,
                Look.crumbs(pull.repo, Look.number(pull)),
                it -> draw.apply(it, pull),
                "");
    }

    private Answer diff(Look look, Map<String, String> names) {
        Pull pull = pull(names);
        String text = new Changes(forge.git(pull.repo)).text(json.mergeBase(pull), pull.headSha);
        return Answer.text(200, "text/plain; charset=utf-8", text).with("X-Content-Type-Options", "nosniff");
    }

    /** Draws code for a repository and a part of the path. */
    private interface Code {
        String draw(Look look, Repo repo, String rest);
    }

    private Answer code(Look look, Map<String, String> names, Code code, String name) {
        Repo repo = repo(names);
        String rest = name(names, name);
        return frame(look, rest + " · " + repo.fullName(), Look.crumbs(repo), code.draw(look, repo, rest), 200);
    }

    /** A page whose first part follows what happens. */
    private static Answer live(
            Look look, String title, String crumbs, java.util.function.Function<Look, String> draw, String still) {
        Look timeless = look.timeless();
        String version = Integer.toHexString(draw.apply(timeless).hashCode());
        if (look.ask().header("X-Sandbox-Version") != null) {
            return Answer.text(200, "text/plain; charset=utf-8", version).with("Cache-Control", "no-store");
        }
        String content = "<div id=\"live\" data-version=\"" + version + "\">" + draw.apply(look) + "</div>" + still;
        return frame(look, title, crumbs, content, 200);
    }

    private static Answer frame(Look look, String title, String crumbs, String content, int status) {
        Answer page = Html.page(title, crumbs, content, UUID.randomUUID().toString());
        return new Answer(status, page.headers(), page.body())
                .with("Set-Cookie", look.visitor().tokenCookie());
    }

    private Pull pull(Map<String, String> names) {
        String number = name(names, "number");
        if (!number.matches("[0-9]{1,9}")) {
            throw Refused.notFound();
        }
        return forge.pulls.find(repo(names), Integer.parseInt(number));
    }

    private Repo repo(Map<String, String> names) {
        Repo repo = forge.world.repo(name(names, "owner"), name(names, "repo"));
        if (repo == null) {
            throw Refused.notFound();
        }
        return repo;
    }

    private static String name(Map<String, String> names, String name) {
        return Objects.requireNonNull(names.get(name), name);
    }
}
