package io.tidelock.vcs.github;

import io.tidelock.core.change.OpenPull;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.Listing;
import io.tidelock.core.port.host.Remark;
import io.tidelock.core.port.host.RepoReader;
import io.tidelock.vcs.json.Pages;
import io.tidelock.vcs.json.Tree;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lists what there is in a repository. While nothing changes, each page costs a request that is answered 304 and does not count
 * against GitHub's limit.
 */
final class GitHubRepos implements RepoReader {
    /** More than anybody reads. */
    private static final int MOST_PAGES = 50;

    private final GitHubApi api;
    private final Pages pages;

    GitHubRepos(GitHubApi api) {
        this.api = api;
        this.pages = new Pages(api, MOST_PAGES);
    }

    @Override
    public Listing<OpenPull> openPulls(RepoRef repo, Optional<String> tag) {
        return pages.list(api.path(repo) + "/pulls?state=open&per_page=" + Pages.SIZE, tag, tree -> pull(repo, tree));
    }

    @Override
    public Listing<Remark> comments(RepoRef repo, Instant since, Optional<String> tag) {
        String form = "?since=" + since.truncatedTo(ChronoUnit.SECONDS) + "&sort=updated&direction=asc&per_page="
                + Pages.SIZE;
        try {
            return pages.list(
                    api.path(repo) + "/issues/comments" + form,
                    tag,
                    tree -> CommentShape.remark(repo, Optional.empty(), tree));
        } catch (Refused none) {
            if (none.kind() != Refused.Kind.NOT_FOUND) {
                throw none;
            }
            return commentsOfEach(repo, form);
        }
    }

    /** For a host that lists the comments of a pull request only, not those of a repository. */
    private Listing<Remark> commentsOfEach(RepoRef repo, String form) {
        Listing<OpenPull> open = openPulls(repo, Optional.empty());
        List<Remark> remarks = new ArrayList<>();
        for (OpenPull pull : items(open)) {
            String path = api.path(repo) + "/issues/" + pull.ref().number() + "/comments" + form;
            remarks.addAll(items(pages.list(
                    path, Optional.empty(), tree -> CommentShape.remark(repo, Optional.of(pull.ref()), tree))));
        }
        return new Listing.Items<>(remarks, Optional.empty(), open.hostTime());
    }

    private static <T> List<T> items(Listing<T> listing) {
        return switch (listing) {
            case Listing.Items<T> items -> items.items();
            case Listing.Unchanged<T> unchanged -> List.of();
        };
    }

    private Optional<OpenPull> pull(RepoRef repo, Tree tree) {
        tree.at("base").at("repo").at("full_name").optionalText().ifPresent(name -> sameName(repo, name));
        if (!tree.at("state").optionalText().orElse("open").equals("open")) {
            return Optional.empty();
        }
        return Optional.of(new OpenPull(
                new PullRef(repo, PullShape.number(tree.at("number"))),
                PullShape.sha(tree.at("head").at("sha")),
                tree.at("base").at("ref").text(),
                tree.at("draft").isTrue(),
                tree.at("created_at").isPresent()
                        ? Optional.of(tree.at("created_at").instant())
                        : Optional.empty()));
    }

    private static void sameName(RepoRef repo, String name) {
        if (!name.equalsIgnoreCase(repo.path())) {
            throw new Refused(
                    Refused.Kind.NOT_FOUND,
                    Problem.of(repo + " is now called " + name, "", "Its webhooks make the new name known"));
        }
    }
}
