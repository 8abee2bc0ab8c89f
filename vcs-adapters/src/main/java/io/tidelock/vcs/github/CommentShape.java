package io.tidelock.vcs.github;

import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.event.Event;
import io.tidelock.core.port.host.Remark;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * GitHub's JSON of a comment in a list of a whole repository, where only addresses tell what it is a comment on. Throws
 * {@link Malformed}.
 */
final class CommentShape {
    /** Ends of {@code html_url}, {@code issue_url} and the {@code pull_request_url} of others. */
    private static final Pattern SUBJECT = Pattern.compile("/(pull|pulls|issues)/([0-9]{1,9})(?:[#?].*)?$");

    private CommentShape() {}

    /**
     * Empty for a comment on an issue that is no pull request.
     *
     * @param asked the pull request that was asked about, where it was one
     */
    static Optional<Remark> remark(RepoRef repo, Optional<PullRef> asked, Tree comment) {
        Optional<PullRef> pull = asked.or(() -> subject(repo, comment));
        if (pull.isEmpty()) {
            return Optional.empty();
        }
        Instant written = comment.at("created_at").instant();
        Tree changed = comment.at("updated_at");
        return Optional.of(new Remark(
                new Event.Commented(
                        new CommentRef(
                                pull.get(), Long.toString(comment.at("id").id())),
                        PullShape.actor(comment.at("user")),
                        written,
                        comment.at("body").optionalText().orElse("")),
                changed.isPresent() ? changed.instant() : written));
    }

    /** The page's address tells issues from pull requests; the API's own does not, and calls both issues. */
    private static Optional<PullRef> subject(RepoRef repo, Tree comment) {
        Optional<Matcher> page = subject(comment.at("html_url"));
        if (page.isPresent() && page.get().group(1).equals("issues")) {
            return Optional.empty();
        }
        return Stream.of(page, subject(comment.at("pull_request_url")), subject(comment.at("issue_url")))
                .flatMap(Optional::stream)
                .map(found -> Integer.parseInt(found.group(2)))
                .filter(number -> number > 0)
                .map(number -> new PullRef(repo, number))
                .findFirst();
    }

    private static Optional<Matcher> subject(Tree address) {
        return address.optionalText().map(SUBJECT::matcher).filter(Matcher::find);
    }
}
