package io.tidelock.vcs.github;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.host.QueueReader;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads which pull requests a merge queue's commit is made of. A queue merges one after the other, so each is a commit on the line
 * of first parents, whose first line names it. Pull requests that are rebased leave no name.
 */
final class GitHubQueues implements QueueReader {
    /** {@code What it does (#7)} when it was squashed, whatever that is called; or {@code Merge pull request #7 from acme/work}. */
    private static final Pattern NAME =
            Pattern.compile(".* \\(#([1-9][0-9]{0,8})\\)$|^Merge pull request #([1-9][0-9]{0,8}) from .*");

    /** More commits than a group has; GitHub gives 250 without pages. */
    private static final int MOST_PAGES = 10;

    private final GitHubApi api;

    GitHubQueues(GitHubApi api) {
        this.api = api;
    }

    private record Made(String firstLine, Optional<String> parent) {}

    @Override
    public List<PullRef> queued(RepoRef repo, String branch, CommitSha commit) {
        String base = GitHubApi.segment(branch).replace("%2F", "/");
        Map<String, Made> commits = commits(api.path(repo) + "/compare/" + base + "..." + commit.hex());
        Set<PullRef> pulls = new LinkedHashSet<>();
        Set<String> seen = new HashSet<>();
        Optional<Made> at = Optional.ofNullable(commits.get(commit.hex()));
        while (at.isPresent()) {
            number(at.get().firstLine).ifPresent(number -> pulls.add(new PullRef(repo, number)));
            at = at.get().parent.filter(seen::add).flatMap(parent -> Optional.ofNullable(commits.get(parent)));
        }
        return List.copyOf(pulls).reversed();
    }

    private Map<String, Made> commits(String path) {
        Map<String, Made> commits = new HashMap<>();
        try {
            for (int page = 1; page <= MOST_PAGES; page++) {
                List<Tree> some = api.get(path + "?per_page=100&page=" + page)
                        .at("commits")
                        .elements();
                for (Tree one : some) {
                    String message =
                            one.at("commit").at("message").optionalText().orElse("");
                    commits.put(
                            one.at("sha").text(),
                            new Made(message.lines().findFirst().orElse(""), parent(one)));
                }
                if (some.size() < 100) {
                    break;
                }
            }
        } catch (Malformed strange) {
            throw api.unreadable(path, strange.what());
        }
        return commits;
    }

    private static Optional<String> parent(Tree commit) {
        Tree parents = commit.at("parents");
        return parents.isPresent()
                ? parents.elements().stream()
                        .findFirst()
                        .map(parent -> parent.at("sha").text())
                : Optional.empty();
    }

    private static Optional<Integer> number(String firstLine) {
        Matcher named = NAME.matcher(firstLine.strip());
        return named.matches()
                ? Optional.of(Integer.parseInt(named.group(1) == null ? named.group(2) : named.group(1)))
                : Optional.empty();
    }
}
