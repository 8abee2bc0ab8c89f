package io.tidelock.vcs.github;

import io.tidelock.core.change.OpenPull;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.Listing;
import io.tidelock.core.port.host.Remark;
import io.tidelock.core.port.host.RepoReader;
import io.tidelock.vcs.http.Answer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Lists what there is in a repository. A list's tag is the ETags of its pages; while nothing changes, each page costs a request
 * that is answered 304 and does not count against GitHub's limit. An entry that cannot be read is left out, not the list.
 */
final class GitHubRepos implements RepoReader {
    private static final int PAGE = 100;

    /** Page sizes of hosts that give fewer than they are asked for: such a page may have a successor that no header names. */
    private static final Set<Integer> SUSPICIOUS = Set.of(30, 50, PAGE);

    /** More than anybody reads; a host that gives the same for ever ends here at the latest. */
    private static final int MOST_PAGES = 50;

    private static final String BETWEEN_TAGS = "\n";

    private final GitHubApi api;

    GitHubRepos(GitHubApi api) {
        this.api = api;
    }

    @Override
    public Listing<OpenPull> openPulls(RepoRef repo, Optional<String> tag) {
        return list(api.path(repo) + "/pulls?state=open&per_page=" + PAGE, tag, tree -> pull(repo, tree));
    }

    @Override
    public Listing<Remark> comments(RepoRef repo, Instant since, Optional<String> tag) {
        String form =
                "?since=" + since.truncatedTo(ChronoUnit.SECONDS) + "&sort=updated&direction=asc&per_page=" + PAGE;
        try {
            return list(
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
            remarks.addAll(items(
                    list(path, Optional.empty(), tree -> CommentShape.remark(repo, Optional.of(pull.ref()), tree))));
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

    private <T> Listing<T> list(String query, Optional<String> tag, Function<Tree, Optional<T>> read) {
        List<String> before = tag.map(it -> List.of(it.split(BETWEEN_TAGS))).orElse(List.of());
        for (int page = 1; page <= before.size(); page++) {
            Answer answer = api.ask(page(query, page), Optional.of(before.get(page - 1)));
            if (answer.status() != 304) {
                return new Reading<>(query, read).from(page, answer);
            }
            if (page == before.size()) {
                return new Listing.Unchanged<>(answer.date());
            }
        }
        return new Reading<>(query, read).from(0, null);
    }

    private static String page(String query, int page) {
        return query + "&page=" + page;
    }

    /** One reading of a whole list. */
    private final class Reading<T> {
        private final String query;
        private final Function<Tree, Optional<T>> read;
        private final List<T> items = new ArrayList<>();
        private final List<String> tags = new ArrayList<>();
        private final Set<String> seen = new HashSet<>();
        private Optional<Instant> hostTime = Optional.empty();

        Reading(String query, Function<Tree, Optional<T>> read) {
            this.query = query;
            this.read = read;
        }

        /** @param answer to the question for page {@code known}, where it was asked already */
        Listing<T> from(int known, @org.jspecify.annotations.Nullable Answer answer) {
            for (int page = 1; page <= MOST_PAGES; page++) {
                Answer got = page == known && answer != null ? answer : api.ask(page(query, page), Optional.empty());
                List<Tree> entries = entries(got, page);
                int news = take(entries);
                hostTime = hostTime.or(got::date);
                got.header("ETag").filter(it -> !it.contains(BETWEEN_TAGS)).ifPresent(tags::add);
                if (news == 0 || !continues(got, entries.size())) {
                    boolean reliable = tags.size() == page && entries.size() < PAGE;
                    return new Listing.Items<>(
                            items,
                            reliable ? Optional.of(String.join(BETWEEN_TAGS, tags)) : Optional.empty(),
                            hostTime);
                }
            }
            return new Listing.Items<>(items, Optional.empty(), hostTime);
        }

        private List<Tree> entries(Answer answer, int page) {
            try {
                return Tree.parse(answer.body()).elements();
            } catch (Malformed e) {
                throw api.unreadable("GET", page(query, page), e.what());
            }
        }

        /** How many of them were not on an earlier page. */
        private int take(List<Tree> entries) {
            int news = 0;
            for (Tree entry : entries) {
                if (seen.add(entry.at("id").node().asText() + " "
                        + entry.at("number").node().asText())) {
                    news++;
                    try {
                        read.apply(entry).ifPresent(items::add);
                    } catch (Malformed strange) {
                        // the rest of the list is of use all the same
                    }
                }
            }
            return news;
        }

        private static boolean continues(Answer answer, int size) {
            return answer.header("Link")
                    .map(link -> link.contains("rel=\"next\"") || link.contains("rel=next"))
                    .orElse(SUSPICIOUS.contains(size));
        }
    }
}
