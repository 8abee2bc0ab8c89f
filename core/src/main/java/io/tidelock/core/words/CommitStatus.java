package io.tidelock.core.words;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.RepoRef;
import java.util.List;
import java.util.Optional;

/**
 * A status on a commit.
 *
 * @param context e.g. {@code tidelock/plan}, 255 characters at most
 * @param description 140 characters at most
 * @param url where more is told
 * @param report what a host may show beside it, where it can
 */
public record CommitStatus(
        RepoRef repo,
        CommitSha sha,
        String context,
        StatusState state,
        String description,
        Optional<String> url,
        Optional<Report> report) {
    public CommitStatus(
            RepoRef repo, CommitSha sha, String context, StatusState state, String description, Optional<String> url) {
        this(repo, sha, context, state, description, url, Optional.empty());
    }

    public CommitStatus with(Report told) {
        return new CommitStatus(repo, sha, context, state, description, url, Optional.of(told));
    }

    /**
     * @param text Markdown; a host shows as much of it as it takes
     * @param remarks what is wrong, line by line
     */
    public record Report(String text, List<Remark> remarks) {
        public Report {
            remarks = List.copyOf(remarks);
        }
    }

    /**
     * Something wrong in a line of a file.
     *
     * @param file its path in the repository
     * @param line from 1
     */
    public record Remark(String file, int line, String message) {}
}
