package io.tidelock.vcs.github;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.change.Side;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * GitHub's JSON of pull requests, repositories and people as values of core: the same shapes in payloads and in answers. Read
 * with patience: deleted forks, ghosts, missing labels and unknown words are facts of life. Throws {@link Malformed}.
 */
final class PullShape {
    static final Pattern REPO = Pattern.compile("[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+");

    /** No commit, as git writes it. */
    private static final CommitSha NONE = new CommitSha("0".repeat(40));

    private PullShape() {}

    static PullRequest pull(String host, Tree pull) {
        RepoRef repo = repo(host, pull.object().at("base").object().at("repo").object());
        PullRequest.State state = state(pull);
        return new PullRequest(
                new PullRef(repo, number(pull.at("number"))),
                pull.at("title").optionalText().orElse(""),
                pull.at("html_url").optionalText().orElse(""),
                pull.at("base").at("repo").at("clone_url").text(),
                state,
                pull.at("draft").isTrue(),
                actor(pull.at("user")),
                head(host, pull.at("head").object()),
                base(host, pull.at("base")),
                labels(pull.at("labels")),
                merge(pull, state),
                mergedAt(pull),
                mergedBy(pull, state));
    }

    static int number(Tree number) {
        long value = number.id();
        if (value > Integer.MAX_VALUE) {
            throw number.expected("the number of a pull request");
        }
        return (int) value;
    }

    static RepoRef repo(String host, Tree repo) {
        Tree name = repo.at("full_name");
        String path = name.text();
        if (!REPO.matcher(path).matches() || path.contains("..")) {
            throw name.expected("owner/name");
        }
        return new RepoRef(host, path);
    }

    /**
     * A deleted account is null, and GitHub shows it as ghost. Kinds of account that we do not know have no rights; a host that
     * tells no kind at all means people, save those that it names as bots.
     */
    static Actor actor(Tree user) {
        if (!user.isPresent()) {
            return new Actor("ghost", Actor.Kind.UNKNOWN);
        }
        String login = user.at("login").text();
        Actor.Kind kind = switch (user.at("type").optionalText().orElse(login.endsWith("[bot]") ? "Bot" : "User")) {
            case "User" -> Actor.Kind.PERSON;
            case "Bot" -> Actor.Kind.BOT;
            default -> Actor.Kind.UNKNOWN;
        };
        return new Actor(login, kind);
    }

    static CommitSha sha(Tree sha) {
        try {
            return new CommitSha(sha.text());
        } catch (IllegalArgumentException e) {
            throw sha.expected("a commit");
        }
    }

    private static Side head(String host, Tree side) {
        return new Side(repoIfAny(host, side), side.at("ref").text(), sha(side.at("sha")));
    }

    /** What the host calls the base commit may be long out of date, or missing: git tells the true one. */
    private static Side base(String host, Tree side) {
        Tree sha = side.at("sha");
        return new Side(repoIfAny(host, side), side.at("ref").text(), sha.isPresent() ? sha(sha) : NONE);
    }

    private static Optional<RepoRef> repoIfAny(String host, Tree side) {
        Tree repo = side.at("repo");
        return repo.isPresent() ? Optional.of(repo(host, repo)) : Optional.empty();
    }

    /** A state we do not know is taken for closed: nothing is run for it. */
    private static PullRequest.State state(Tree pull) {
        if (pull.at("merged").isTrue() || pull.at("merged_at").isPresent()) {
            return PullRequest.State.MERGED;
        }
        return pull.at("state").text().equals("open") ? PullRequest.State.OPEN : PullRequest.State.CLOSED;
    }

    private static Set<String> labels(Tree labels) {
        Set<String> names = new TreeSet<>();
        if (labels.isPresent()) {
            labels.elements().forEach(label -> label.at("name").optionalText().ifPresent(names::add));
        }
        return names;
    }

    /** Before the merge a try, which may be an older one when there is a conflict; after it the merge itself. */
    private static Optional<CommitSha> merge(Tree pull, PullRequest.State state) {
        Tree mergeable = pull.at("mergeable");
        boolean conflict = mergeable.isPresent() && !mergeable.isTrue();
        Tree sha = pull.at("merge_commit_sha");
        boolean told = switch (state) {
            case OPEN -> !conflict;
            case MERGED -> true;
            case CLOSED -> false;
        };
        return told && sha.isPresent() ? Optional.of(sha(sha)) : Optional.empty();
    }

    /** The host does not say when the account is gone. */
    private static Optional<Actor> mergedBy(Tree pull, PullRequest.State state) {
        Tree by = pull.at("merged_by");
        return state == PullRequest.State.MERGED && by.isPresent() ? Optional.of(actor(by)) : Optional.empty();
    }

    /** A time that we cannot read is as good as none: then nobody knows what was seen before the merge. */
    private static Optional<Instant> mergedAt(Tree pull) {
        try {
            return pull.at("merged_at").optionalText().map(Instant::parse);
        } catch (DateTimeParseException strange) {
            return Optional.empty();
        }
    }
}
