package io.tidelock.vcs.github;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.host.StatusReader;
import io.tidelock.vcs.json.Malformed;
import java.time.Instant;
import java.util.List;

/** Reads the statuses of a commit. */
final class GitHubStatuses implements StatusReader {
    private final GitHubApi api;

    GitHubStatuses(GitHubApi api) {
        this.api = api;
    }

    @Override
    public List<String> names(RepoRef repo, CommitSha commit, Instant since) {
        String path = api.path(repo) + "/commits/" + commit.hex() + "/status?per_page=100";
        try {
            return api.get(path).at("statuses").elements().stream()
                    .filter(status -> !status.at("updated_at").instant().isBefore(since))
                    .map(status -> status.at("context").text())
                    .distinct()
                    .toList();
        } catch (Malformed strange) {
            throw api.unreadable(path, strange.what());
        }
    }
}
