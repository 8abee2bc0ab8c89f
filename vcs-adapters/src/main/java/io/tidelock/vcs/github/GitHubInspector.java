package io.tidelock.vcs.github;

import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Finding;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.vcs.Findings;
import io.tidelock.vcs.Inspector;
import io.tidelock.vcs.http.Answer;
import io.tidelock.vcs.http.Clocks;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a user with a token may do on GitHub; the App's side of it is in {@link AppInspector}. */
final class GitHubInspector implements Inspector {
    private static final DateTimeFormatter END = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'");
    private static final Duration SOON = Duration.ofDays(14);

    private final GitHubApi api;
    private final Login login;
    private final GitHubHooks hooks;
    private final InstantSource clock;

    /** Whether our token is a fine-grained one. */
    private boolean fine;

    GitHubInspector(GitHubApi api, Login login, InstantSource clock) {
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
        findings.tried(api.host(), () -> {
            Answer answer = api.ask("/user", Optional.empty());
            String name = read("/user", answer).at("login").text();
            findings.fine(api.host(), "reached, and we are " + name + rest(answer));
            Clocks.compared(api.host(), answer, clock.instant()).ifPresent(findings::add);
            login.author()
                    .filter(ours -> !ours.equalsIgnoreCase(name))
                    .ifPresent(ours -> findings.add(new Finding.Wrong(
                            "user",
                            Problem.of("the token belongs to " + name, ours, "Correct the user, or take its token."))));
            token(answer, findings);
        });
        return findings.all();
    }

    private static String rest(Answer answer) {
        return answer.header("X-RateLimit-Remaining")
                .flatMap(left -> answer.header("X-RateLimit-Limit")
                        .map(of -> " (" + left + " of " + of + " requests left this hour)"))
                .orElse("");
    }

    private void token(Answer answer, Findings findings) {
        Optional<String> scopes = answer.header("X-OAuth-Scopes").filter(it -> !it.isBlank());
        fine = scopes.isEmpty();
        if (scopes.isPresent()) {
            List<String> all = List.of(scopes.get().split("\\s*,\\s*"));
            findings.add(
                    all.contains("repo")
                            ? new Finding.Fine("token", "a classic one with the scope repo")
                            : new Finding.Wrong(
                                    "token",
                                    Problem.of(
                                            "its scopes are " + scopes.get(),
                                            "repo",
                                            "Add the scope repo to the token.")));
        }
        answer.header("GitHub-Authentication-Token-Expiration")
                .flatMap(GitHubInspector::end)
                .filter(end -> end.isBefore(clock.instant().plus(SOON)))
                .ifPresent(end -> findings.add(new Finding.Doubtful(
                        "token",
                        Problem.of(
                                "it ends on " + end,
                                "",
                                "Put a new one in its place before; in a file it needs no restart."))));
    }

    private static Optional<Instant> end(String header) {
        try {
            return Optional.of(
                    java.time.LocalDateTime.parse(header.strip(), END).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException otherwise) {
            return Optional.empty();
        }
    }

    /**
     * Nobody tells what a fine-grained token may do. A status for a commit that no repository has is never set, and the answer says
     * whether it would have been.
     */
    private void statuses(RepoRef repo, Findings findings) {
        findings.tried("token", () -> {
            try {
                api.post(
                        api.path(repo) + "/statuses/" + "0".repeat(40),
                        Map.of("state", "pending", "context", "tidelock/doctor"));
            } catch (Refused refused) {
                switch (refused.kind()) {
                    case NOT_ACCEPTABLE -> findings.fine("token", "may set commit statuses in " + repo.path());
                    case NOT_ALLOWED, NOT_FOUND ->
                        findings.wrong(
                                "token",
                                "it may not set commit statuses in " + repo.path(),
                                "the permission Commit statuses: write",
                                "Give the token Contents: read, Pull requests: write, Commit statuses: write.");
                }
            }
        });
    }

    @Override
    public List<RepoRef> repositories() {
        String path = "/user/repos?sort=pushed&per_page=100";
        List<RepoRef> found = new ArrayList<>();
        for (Tree repo : read(path, api.ask(path, Optional.empty())).elements()) {
            if (!repo.at("archived").isTrue()
                    && repo.at("permissions").at("push").isTrue()) {
                found.add(PullShape.repo(api.host(), repo));
            }
        }
        return found;
    }

    @Override
    public List<Finding> repository(RepoRef repo, Optional<URI> events) {
        Findings findings = new Findings();
        boolean there = findings.tried(repo.path(), () -> {
            Tree told = read(api.path(repo), api.ask(api.path(repo), Optional.empty()));
            if (told.at("archived").isTrue()) {
                findings.add(new Finding.Doubtful(
                        repo.path(), Problem.of("it is archived, so nothing can be said on it", "", "")));
            }
            boolean write = !told.at("permissions").isPresent()
                    || told.at("permissions").at("push").isTrue();
            findings.add(
                    write
                            ? new Finding.Fine(repo.path(), "may be read and written")
                            : new Finding.Wrong(
                                    repo.path(),
                                    Problem.of(
                                            "we may read it only",
                                            "the role write, for commit statuses",
                                            "Give our user the role write there.")));
        });
        if (there && fine) {
            statuses(repo, findings);
        }
        if (there) {
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
