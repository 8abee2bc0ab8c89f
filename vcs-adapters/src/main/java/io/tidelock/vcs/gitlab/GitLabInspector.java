package io.tidelock.vcs.gitlab;

import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Finding;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.vcs.Findings;
import io.tidelock.vcs.HookFacts;
import io.tidelock.vcs.Inspector;
import io.tidelock.vcs.http.Answer;
import io.tidelock.vcs.http.Clocks;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What our user and its token may do on GitLab, and whether the webhooks of a project, or of the groups above it, lead to us. */
final class GitLabInspector implements Inspector {
    private static final Duration SOON = Duration.ofDays(14);
    private static final int DEVELOPER = 30;
    private static final List<String> NEEDED = List.of("merge_requests_events", "note_events", "push_events");

    private final GitLabApi api;
    private final Optional<String> user;
    private final InstantSource clock;

    GitLabInspector(GitLabApi api, Optional<String> user, InstantSource clock) {
        this.api = api;
        this.user = user;
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
            Answer answer = api.ask("/user", Optional.empty());
            String name = Tree.parse(answer.body()).at("username").text();
            findings.fine(api.host(), "reached, and we are " + name + version());
            Clocks.compared(api.host(), answer, clock.instant()).ifPresent(findings::add);
            user.filter(ours -> !ours.equalsIgnoreCase(name))
                    .ifPresent(ours -> findings.add(new Finding.Wrong(
                            "user",
                            Problem.of("the token belongs to " + name, ours, "Correct the user, or take its token."))));
        });
        if (known) {
            token(findings);
        }
        return findings.all();
    }

    private String version() {
        try {
            return " (GitLab " + api.get("/version").at("version").text() + ")";
        } catch (Refused | Unavailable | Malformed untold) {
            return "";
        }
    }

    /** A token may look at itself since GitLab 15.5. */
    private void token(Findings findings) {
        Tree token;
        try {
            token = api.get("/personal_access_tokens/self");
        } catch (Refused | Unavailable untold) {
            findings.add(new Finding.Doubtful(
                    "token", Problem.of("its scopes cannot be seen", "", "Look whether it has the scope api.")));
            return;
        }
        List<String> scopes =
                token.at("scopes").elements().stream().map(Tree::text).toList();
        findings.add(
                scopes.contains("api")
                        ? new Finding.Fine("token", "has the scope api")
                        : new Finding.Wrong(
                                "token",
                                Problem.of(
                                        "its scopes are " + String.join(", ", scopes),
                                        "api",
                                        "Make a token with the scope api.")));
        token.at("expires_at")
                .optionalText()
                .flatMap(GitLabInspector::day)
                .filter(end -> end.isBefore(LocalDate.ofInstant(clock.instant().plus(SOON), ZoneOffset.UTC)))
                .ifPresent(end -> findings.add(new Finding.Doubtful(
                        "token",
                        Problem.of(
                                "it ends on " + end,
                                "",
                                "Put a new one in its place before; in a file it needs no restart."))));
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException otherwise) {
            return Optional.empty();
        }
    }

    @Override
    public List<RepoRef> repositories() {
        return api
                .get("/projects?membership=true&min_access_level=" + DEVELOPER
                        + "&archived=false&order_by=last_activity_at&per_page=100")
                .elements()
                .stream()
                .map(project -> MergeRequestShape.project(api.host(), project))
                .toList();
    }

    @Override
    public List<Finding> repository(RepoRef repo, Optional<URI> events) {
        Findings findings = new Findings();
        boolean there = findings.tried(repo.path(), () -> {
            Tree project = api.get(api.path(repo));
            long level = Math.max(
                    level(project.at("permissions").at("project_access")),
                    level(project.at("permissions").at("group_access")));
            if (project.at("archived").isTrue()) {
                findings.add(new Finding.Doubtful(
                        repo.path(), Problem.of("it is archived, so nothing can be said on it", "", "")));
            }
            findings.add(
                    level >= DEVELOPER
                            ? new Finding.Fine(repo.path(), "may be read and written")
                            : new Finding.Wrong(
                                    repo.path(),
                                    Problem.of(
                                            level == 0 ? "our user is no member of it" : "our user may only look",
                                            "the role Developer, for commit statuses",
                                            "Invite our user to the project or to a group above it as Developer.")));
        });
        if (there) {
            findings.add(hooks(repo, events));
        }
        return findings.all();
    }

    private static long level(Tree access) {
        return access.isPresent() && access.at("access_level").isPresent()
                ? access.at("access_level").node().asLong()
                : 0;
    }

    private Finding hooks(RepoRef repo, Optional<URI> events) {
        String subject = "webhook of " + repo.path();
        String next =
                "Add one: Settings, Webhooks, with the secret token and the triggers Push, Comments and Merge request.";
        List<HookFacts> hooks = new ArrayList<>();
        Optional<String> hidden = add(hooks, repo.path(), api.path(repo) + "/hooks");
        Finding finding = HookFacts.of(subject, hooks, events, next);
        for (String group = above(repo.path()); !group.isEmpty() && !(finding instanceof Finding.Fine); ) {
            add(hooks, group, "/groups/" + GitLabApi.segment(group) + "/hooks");
            finding = HookFacts.of(subject, hooks, events, next);
            group = above(group);
        }
        if (finding instanceof Finding.Wrong && hidden.isPresent() && hooks.isEmpty()) {
            return new Finding.Doubtful(
                    subject,
                    Problem.of(
                            "webhooks may not be listed with what we have (" + hidden.get() + ")",
                            "",
                            "Look at Settings, Webhooks, Recent events yourself; or use a Maintainer's token for this look."));
        }
        return finding;
    }

    private static String above(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

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

    /** A webhook that failed too often is not sent to any more. */
    private static HookFacts facts(String where, Tree hook) {
        Set<String> missing = new TreeSet<>();
        NEEDED.stream().filter(event -> !hook.at(event).isTrue()).forEach(missing::add);
        String url = hook.at("url").optionalText().orElse("");
        String status = hook.at("alert_status").optionalText().orElse("executable");
        Optional<Problem> fault = status.equals("executable")
                ? Optional.empty()
                : Optional.of(Problem.of(
                        "GitLab has stopped sending to " + url + " (" + status + "), since deliveries failed",
                        "an address that the host can reach, and our secret token",
                        "Look at its Recent events, mend it, then press Test."));
        return new HookFacts(where, url, true, missing, fault);
    }
}
