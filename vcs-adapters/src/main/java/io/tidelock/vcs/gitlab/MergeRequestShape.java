package io.tidelock.vcs.gitlab;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.change.Side;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * GitLab's JSON of merge requests, projects and people as values of core. Webhooks and answers have different shapes. Read with
 * patience: deleted forks, ghosts, missing labels and unknown words are facts of life. Throws {@link Malformed}.
 */
final class MergeRequestShape {
    static final Pattern PROJECT = Pattern.compile("[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)+");

    /** What a title begins with as long as the merge request is a draft. */
    static final Pattern DRAFT =
            Pattern.compile("^\\s*(\\[draft]|\\(draft\\)|draft:|draft -|wip:|\\[wip])", Pattern.CASE_INSENSITIVE);

    private static final Pattern REFERENCE = Pattern.compile("(.+)!(\\d{1,9})");
    private static final Pattern BOT = Pattern.compile("(project|group)_\\d+_bot.*|service_account_.*");
    private static final Set<String> MACHINES = Set.of("alert-bot", "support-bot", "gitlab-duo", "gitlabduo");

    /** No commit, as git writes it. */
    private static final CommitSha NONE = new CommitSha("0".repeat(40));

    /** Notes in webhooks have their times in words: {@code 2025-01-31 12:30:00 UTC}. */
    private static final Pattern WORDS =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?) (UTC|[+-]\\d\\d:?\\d\\d)");

    private MergeRequestShape() {}

    /**
     * A merge request as the API gives it. It names its own project only in passing, and the project of a fork only by its id.
     *
     * @param root address of the host
     * @param fork finds the project with an id; asked for forks only
     */
    static PullRequest answered(String host, String root, Tree mr, LongFunction<Optional<RepoRef>> fork) {
        RepoRef repo = repo(host, mr);
        String web = mr.at("web_url").optionalText().orElse("");
        Tree diff = mr.at("diff_refs");
        Tree start = diff.isPresent() ? diff.at("start_sha") : diff;
        return new PullRequest(
                new PullRef(repo, number(mr.at("iid"))),
                mr.at("title").optionalText().orElse(""),
                web,
                (web.contains("/-/") ? web.substring(0, web.indexOf("/-/")) : root + "/" + repo.path()) + ".git",
                state(mr.at("state").text()),
                draft(mr),
                actor(mr.at("author")),
                new Side(headRepo(repo, mr, fork), mr.at("source_branch").text(), sha(mr.at("sha"))),
                new Side(Optional.of(repo), mr.at("target_branch").text(), start.isPresent() ? sha(start) : NONE),
                labels(mr.at("labels"), false),
                merge(mr),
                mergedAt(mr),
                mergedBy(mr));
    }

    /** The project of a merge request as the API gives it. */
    static RepoRef repo(String host, Tree mr) {
        Tree reference = mr.object().at("references").object().at("full");
        Matcher full = REFERENCE.matcher(reference.text());
        if (!full.matches()) {
            throw reference.expected("a reference such as group/project!7");
        }
        return repo(host, full.group(1), reference);
    }

    private static Optional<RepoRef> headRepo(RepoRef repo, Tree mr, LongFunction<Optional<RepoRef>> fork) {
        Tree source = mr.at("source_project_id");
        if (!source.isPresent()) {
            return Optional.empty();
        }
        return source.id() == mr.at("target_project_id").id() ? Optional.of(repo) : fork.apply(source.id());
    }

    /** A merge request as a webhook tells it, which is without the name of its author and the commit of its target. */
    static PullRequest told(String host, Tree body, Tree mr, Tree labels) {
        Tree project = body.at("project").object();
        RepoRef repo = project(host, project);
        Tree source = mr.object().at("source");
        Tree user = body.at("user");
        boolean byAuthor = user.isPresent()
                && user.at("id").isPresent()
                && mr.at("author_id").isPresent()
                && user.at("id").id() == mr.at("author_id").id();
        return new PullRequest(
                new PullRef(repo, number(mr.at("iid"))),
                mr.at("title").optionalText().orElse(""),
                mr.at("url").optionalText().orElse(""),
                project.at("git_http_url").text(),
                state(mr.at("state").text()),
                draft(mr),
                byAuthor ? actor(user) : new Actor("somebody", Actor.Kind.UNKNOWN),
                new Side(
                        source.isPresent() ? Optional.of(project(host, source)) : Optional.empty(),
                        mr.at("source_branch").text(),
                        lastCommit(mr.at("last_commit"))),
                new Side(Optional.of(repo), mr.at("target_branch").text(), NONE),
                labels(labels, true),
                merge(mr),
                Optional.empty(), // what the webhook calls updated_at may be anything that happened since
                Optional.empty());
    }

    /** Nothing is there when branch and commits are gone, or not there yet. */
    private static CommitSha lastCommit(Tree commit) {
        Tree id = commit.isPresent() ? commit.object().at("id") : commit;
        return id.isPresent() ? sha(id) : NONE;
    }

    static boolean hasCommit(PullRequest pull) {
        return !pull.head().sha().equals(NONE);
    }

    static int number(Tree number) {
        long value = number.id();
        if (value > Integer.MAX_VALUE) {
            throw number.expected("the number of a merge request");
        }
        return (int) value;
    }

    static RepoRef project(String host, Tree project) {
        Tree path = project.at("path_with_namespace");
        return repo(host, path.text(), path);
    }

    private static RepoRef repo(String host, String path, Tree place) {
        if (!PROJECT.matcher(path).matches() || path.contains("..")) {
            throw place.expected("group/project");
        }
        return new RepoRef(host, path);
    }

    /** GitLab does not say who is a machine, but their user names do. A deleted account is the ghost. */
    static Actor actor(Tree user) {
        if (!user.isPresent()) {
            return new Actor("ghost", Actor.Kind.UNKNOWN);
        }
        String login = user.at("username").text();
        String lower = login.toLowerCase(Locale.ROOT);
        boolean machine = BOT.matcher(lower).matches()
                || MACHINES.contains(lower)
                || user.at("bot").isTrue();
        return new Actor(
                login, lower.matches("ghost\\d*") ? Actor.Kind.UNKNOWN : machine ? Actor.Kind.BOT : Actor.Kind.PERSON);
    }

    static CommitSha sha(Tree sha) {
        try {
            return new CommitSha(sha.text());
        } catch (IllegalArgumentException e) {
            throw sha.expected("a commit");
        }
    }

    /** A time in either of GitLab's forms. */
    static Instant time(Tree time) {
        Matcher words = WORDS.matcher(time.text());
        String text = words.matches() ? words.group(1) + "T" + words.group(2) + zone(words.group(3)) : time.text();
        try {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
        } catch (DateTimeParseException e) {
            throw time.expected("a time such as 2025-01-31T12:30:00Z or 2025-01-31 12:30:00 UTC");
        }
    }

    private static String zone(String zone) {
        return zone.equals("UTC") ? "Z" : zone.replaceFirst("(\\d\\d):?(\\d\\d)$", "$1:$2");
    }

    /** A state we do not know, or one of a merge under way, is taken for closed: nothing is run for it. */
    private static PullRequest.State state(String state) {
        return switch (state) {
            case "opened", "reopened" -> PullRequest.State.OPEN;
            case "merged" -> PullRequest.State.MERGED;
            default -> PullRequest.State.CLOSED;
        };
    }

    /**
     * What merging made, once it is merged: a merge commit; without one the squashed commit; without that the head itself, when
     * the target was only moved forward.
     */
    private static Optional<CommitSha> merge(Tree mr) {
        if (state(mr.at("state").text()) != PullRequest.State.MERGED) {
            return Optional.empty();
        }
        return Stream.of("merge_commit_sha", "squash_commit_sha", "sha")
                .map(mr::at)
                .filter(Tree::isPresent)
                .findFirst()
                .map(MergeRequestShape::sha);
    }

    /** Servers before 14.7 call them {@code merged_by}. Of one that was merged by itself it is who asked for that. */
    private static Optional<Actor> mergedBy(Tree mr) {
        return state(mr.at("state").text()) == PullRequest.State.MERGED
                ? Stream.of("merge_user", "merged_by")
                        .map(mr::at)
                        .filter(Tree::isPresent)
                        .findFirst()
                        .map(MergeRequestShape::actor)
                : Optional.empty();
    }

    /** A time that we cannot read is as good as none: then nobody knows what was seen before the merge. */
    private static Optional<Instant> mergedAt(Tree mr) {
        Tree at = mr.at("merged_at");
        if (!at.isPresent() || state(mr.at("state").text()) != PullRequest.State.MERGED) {
            return Optional.empty();
        }
        try {
            return Optional.of(time(at));
        } catch (Malformed strange) {
            return Optional.empty();
        }
    }

    /** Servers before 15 say work in progress. */
    static boolean draft(Tree mr) {
        Tree draft = mr.at("draft");
        return draft.isPresent() ? draft.isTrue() : mr.at("work_in_progress").isTrue();
    }

    /** Answers list names, webhooks objects with a title. */
    private static Set<String> labels(Tree labels, boolean objects) {
        Set<String> names = new TreeSet<>();
        if (labels.isPresent()) {
            labels.elements()
                    .forEach(label ->
                            (objects ? label.at("title") : label).optionalText().ifPresent(names::add));
        }
        return names;
    }
}
