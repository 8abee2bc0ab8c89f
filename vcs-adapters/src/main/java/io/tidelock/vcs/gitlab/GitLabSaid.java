package io.tidelock.vcs.gitlab;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.host.StatusReader;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.time.Instant;
import java.util.List;

/** Reads the statuses of a commit, of whichever pipeline; GitLab lists the jobs of its pipelines among them. */
final class GitLabSaid implements StatusReader {
    private static final List<String> TIMES = List.of("created_at", "started_at", "finished_at");

    private final GitLabApi api;

    GitLabSaid(GitLabApi api) {
        this.api = api;
    }

    @Override
    public List<String> names(RepoRef repo, CommitSha commit, Instant since) {
        String path = api.path(repo) + "/repository/commits/" + commit.hex() + "/statuses?per_page=100";
        try {
            return api.get(path).elements().stream()
                    .filter(status -> TIMES.stream()
                            .map(status::at)
                            .filter(Tree::isPresent)
                            .anyMatch(time -> !time.instant().isBefore(since)))
                    .map(status -> status.at("name").text())
                    .distinct()
                    .toList();
        } catch (Malformed strange) {
            throw api.unreadable(path, strange.what());
        }
    }
}
