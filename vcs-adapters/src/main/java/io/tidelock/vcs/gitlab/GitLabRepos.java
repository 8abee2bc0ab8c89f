package io.tidelock.vcs.gitlab;

import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.OpenPull;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.event.Event;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.Listing;
import io.tidelock.core.port.host.Remark;
import io.tidelock.core.port.host.RepoReader;
import io.tidelock.vcs.json.Pages;
import io.tidelock.vcs.json.Tree;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Lists what there is in a project. GitLab has no list of all notes of a project, but of all events, and that somebody commented is
 * one; each has its note in it, as it is now. While nothing changes, each list costs one request that is answered 304.
 */
final class GitLabRepos implements RepoReader {
    /** More than anybody writes while we are away. */
    private static final int MOST_PAGES = 100;

    /** Events are asked for by the day, as days are where GitLab is, and the day that is named is left out. */
    private static final Duration DAYS = Duration.ofDays(2);

    private final GitLabApi api;
    private final Pages pages;

    GitLabRepos(GitLabApi api) {
        this.api = api;
        this.pages = new Pages(api, MOST_PAGES);
    }

    @Override
    public Listing<OpenPull> openPulls(RepoRef repo, Optional<String> tag) {
        String query = api.path(repo) + "/merge_requests?state=opened&per_page=" + Pages.SIZE;
        return pages.list(query, tag, mr -> open(repo, mr));
    }

    /** Newest first, so that one page is enough however much was said that day. */
    @Override
    public Listing<Remark> comments(RepoRef repo, Instant since, Optional<String> tag) {
        String query = api.path(repo) + "/events?action=commented&sort=desc&after="
                + since.minus(DAYS).atZone(ZoneOffset.UTC).toLocalDate() + "&per_page=" + Pages.SIZE;
        return pages.newestFirst(
                query,
                tag,
                event -> remark(repo, event.at("note")),
                event -> MergeRequestShape.time(event.at("created_at")).isBefore(since));
    }

    private Optional<OpenPull> open(RepoRef repo, Tree mr) {
        sameName(repo, MergeRequestShape.repo(api.host(), mr));
        if (!mr.at("state").optionalText().orElse("opened").equals("opened")) {
            return Optional.empty();
        }
        Tree created = mr.at("created_at");
        return Optional.of(new OpenPull(
                new PullRef(repo, MergeRequestShape.number(mr.at("iid"))),
                MergeRequestShape.sha(mr.at("sha")),
                mr.at("target_branch").text(),
                MergeRequestShape.draft(mr),
                created.isPresent() ? Optional.of(MergeRequestShape.time(created)) : Optional.empty()));
    }

    private static void sameName(RepoRef repo, RepoRef told) {
        if (!told.path().equalsIgnoreCase(repo.path())) {
            throw new Refused(
                    Refused.Kind.NOT_FOUND,
                    Problem.of(repo + " is now called " + told, "", "Its webhooks make the new name known"));
        }
    }

    /** Empty for a note that is not on a merge request, or is gone, or was written by GitLab itself. */
    private static Optional<Remark> remark(RepoRef repo, Tree note) {
        if (!note.isPresent()
                || !note.at("noteable_type").text().equals("MergeRequest")
                || note.at("system").isTrue()) {
            return Optional.empty();
        }
        Instant written = MergeRequestShape.time(note.at("created_at"));
        Tree updated = note.at("updated_at");
        PullRef pull = new PullRef(repo, MergeRequestShape.number(note.at("noteable_iid")));
        return Optional.of(new Remark(
                new Event.Commented(
                        new CommentRef(pull, Long.toString(note.at("id").id())),
                        MergeRequestShape.actor(note.at("author")),
                        written,
                        note.at("body").optionalText().orElse("")),
                updated.isPresent() ? MergeRequestShape.time(updated) : written));
    }
}
