package io.tidelock.vcs.github;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.Permission;
import io.tidelock.core.port.host.PullReader;
import io.tidelock.vcs.json.Malformed;

/**
 * Asks GitHub what is true now: one request a question, confirmed by ETag where possible. Read as JSON and not with hub4j's
 * models, which fail on a word that GitHub has newly invented.
 */
final class GitHubPulls implements PullReader {
    private final GitHubApi api;

    GitHubPulls(GitHubApi api) {
        this.api = api;
    }

    @Override
    public PullRequest pull(PullRef ref) {
        String path = api.path(ref.repo()) + "/pulls/" + ref.number();
        PullRequest pull;
        try {
            pull = PullShape.pull(api.host(), api.get(path));
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

    @Override
    public String reference(PullRef ref) {
        return "#" + ref.number();
    }

    /** The field knows admin, write, read and none; custom roles appear as what they build on, as do maintain and triage. */
    @Override
    public Permission permission(RepoRef repo, Actor actor) {
        String path = api.path(repo) + "/collaborators/" + GitHubApi.segment(actor.login()) + "/permission";
        try {
            return switch (api.get(path).at("permission").optionalText().orElse("")) {
                case "admin" -> Permission.ADMIN;
                case "maintain", "write" -> Permission.WRITE;
                case "triage", "read" -> Permission.READ;
                case "none" -> Permission.NONE;
                default -> Permission.UNKNOWN;
            };
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
}
