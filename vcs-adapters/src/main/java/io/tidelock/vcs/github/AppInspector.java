package io.tidelock.vcs.github;

import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Finding;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.vcs.Findings;
import io.tidelock.vcs.HookFacts;
import io.tidelock.vcs.Inspector;
import io.tidelock.vcs.http.Answer;
import io.tidelock.vcs.http.Clocks;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a GitHub App may do: where it is installed, with which permissions, and where its webhook leads. */
final class AppInspector implements Inspector {
    /** What our work needs; write is more than read. Without issues, GitHub lets no App subscribe to issue_comment. */
    private static final Map<String, String> NEEDED = new TreeMap<>(Map.of(
            "contents", "read", "issues", "read", "metadata", "read", "pull_requests", "write", "statuses", "write"));

    private final GitHubApi api;
    private final AppLogin login;
    private final GitHubHooks hooks;
    private final InstantSource clock;

    AppInspector(GitHubApi api, AppLogin login, InstantSource clock) {
        this.api = api;
        this.login = login;
        this.hooks = new GitHubHooks(api);
        this.clock = clock;
    }

    @Override
    public String host() {
        return api.host();
    }

    @Override
    public List<Finding> access(Optional<URI> events) {
        Findings findings = new Findings();
        boolean known = findings.tried(api.host(), () -> {
            Answer answer = login.ask("/app");
            Tree app = read("/app", answer);
            findings.fine(
                    api.host(), "reached, and we are the App " + app.at("slug").text());
            Clocks.compared(api.host(), answer, clock.instant()).ifPresent(findings::add);
        });
        if (known) {
            findings.tried("installations", () -> installations(findings));
            webhook(events).ifPresent(findings::add);
        }
        return findings.all();
    }

    private void installations(Findings findings) {
        String path = "/app/installations?per_page=100";
        List<Tree> all = read(path, login.ask(path)).elements();
        if (all.isEmpty()) {
            findings.add(new Finding.Wrong(
                    "installations",
                    Problem.of("the App is installed nowhere", "", "Install it: its settings, Install App.")));
        }
        for (Tree one : all) {
            findings.add(installation(one));
        }
    }

    private Finding installation(Tree one) {
        String subject =
                "App in " + one.at("account").at("login").optionalText().orElse("?");
        if (one.at("suspended_at").isPresent()) {
            return new Finding.Wrong(
                    subject, Problem.of("it is suspended", "", "Unsuspend it in the settings of the account."));
        }
        Map<String, String> needed = new TreeMap<>(NEEDED);
        if (login.checks()) {
            needed.put("checks", "write");
        }
        List<String> lacking = needed.entrySet().stream()
                .filter(need -> !allows(one.at("permissions").at(need.getKey()), need.getValue()))
                .map(need -> need.getKey() + ": " + need.getValue())
                .toList();
        if (!lacking.isEmpty()) {
            return new Finding.Wrong(
                    subject,
                    Problem.of(
                            "it has not all permissions",
                            "also " + String.join(", ", lacking),
                            "Add them in the App's settings, and accept them in the settings of the account."));
        }
        Set<String> unheard = new TreeSet<>(GitHubHooks.NEEDED);
        one.at("events").elements().forEach(event -> unheard.remove(event.text()));
        return unheard.isEmpty()
                ? new Finding.Fine(
                        subject,
                        "has what it needs, for "
                                + one.at("repository_selection").optionalText().orElse("some") + " repositories")
                : new Finding.Wrong(
                        subject,
                        Problem.of(
                                "it does not hear of everything",
                                "also the events " + String.join(", ", unheard),
                                "Subscribe to them in the App's settings, Permissions & events."));
    }

    private static boolean allows(Tree has, String needed) {
        String word = has.optionalText().orElse("");
        return word.equals("write") || word.equals("admin") || word.equals(needed);
    }

    /** Empty when the App has none: then each repository or organization must have its own. */
    private Optional<Finding> webhook(Optional<URI> events) {
        try {
            String url = read("/app/hook/config", login.ask("/app/hook/config"))
                    .at("url")
                    .optionalText()
                    .orElse("");
            return url.isEmpty()
                    ? Optional.empty()
                    : Optional.of(HookFacts.of(
                            "webhook of the App",
                            List.of(new HookFacts("the App", url, true, Set.of(), Optional.empty())),
                            events,
                            "Correct the webhook URL in the App's settings."));
        } catch (Refused none) {
            return Optional.empty();
        }
    }

    @Override
    public List<RepoRef> repositories() {
        List<RepoRef> found = new ArrayList<>();
        for (Tree one : read("/app/installations", login.ask("/app/installations?per_page=100"))
                .elements()) {
            if (!one.at("suspended_at").isPresent()) {
                String owner = one.at("account").at("login").text();
                String path = "/installation/repositories?per_page=100";
                read(path, api.askFor(owner, path)).at("repositories").elements().stream()
                        .filter(repo -> !repo.at("archived").isTrue())
                        .map(repo -> PullShape.repo(api.host(), repo))
                        .forEach(found::add);
            }
        }
        return found;
    }

    @Override
    public List<Finding> repository(RepoRef repo, Optional<URI> events) {
        Findings findings = new Findings();
        boolean there = findings.tried(repo.path(), () -> {
            api.get(api.path(repo));
            findings.fine(repo.path(), "is in the App's reach");
        });
        if (there && webhook(events).isEmpty()) {
            findings.add(hooks.of(repo, events));
        }
        return findings.all();
    }

    private Tree read(String path, Answer answer) {
        try {
            return Tree.parse(answer.body());
        } catch (Malformed e) {
            throw api.unreadable("GET", path, e.what());
        }
    }
}
