package io.tidelock.sandbox.rest;

import io.tidelock.sandbox.forge.Refused;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.json.People;
import io.tidelock.sandbox.json.PullJson;
import io.tidelock.sandbox.json.TalkJson;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Review;
import io.tidelock.sandbox.model.Team;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reviews, and who was asked for one. */
final class ReviewRoutes {
    private static final String PULL = "/repos/{owner}/{repo}/pulls/{number}";
    private static final String ALL = PULL + "/reviews";
    private static final String ONE = ALL + "/{id}";

    private static final String COLLABORATORS_ONLY = "Reviews may only be requested from collaborators.";

    private final PullJson json;

    ReviewRoutes(PullJson json) {
        this.json = json;
    }

    void addTo(Routes<Endpoint> routes) {
        routes.on("GET", ALL, this::list)
                .on("POST", ALL, this::create)
                .on("GET", ONE, visit -> answer(visit, find(visit)))
                .on("PUT", ONE, this::edit)
                .on("DELETE", ONE, this::delete)
                .on("POST", ONE + "/events", this::submit)
                .on("PUT", ONE + "/dismissals", this::dismiss)
                .on("GET", ONE + "/comments", visit -> visit.page(List.<Review>of(), none -> Json.object()))
                .on("GET", PULL + "/requested_reviewers", this::requested)
                .on("POST", PULL + "/requested_reviewers", visit -> request(visit, true))
                .on("DELETE", PULL + "/requested_reviewers", visit -> request(visit, false));
    }

    private Answer list(Visit visit) {
        Account visitor = visit.visitor;
        List<Review> shown = visit.pull(Permission.READ).reviews.stream()
                .filter(review -> review.state != Review.State.PENDING || review.author == visitor)
                .toList();
        return visit.page(shown, review -> TalkJson.review(visit.links, review));
    }

    private Answer create(Visit visit) {
        Account author = visit.account();
        Pull pull = visit.pull(Permission.READ);
        String commit = visit.text("commit_id");
        if (commit != null
                && !commit.equals(pull.headSha)
                && new io.tidelock.sandbox.git.History(visit.git(pull.repo)).resolve(commit) == null) {
            throw Refused.with(422, "Unprocessable Entity: No commit found for SHA: " + commit);
        }
        String body = Objects.requireNonNullElse(visit.text("body"), "");
        return answer(visit, visit.forge.talk.review(pull, author, state(visit.text("event")), body));
    }

    private Answer edit(Visit visit) {
        Review review = own(visit);
        review.body = visit.text("PullRequestReview", "body");
        return answer(visit, review);
    }

    private Answer delete(Visit visit) {
        Review review = own(visit);
        if (review.state != Review.State.PENDING) {
            throw Refused.with(422, "Can not delete a non-pending pull request review");
        }
        review.pull.reviews.remove(review);
        return answer(visit, review);
    }

    private Answer submit(Visit visit) {
        Review review = own(visit);
        if (review.state != Review.State.PENDING) {
            throw Refused.with(422, "Can not submit a non-pending pull request review");
        }
        review.body = Objects.requireNonNullElse(visit.text("body"), review.body);
        visit.forge.talk.submit(review, state(visit.text("event")));
        return answer(visit, review);
    }

    private Answer dismiss(Visit visit) {
        Account sender = visit.account();
        visit.repo(Permission.WRITE);
        visit.text("PullRequestReview", "message");
        Review review = find(visit);
        visit.forge.talk.dismiss(review, sender);
        return answer(visit, review);
    }

    private Answer requested(Visit visit) {
        Pull pull = visit.pull(Permission.READ);
        return Visit.ok(Json.object(
                "users",
                pull.requestedReviewers.values().stream()
                        .map(user -> People.simple(visit.links, user))
                        .toList(),
                "teams",
                pull.requestedTeams.values().stream()
                        .map(team -> People.team(visit.links, team))
                        .toList()));
    }

    private Answer request(Visit visit, boolean add) {
        Account sender = visit.account();
        Pull pull = visit.pull(Permission.TRIAGE);
        List<Account> people = visit.texts("reviewers").stream()
                .map(login -> reviewer(visit, pull, login))
                .toList();
        List<Team> teams = visit.texts("team_reviewers").stream()
                .map(slug -> team(pull, slug))
                .toList();
        people.forEach(reviewer -> visit.forge.talk.request(pull, reviewer, add, sender));
        teams.forEach(team -> visit.forge.talk.request(pull, team, add, sender));
        return add ? Visit.created(json.listed(visit.links, pull)) : Visit.ok(json.listed(visit.links, pull));
    }

    private static Account reviewer(Visit visit, Pull pull, String login) {
        Account reviewer = visit.forge.world.account(login);
        if (reviewer == null || reviewer == pull.author) {
            throw Refused.with(422, COLLABORATORS_ONLY);
        }
        return reviewer;
    }

    private static Team team(Pull pull, String slug) {
        Team team = pull.repo.owner.teams.get(slug.toLowerCase(Locale.ROOT));
        if (team == null) {
            throw Refused.with(
                    422,
                    COLLABORATORS_ONLY + " One or more of the teams you specified is not a collaborator of the "
                            + pull.repo.fullName() + " repository.");
        }
        return team;
    }

    private static Review find(Visit visit) {
        long id = visit.number("id");
        return visit.pull(Permission.READ).reviews.stream()
                .filter(review -> review.id == id)
                .findFirst()
                .orElseThrow(Refused::notFound);
    }

    private static Review own(Visit visit) {
        Review review = find(visit);
        if (review.author != visit.account()) {
            throw Refused.notFound();
        }
        return review;
    }

    private static Review.State state(@Nullable String event) {
        return switch (event) {
            case null -> Review.State.PENDING;
            case "", "PENDING" -> Review.State.PENDING;
            case "APPROVE" -> Review.State.APPROVED;
            case "REQUEST_CHANGES" -> Review.State.CHANGES_REQUESTED;
            case "COMMENT" -> Review.State.COMMENTED;
            default ->
                throw Refused.with(422, "Variable $event of type PullRequestReviewEvent was provided invalid value");
        };
    }

    private static Answer answer(Visit visit, Review review) {
        return Visit.ok(TalkJson.review(visit.links, review));
    }
}
