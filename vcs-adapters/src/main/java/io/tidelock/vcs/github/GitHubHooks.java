package io.tidelock.vcs.github;

import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Finding;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.vcs.HookFacts;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which webhooks of a repository, or of the organization above it, lead to us, and how the last delivery went. */
final class GitHubHooks {
    static final Set<String> NEEDED = Set.of("pull_request", "issue_comment", "push");

    private final GitHubApi api;

    GitHubHooks(GitHubApi api) {
        this.api = api;
    }

    Finding of(RepoRef repo, Optional<URI> events) {
        List<HookFacts> hooks = new ArrayList<>();
        Optional<String> here = add(hooks, repo.path(), api.path(repo) + "/hooks");
        String subject = "webhook of " + repo.path();
        Finding finding = HookFacts.of(
                subject, hooks, events, "Add one: Settings, Webhooks, with content type JSON and the secret.");
        if (finding instanceof Finding.Fine) {
            return finding;
        }
        Optional<String> above = add(hooks, repo.owner(), "/orgs/" + repo.owner() + "/hooks");
        if (here.isPresent() && above.isPresent()) {
            return new Finding.Doubtful(
                    subject,
                    Problem.of(
                            "webhooks may not be listed with what we have (" + here.get() + ")",
                            "",
                            "Look at Settings, Webhooks, Recent Deliveries yourself; or use a token with the scope"
                                    + " admin:repo_hook for this look."));
        }
        return HookFacts.of(
                subject, hooks, events, "Add one: Settings, Webhooks, with content type JSON and the secret.");
    }

    /** Why they cannot be listed. */
    private Optional<String> add(List<HookFacts> hooks, String where, String path) {
        try {
            for (Tree hook : api.get(path + "?per_page=100").elements()) {
                hooks.add(facts(where, hook));
            }
            return Optional.empty();
        } catch (Refused hidden) {
            return Optional.of(hidden.problem().met());
        } catch (Unavailable trouble) {
            return Optional.of(String.valueOf(trouble.getMessage()));
        } catch (Malformed e) {
            return Optional.of(e.what());
        }
    }

    private static HookFacts facts(String where, Tree hook) {
        Set<String> missing = new TreeSet<>(NEEDED);
        for (Tree event : hook.at("events").elements()) {
            missing.remove(event.text());
            if (event.text().equals("*")) {
                missing.clear();
            }
        }
        String url = hook.at("config").at("url").optionalText().orElse("");
        return new HookFacts(where, url, hook.at("active").isTrue(), missing, last(hook.at("last_response"), url));
    }

    /** How the last delivery went, where it did not go well. */
    private static Optional<Problem> last(Tree response, String url) {
        if (!response.isPresent() || !response.at("status").isPresent()) {
            return Optional.empty();
        }
        String status = response.at("status").text();
        int code = response.at("code").node().asInt();
        if (status.equals("unused") || (code >= 200 && code < 300)) {
            return Optional.empty();
        }
        String met = "the last delivery to " + url + " came to " + (code == 0 ? status : code + ", " + status);
        return Optional.of(
                switch (code) {
                    case 401 ->
                        Problem.of(
                                met, "a delivery that is signed with our secret", "Set the same secret on both sides.");
                    case 0 ->
                        Problem.of(
                                met,
                                "an address that the host can reach",
                                "Open the way to it (firewall, DNS, certificate), then Redeliver.");
                    default -> Problem.of(met, "2xx", "Look at Recent Deliveries, and at our log.");
                });
    }
}
