package io.tidelock.vcs.gitlab;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.Permission;
import io.tidelock.core.port.host.PullReader;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Asks GitLab what is true now, confirmed by ETag where possible. Read as JSON and not with gitlab4j's models, which make nulls of
 * words that GitLab has newly invented. A merge request is one request, from a fork two; a permission is one, and for a person seen for the first time two.
 */
final class GitLabPulls implements PullReader {
    private static final int MAINTAINER = 40;
    private static final int DEVELOPER = 30;

    private final GitLabApi api;
    private final People people;

    GitLabPulls(GitLabApi api, People people) {
        this.api = api;
        this.people = people;
    }

    @Override
    public PullRequest pull(PullRef ref) {
        String path = api.path(ref);
        PullRequest pull;
        try {
            pull = MergeRequestShape.answered(api.host(), api.root().toString(), api.get(path), this::project);
        } catch (Malformed e) {
            throw api.unreadable("GET", path, e.what());
        }
        if (!pull.ref().repo().path().equalsIgnoreCase(ref.repo().path())) {
            throw new Refused(
                    Refused.Kind.NOT_FOUND,
                    Problem.of(
                            ref.repo() + " is now called " + pull.ref().repo(),
                            "the name it had when the work was promised",
                            "Push a commit or comment again, to begin under the new name"));
        }
        return pull;
    }

    /** The path of a fork; nothing when it is gone, or hidden from us. */
    private Optional<RepoRef> project(long id) {
        try {
            return Optional.of(MergeRequestShape.project(api.host(), api.get("/projects/" + id)));
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    @Override
    public String reference(PullRef ref) {
        return "!" + ref.number();
    }

    /** A member of the project or of any group above it; being an administrator of the server is no membership. */
    @Override
    public Permission permission(RepoRef repo, Actor actor) {
        try {
            return told(repo, actor);
        } catch (Malformed e) {
            return Permission.UNKNOWN;
        } catch (Refused e) {
            return switch (e.kind()) {
                case NOT_FOUND -> Permission.NONE;
                case NOT_ALLOWED -> Permission.UNKNOWN;
                case NOT_ACCEPTABLE -> throw e;
            };
        }
    }

    private Permission told(RepoRef repo, Actor actor) {
        OptionalLong known = people.id(actor.login());
        if (known.isPresent()) {
            try {
                Tree member = member(repo, known.getAsLong());
                if (isCalled(member, actor.login())) {
                    return level(member);
                }
            } catch (Refused e) {
                if (e.kind() != Refused.Kind.NOT_FOUND) {
                    throw e;
                }
            }
            people.forget(actor.login());
        }
        OptionalLong id = People.look(api, actor.login());
        if (id.isEmpty()) {
            return Permission.NONE;
        }
        Tree member = member(repo, id.getAsLong());
        people.remember(actor.login(), id.getAsLong());
        return isCalled(member, actor.login()) ? level(member) : Permission.UNKNOWN;
    }

    private Tree member(RepoRef repo, long user) {
        return api.get(api.path(repo) + "/members/all/" + user);
    }

    private static boolean isCalled(Tree user, String login) {
        return user.at("username").text().equalsIgnoreCase(login);
    }

    private static Permission level(Tree member) {
        if (!member.at("state").optionalText().orElse("active").equals("active")) {
            return Permission.NONE; // blocked
        }
        long level = member.at("access_level").id();
        if (level >= MAINTAINER) {
            return Permission.ADMIN;
        }
        return level >= DEVELOPER ? Permission.WRITE : Permission.READ;
    }
}
