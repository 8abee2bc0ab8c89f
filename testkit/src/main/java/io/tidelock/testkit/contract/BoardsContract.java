package io.tidelock.testkit.contract;

import static io.tidelock.testkit.contract.Sample.INFRA;
import static io.tidelock.testkit.contract.Sample.NETWORK;
import static io.tidelock.testkit.contract.Sample.NETWORKS;
import static io.tidelock.testkit.contract.Sample.NETWORK_STAGING;
import static io.tidelock.testkit.contract.Sample.heads;
import static io.tidelock.testkit.contract.Sample.planned;
import static io.tidelock.testkit.contract.Sample.pull;
import static io.tidelock.testkit.contract.Sample.summary;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Demands;
import io.tidelock.core.outcome.Hold;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.PlanId;
import io.tidelock.core.outcome.PlanSummary;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.outcome.Publication;
import io.tidelock.core.port.host.Posted;
import io.tidelock.core.port.store.Boards.Standing;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.Requirement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code Boards} promises. */
public abstract class BoardsContract extends StoreContract {
    private static final Problem PROBLEM = Problem.of("met", "expected", "next").at("tidelock.yaml", 3, 7);

    private void openBoard(Lease lease, PullRef pull, int head, ProjectKey... keep) {
        store().boards().open(lease, pull, new Board.Opening(heads(head), "main", false, List.of(keep)));
    }

    private void put(Lease lease, PullRef pull, ProjectKey key, String plan) {
        store().boards()
                .put(lease, pull, planned(key, new PlanId(plan), lease.job().id(), clock.instant()));
    }

    private Board board(PullRef pull) {
        return store().boards().board(pull);
    }

    private static ProjectResult result(Lease lease, ProjectKey key, Outcome outcome, java.time.Instant at) {
        return new ProjectResult(key, outcome, heads(1), lease.job().id(), Optional.empty(), at, Optional.empty());
    }

    /** Sends a summary, so that the board knows the comment's id. */
    private void summarize(PullRef pull, String id, PlanId... publishes) {
        store().outbox().put(List.of(summary(pull, "body", publishes)), clock.instant());
        store().outbox()
                .due(clock.instant(), 9)
                .forEach(letter -> store().outbox()
                        .sent(letter, Optional.of(new Posted(new CommentRef(pull, id), clock.instant()))));
    }

    @Test
    void aPullRequestNobodyHasHeardOfHasAnEmptyBoard() {
        assertThat(board(pull(1))).isEqualTo(Board.empty(pull(1)));
    }

    @Test
    void openingRemembersHeadsAndBase() {
        openBoard(lease(), pull(1), 5);

        assertThat(board(pull(1)))
                .isEqualTo(new Board(
                        pull(1),
                        Optional.of(heads(5)),
                        "main",
                        List.of(),
                        List.of(),
                        false,
                        Board.Stage.OPEN,
                        Optional.empty()));
    }

    @Test
    void whatIsRequiredOfProjectsIsRememberedUntilTheyGo() {
        Demands.Demand network = new Demands.Demand(
                NETWORK,
                List.of(Requirement.APPROVED, Requirement.MERGEABLE),
                List.of(new Demands.Lack(Requirement.APPROVED, PROBLEM)));
        Demands.Demand staging = new Demands.Demand(NETWORK_STAGING, List.of(Requirement.APPROVED), List.of());
        Lease lease = lease();
        openBoard(lease, pull(1), 5);
        assertThat(board(pull(1)).demands()).isEqualTo(Demands.NONE);

        store().boards().demand(lease, pull(1), new Demands(List.of(network, staging), false));
        assertThat(board(pull(1)).demands()).isEqualTo(new Demands(List.of(network, staging), false));
        assertThat(store().boards().open(pull(1).repo(), "main"))
                .singleElement()
                .satisfies(board -> assertThat(board.demands().of()).containsExactly(network, staging));

        openBoard(lease, pull(1), 6, NETWORK_STAGING);
        assertThat(board(pull(1)).demands().of()).containsExactly(staging);
        store().boards().stage(lease, pull(1), Board.Stage.CLOSED);
        assertThat(board(pull(1)).demands()).isEqualTo(Demands.NONE);
    }

    @Test
    void whetherMergingAppliesIsRemembered() {
        Lease lease = lease();
        store().boards().open(lease, pull(1), new Board.Opening(heads(5), "main", true, List.of()));
        assertThat(board(pull(1)).appliesOnMerge()).isTrue();

        openBoard(lease, pull(1), 6);
        assertThat(board(pull(1)).appliesOnMerge()).isFalse();
    }

    @Test
    void whetherItIsMergedOnceItIsAppliedIsRemembered() {
        Lease lease = lease();
        store().boards().open(lease, pull(1), new Board.Opening(heads(5), "main", true, List.of(), true));
        assertThat(board(pull(1)).mergesOnceApplied()).isTrue();

        openBoard(lease, pull(1), 6);
        assertThat(board(pull(1)).mergesOnceApplied()).isFalse();
    }

    @Test
    void aMergedBoardKeepsItsResultsUntilItIsDone() {
        Lease lease = lease();
        openBoard(lease, pull(1), 5);
        put(lease, pull(1), NETWORK, "plan-1");
        summarize(pull(1), "c1");

        store().boards().stage(lease, pull(1), Board.Stage.MERGED);
        assertThat(board(pull(1)).results()).hasSize(1);
        assertThat(board(pull(1)).closed()).isFalse();
        openBoard(lease, pull(1), 6, NETWORK);
        assertThat(board(pull(1)).stage()).isEqualTo(Board.Stage.MERGED);
        assertThat(store().boards().open(pull(1).repo(), "main")).hasSize(1);

        store().boards().stage(lease, pull(1), Board.Stage.DONE);
        assertThat(board(pull(1)).results()).isEmpty();
        assertThat(board(pull(1)).summaryId()).contains("c1");
        assertThat(store().boards().open(pull(1).repo(), "main")).isEmpty();
    }

    @Test
    void everyKindOfOutcomeIsKeptToTheLetter() {
        Lease lease = lease();
        List<Outcome> outcomes = List.of(
                new Outcome.Underway(),
                new Outcome.Unchanged("Grüße, 世界"),
                new Outcome.PlanFailed(PROBLEM, "text"),
                new Outcome.Locked(pull(9), 2, List.of("-target=a")),
                new Outcome.Stale(
                        new Outcome.Planned(
                                PlanSummary.nothing(),
                                new PlanId("old"),
                                "text",
                                true,
                                Optional.of(new Hold(PROBLEM, List.of("a: differs")))),
                        PROBLEM),
                new Outcome.Applied("line", "text"),
                new Outcome.ApplyFailed(PROBLEM, "text"),
                new Outcome.ApplyUnknown(PROBLEM, "text"),
                new Outcome.Discarded(Problem.of("met", "", "")));
        openBoard(lease, pull(1), 1);
        List<ProjectResult> results = new java.util.ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            ProjectResult result = result(lease, ProjectKey.at("p" + i), outcomes.get(i), clock.instant());
            store().boards().put(lease, pull(1), result);
            results.add(result);
        }
        ProjectResult planned =
                planned(ProjectKey.at("q"), new PlanId("plan"), lease.job().id(), clock.instant());
        store().boards().put(lease, pull(1), planned);
        results.add(planned);

        assertThat(board(pull(1)).results()).containsExactlyElementsOf(results);
    }

    @Test
    void severalResultsTakeTheirPlacesInOneStep() {
        Lease lease = lease();
        openBoard(lease, pull(1), 1);
        put(lease, pull(1), NETWORK, "plan-1");
        List<ProjectResult> fresh = List.of(
                result(lease, NETWORK, new Outcome.Underway(), clock.instant()),
                result(lease, NETWORK_STAGING, new Outcome.Unchanged("none"), clock.instant()));

        store().boards().put(lease, pull(1), fresh);

        assertThat(board(pull(1)).results()).containsExactlyElementsOf(fresh);
        refusedWhenLost(lost -> store().boards().put(lost, pull(1), fresh));
    }

    @Test
    void aResultTakesThePlaceOfTheProjectsLastOneAndKeepsNothingOfIt() {
        Lease lease = lease();
        put(lease, pull(1), NETWORK, "plan-1");
        put(lease, pull(1), NETWORK_STAGING, "plan-2");
        summarize(pull(1), "c1", new PlanId("plan-1"));
        ProjectResult fresh = result(lease, NETWORK, new Outcome.Underway(), clock.instant());

        store().boards().put(lease, pull(1), fresh);

        assertThat(board(pull(1)).result(NETWORK)).contains(fresh);
        assertThat(board(pull(1)).results()).hasSize(2);
    }

    @Test
    void aResultThatWasPublishedBeforeMayBePutAsSuch() {
        Lease lease = lease();
        ProjectResult plain = planned(NETWORK, new PlanId("plan-1"), lease.job().id(), clock.instant());
        ProjectResult published = new ProjectResult(
                plain.key(),
                plain.outcome(),
                plain.heads(),
                plain.job(),
                plain.run(),
                plain.at(),
                Optional.of(new Publication(clock.instant().minusSeconds(5), clock.instant())));

        store().boards().put(lease, pull(1), published);

        assertThat(board(pull(1)).results()).containsExactly(published);
    }

    @Test
    void openingAgainKeepsOnlyTheResultsAskedFor() {
        Lease lease = lease();
        openBoard(lease, pull(1), 1);
        put(lease, pull(1), NETWORK, "plan-1");
        put(lease, pull(1), NETWORK_STAGING, "plan-2");
        put(lease, pull(1), NETWORKS, "plan-3");
        put(lease, pull(11), NETWORK, "plan-4");

        openBoard(lease, pull(1), 2, NETWORK, ProjectKey.at("unheard-of"));

        assertThat(board(pull(1)).results()).extracting(ProjectResult::key).containsExactly(NETWORK);
        assertThat(board(pull(1)).heads()).contains(heads(2));
        assertThat(board(pull(11)).results()).hasSize(1);
    }

    @Test
    void troubleIsShownUntilTheBoardIsOpenedAgain() {
        Lease lease = lease();
        store().boards().trouble(lease, pull(1), List.of(PROBLEM));
        assertThat(board(pull(1)).problems()).containsExactly(PROBLEM);
        store().boards().trouble(lease, pull(1), List.of(Problem.of("other", "", "")));
        assertThat(board(pull(1)).problems()).containsExactly(Problem.of("other", "", ""));

        openBoard(lease, pull(1), 1);

        assertThat(board(pull(1)).problems()).isEmpty();
    }

    @Test
    void closingDropsTheResultsAndKeepsTheSummarysId() {
        Lease lease = lease();
        openBoard(lease, pull(1), 1);
        put(lease, pull(1), NETWORK, "plan-1");
        put(lease, pull(11), NETWORK, "plan-2");
        summarize(pull(1), "c1");

        store().boards().stage(lease, pull(1), Board.Stage.CLOSED);

        assertThat(board(pull(1)).closed()).isTrue();
        assertThat(board(pull(1)).results()).isEmpty();
        assertThat(board(pull(1)).summaryId()).contains("c1");
        assertThat(board(pull(11)).closed()).isFalse();
        assertThat(board(pull(11)).results()).hasSize(1);
    }

    @Test
    void openingAClosedBoardOpensIt() {
        Lease lease = lease();
        summarize(pull(1), "c1");
        store().boards().stage(lease, pull(1), Board.Stage.CLOSED);

        openBoard(lease, pull(1), 2);

        assertThat(board(pull(1)).closed()).isFalse();
        assertThat(board(pull(1)).summaryId()).contains("c1");
    }

    @Test
    void openBoardsAreFoundByExactRepositoryAndBase() {
        Lease lease = lease();
        openBoard(lease, pull(1), 1);
        put(lease, pull(1), NETWORK, "plan-1");
        openBoard(lease, pull(2), 1);
        store().boards().stage(lease, pull(2), Board.Stage.CLOSED);
        store().boards().open(lease, pull(3), new Board.Opening(heads(1), "maintenance", false, List.of()));
        openBoard(lease, new PullRef(Sample.INFRA_PROD, 4), 1);
        openBoard(lease, new PullRef(Sample.INFRA_ELSEWHERE, 5), 1);
        store().boards().trouble(lease, pull(6), List.of(PROBLEM));

        assertThat(store().boards().open(INFRA, "main")).containsExactly(board(pull(1)));
    }

    @Test
    void aStandingIsTheBoardWithoutItsResults() {
        Lease lease = lease();
        openBoard(lease, pull(1), 1);
        put(lease, pull(1), NETWORK, "plan-1");
        openBoard(lease, pull(2), 2);
        store().boards().stage(lease, pull(2), Board.Stage.CLOSED);
        store().boards().trouble(lease, pull(3), List.of(PROBLEM));

        assertThat(store().boards().standing(pull(1)))
                .contains(new Standing(pull(1), Optional.of(heads(1)), "main", false));
        assertThat(store().boards().standing(pull(2)))
                .contains(new Standing(pull(2), Optional.of(heads(2)), "main", true));
        assertThat(store().boards().standing(pull(3))).contains(new Standing(pull(3), Optional.empty(), "", false));
        assertThat(store().boards().standing(pull(11))).isEmpty();
        assertThat(store().boards().standing(new PullRef(Sample.INFRA_PROD, 1))).isEmpty();
    }

    @Test
    void openBoardsAreFoundByExactRepository() {
        Lease lease = lease();
        openBoard(lease, pull(1), 1);
        put(lease, pull(1), NETWORK, "plan-1");
        openBoard(lease, pull(2), 1);
        store().boards().stage(lease, pull(2), Board.Stage.CLOSED);
        openBoard(lease, pull(6), 1);
        store().boards().stage(lease, pull(6), Board.Stage.MERGED);
        store().boards().open(lease, pull(3), new Board.Opening(heads(3), "maintenance", false, List.of()));
        openBoard(lease, new PullRef(Sample.INFRA_PROD, 4), 1);
        openBoard(lease, new PullRef(Sample.INFRA_ELSEWHERE, 5), 1);

        assertThat(store().boards().open(INFRA))
                .containsExactlyInAnyOrder(
                        new Standing(pull(1), Optional.of(heads(1)), "main", false),
                        new Standing(pull(3), Optional.of(heads(3)), "maintenance", false));
    }

    @Test
    void boardsOfStrangersAreNotMixed() {
        Lease lease = lease();
        put(lease, pull(1), NETWORK, "plan-1");
        put(lease, new PullRef(Sample.INFRA_PROD, 1), NETWORK, "plan-2");

        assertThat(board(pull(1)).results())
                .extracting(ProjectResult::outcome)
                .allSatisfy(outcome ->
                        assertThat(((Outcome.Planned) outcome).plan()).isEqualTo(new PlanId("plan-1")));
        assertThat(board(new PullRef(Sample.INFRA_ELSEWHERE, 1)).results()).isEmpty();
    }

    @Test
    void aLostLeaseWritesNothing() {
        Lease lease = lease();
        openBoard(lease, pull(1), 1);
        put(lease, pull(1), NETWORK, "plan-1");
        Board before = board(pull(1));

        refusedWhenLost(lost -> openBoard(lost, pull(1), 2));
        refusedWhenLost(lost -> put(lost, pull(1), NETWORK, "plan-2"));
        refusedWhenLost(lost -> store().boards().trouble(lost, pull(1), List.of(PROBLEM)));
        refusedWhenLost(lost -> store().boards().stage(lost, pull(1), Board.Stage.CLOSED));

        assertThat(board(pull(1))).isEqualTo(before);
    }
}
