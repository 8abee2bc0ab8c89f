package io.tidelock.server.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.command.Authority;
import io.tidelock.core.command.StateEdit;
import io.tidelock.core.command.Target;
import io.tidelock.core.job.CommentOrder;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.Permission;
import io.tidelock.core.port.host.TeamReader;
import io.tidelock.core.port.run.Arbiter.Inquiry;
import io.tidelock.core.project.ApplyOn;
import io.tidelock.testkit.contract.HeldLease;
import io.tidelock.testkit.fake.host.FakeHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** alice writes pull requests, wanda may write, and olga is in the crew. */
@SuppressWarnings("NullAway.Init")
final class ClearanceTest {
    @TempDir
    Path folder;

    private Bench bench;
    private FakeHost host;
    private PullRef pull;

    @BeforeEach
    void start() {
        bench = new Bench(folder);
        bench.policy(new Policy(false, false, ApplyOn.BOTH));
        host = bench.host(Bench.INFRA);
        host.permit("olga", Permission.WRITE);
        host.join("olga");
        pull = bench.open(Bench.INFRA, "a", "b");
    }

    // ---- commands

    @Test
    void whoIsInNoTeamThatMayIsToldWhoMayAndNothingIsLost() {
        bench.teams("*:plan", "crew:apply");
        auto();

        assertThat(apply("wanda"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Evidence.Denied.class,
                        denied -> assertThat(denied.problem().sentence())
                                .isEqualTo("`wanda` may not apply here; expected a member of `crew`."
                                        + " Ask one of them to comment `apply`. Plans and locks stay as they are"));
        assertThat(bench.applied()).isEmpty();
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Planned");
        assertThat(bench.locks()).hasSize(2);

        apply("olga");
        assertThat(bench.applied()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void everyCommandThatChangesOrTellsSomethingIsForThoseWhoMay() {
        bench.teams("crew:*", "*:autoplan");
        auto();

        assertThat(List.of(
                        plan("wanda"),
                        apply("wanda"),
                        unlock("wanda"),
                        edit("wanda", new StateEdit.Import("aws_x.y", "id")),
                        edit("wanda", new StateEdit.Removal(List.of("aws_x.y"))),
                        version("wanda")))
                .allSatisfy(evidence -> assertThat(problem(evidence)).startsWith("`wanda` may not "));
        assertThat(problem(edit("wanda", new StateEdit.Removal(List.of("aws_x.y")))))
                .contains("may not change what the state knows here");
        assertThat(List.of(plan("olga"), version("olga"), unlock("olga")))
                .allSatisfy(evidence -> assertThat(evidence).noneMatch(Evidence.Denied.class::isInstance));
    }

    @Test
    void whoIsInATeamBelowOneThatMayMayAsWell() {
        bench.teams("*:plan", host.above("crew") + ":apply");
        auto();

        apply("olga");

        assertThat(bench.applied()).hasSize(2);
    }

    @Test
    void aTeamGivesNobodyMoreThanTheHostDoes() {
        bench.teams("crew:*", "*:autoplan");
        host.join("rita");
        auto();

        assertThat(problem(apply("rita"))).contains("rita has no write permission");
    }

    @Test
    void whereNobodyMayThatIsSaid() {
        bench.teams("*:plan");
        auto();

        assertThat(problem(unlock("olga"))).contains("`olga` may not unlock here: no team may");
    }

    // ---- what is asked of the host

    @Test
    void nobodyIsAskedAboutWhereEverybodyMay() {
        auto();
        plan("wanda");
        bench.teams("*:*");
        plan("wanda");
        apply("wanda");

        assertThat(host.misfortune().calls()).noneMatch(call -> call.startsWith("teams"));
    }

    @Test
    void aHostThatRefusesToTellKeepsEverybodyOut() {
        bench.teams("*:plan", "crew:apply");
        auto();
        failing(new Refused(Refused.Kind.NOT_ALLOWED, Problem.of("our token may not read teams", "", "")));

        assertThat(problem(apply("olga")))
                .contains("the host does not tell which teams `olga` is in: our token may not read teams");
        assertThat(bench.applied()).isEmpty();
    }

    @Test
    void aHostThatCannotBeAskedIsAskedAgain() {
        bench.teams("*:plan", "crew:apply");
        auto();
        failing(Unavailable.notDone("no answer", null));

        assertThatThrownBy(() -> apply("olga")).isInstanceOf(Unavailable.class);
        assertThat(bench.applied()).isEmpty();
    }

    // ---- planning what nobody has asked for

    @Test
    void thePullRequestOfSomebodyWhoMayNotPlanWaitsForSomebodyWhoMay() {
        bench.teams("crew:plan");

        assertThat(auto())
                .containsExactly(new Evidence.Skipped(
                        pull, bench.head(pull), "not planned until a member of crew comments plan", true));
        assertThat(bench.planned()).isEmpty();

        plan("olga");
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Planned");
    }

    @Test
    void thatOfSomebodyWhoMayIsPlanned() {
        bench.teams("crew:plan");
        host.join("alice");

        auto();

        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Planned");
    }

    // ---- merging

    @Test
    void mergingAppliesForWhoMayApply() {
        bench.teams("*:plan", "crew:apply");
        auto();
        merge(Optional.of(Actor.person("olga")));

        assertThat(bench.applied()).containsExactlyInAnyOrder("a", "b");
        assertThat(bench.board(pull).stage()).isEqualTo(Board.Stage.DONE);
    }

    @Test
    void mergingAppliesNothingForWhoMayNotAndWaitsForSomebodyWhoMay() {
        bench.teams("*:plan", "crew:apply");
        auto();

        assertThat(told(merge(Optional.of(Actor.person("wanda")))))
                .contains("`wanda`, who merged it, may not apply here; expected a member of `crew`", "comment `apply`");
        assertThat(bench.applied()).isEmpty();
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Planned");
        assertThat(bench.locks()).hasSize(2);

        assertThat(problem(apply("wanda"))).contains("`wanda` may not apply here");
        apply("olga");
        assertThat(bench.applied()).containsExactlyInAnyOrder("a", "b");
        assertThat(bench.board(pull).stage()).isEqualTo(Board.Stage.DONE);
    }

    @Test
    void mergingAppliesNothingWhenNobodyKnowsWhoMerged() {
        bench.teams("*:plan", "crew:apply");
        auto();

        assertThat(told(merge(Optional.empty()))).contains("the host does not say who merged it");
        assertThat(bench.applied()).isEmpty();
    }

    @Test
    void whoMergedIsNotAskedForWhereEverybodyMayApply() {
        bench.teams("*:apply", "*:plan", "crew:unlock");
        auto();
        merge(Optional.empty());

        assertThat(bench.applied()).hasSize(2);
    }

    @Test
    void mergingPlansNothingWhereNeitherTheAuthorNorWhoMergedMayPlan() {
        bench.teams("crew:plan", "*:apply");
        auto();

        assertThat(told(merge(Optional.of(Actor.person("wanda")))))
                .contains("nothing of it was planned or applied", "until a member of crew comments plan");
        assertThat(bench.planned()).isEmpty();
        assertThat(bench.locks()).isEmpty();
        assertThat(bench.board(pull).stage()).isEqualTo(Board.Stage.DONE);
    }

    @Test
    void mergingPlansWhatWasNotPlannedBeforeForWhoMayPlan() {
        bench.teams("crew:plan", "*:apply");
        auto();

        assertThat(told(merge(Optional.of(Actor.person("olga"))))).contains("before a plan of it could be read");
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Planned");
        assertThat(bench.applied()).isEmpty();
    }

    @Test
    void whatSomebodyWhoMayHadPlannedBeforeALaterPushWaitsForOneWhoMay() {
        bench.teams("crew:plan", "*:apply");
        plan("olga");
        bench.push(pull, "a", "b");
        auto();

        assertThat(told(merge(Optional.of(Actor.person("wanda")))))
                .contains("before a plan of it could be read", "until a member of crew comments plan");
        assertThat(bench.planned()).hasSize(2);
        assertThat(bench.board(pull).stage()).isEqualTo(Board.Stage.MERGED);

        plan("olga");
        assertThat(bench.planned()).hasSize(4);
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Planned");
    }

    @Test
    void aPullRequestThatTouchesNoProjectIsMergedWithoutAWord() {
        pull = bench.open(Bench.INFRA);
        bench.teams("crew:plan", "*:apply");
        auto();

        assertThat(merge(Optional.of(Actor.person("wanda")))).singleElement().isInstanceOf(Evidence.Freed.class);
        assertThat(bench.board(pull).stage()).isEqualTo(Board.Stage.DONE);
    }

    // ---- a program of the operator's

    @Test
    void theProgramDecidesInsteadOfTheListAndIsToldWhoAsksForWhat() {
        bench.teams("nobody:nothing");
        bench.authority(program("echo \"pass\""));
        auto();
        apply("olga");

        assertThat(bench.applied()).containsExactlyInAnyOrder("a", "b");
        Inquiry first = bench.arbiter.asked().getFirst();
        assertThat(first.arguments()).containsExactly("plan", "acme/infra");
        assertThat(first.variables())
                .containsEntry("USER_NAME", "alice")
                .containsEntry("PULL_AUTHOR", "alice")
                .containsEntry("COMMAND_NAME", "plan")
                .containsEntry("BASE_REPO_NAME", "infra")
                .containsEntry("PROJECT_NAME", "");
        Inquiry last = bench.arbiter.asked().getLast();
        assertThat(last.arguments()).containsExactly("apply", "acme/infra", "acme/crew");
        assertThat(last.variables()).containsEntry("USER_NAME", "olga").containsEntry("REPO_REL_PATH", "b");
        assertThat(Path.of(last.variables().getOrDefault("REPO_ROOT", ""), "b", "main.tf"))
                .exists();
    }

    @Test
    void whomTheProgramKeepsOutIsToldWhatItPrinted() {
        bench.authority(program(
                "[ \"$COMMAND_NAME\" = \"plan\" ] && echo \"pass\"",
                "[ \"$COMMAND_NAME\" = \"apply\" ] && echo \"$USER_NAME is not on call\""));
        auto();

        assertThat(problem(apply("olga")))
                .contains(
                        "`olga` may not apply here: the operator's program did not say `pass`",
                        "It printed: `olga is not on call`",
                        "Plans and locks stay");
        assertThat(bench.applied()).isEmpty();
        assertThat(bench.locks()).hasSize(2);
    }

    @Test
    void aProgramMayKeepSomebodyFromOneProject() {
        bench.authority(program("[ \"$REPO_REL_PATH$COMMAND_NAME\" = \"bapply\" ] && exit 1", "echo \"pass\""));
        auto();

        apply("olga");

        assertThat(bench.applied()).containsExactly("a");
        assertThat(bench.rows(pull)).containsExactly("a Applied", "b Planned");
    }

    @Test
    void whatTheAuthorMayNotHavePlannedIsRedAndWaitsForSomebodyElse() {
        bench.authority(program("[ \"$REPO_REL_PATH$USER_NAME\" = \"balice\" ] && exit 1", "echo \"pass\""));
        auto();
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b PlanFailed");
        assertThat(bench.locks()).hasSize(1);

        plan("olga");
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Planned");
    }

    @Test
    void aPlanOfSomebodyElseStaysWhereOneMayNotPlan() {
        bench.authority(program("[ \"$REPO_REL_PATH$USER_NAME\" = \"bwanda\" ] && exit 1", "echo \"pass\""));
        auto();
        plan("wanda");

        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Planned");
        assertThat(bench.planned()).containsExactlyInAnyOrder("a", "b", "a");
    }

    @Test
    void mergingAppliesNothingWhereTheProgramKeepsWhoMergedFromOneProject() {
        bench.authority(program("[ \"$REPO_REL_PATH$COMMAND_NAME\" = \"bapply\" ] && exit 1", "echo \"pass\""));
        auto();

        assertThat(told(merge(Optional.of(Actor.person("olga")))))
                .contains("`b`: `olga` may not apply here: the operator's program ended with exit code 1");
        assertThat(bench.applied()).isEmpty();
    }

    @Test
    void mergingPlansOnlyProjectsThatTheProgramDoesNotKeepThemFrom() {
        bench.authority(program("[ \"$REPO_REL_PATH$COMMAND_NAME\" = \"bplan\" ] && exit 1", "echo \"pass\""));

        merge(Optional.of(Actor.person("olga")));

        assertThat(bench.planned()).containsExactly("a");
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b PlanFailed");
        assertThat(bench.locks()).hasSize(1);
    }

    @Test
    void whatIsPlannedForAMergeQueueIsAskedForEachProject() {
        bench.authority(program("[ \"$REPO_REL_PATH\" = \"b\" ] && exit 1", "echo \"pass\""));

        done(
                new Work.Queued(pull, bench.head(pull), Optional.empty(), true),
                lease -> bench.planner().plan(new Work.AutoPlan(pull, bench.head(pull), true), lease));

        assertThat(bench.planned()).containsExactly("a");
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b PlanFailed");
    }

    @Test
    void importingAndForgettingAreAskedForEachProject() {
        bench.authority(program("[ \"$REPO_REL_PATH\" = \"a\" ] && exit 1", "echo \"pass\""));

        assertThat(edit("olga", new StateEdit.Removal(List.of("aws_x.y"))))
                .last()
                .isInstanceOfSatisfying(
                        Evidence.Answer.class,
                        answer -> assertThat(answer.text())
                                .contains("Not done in `a`: `olga` may not change what the state knows here"));
    }

    // ---- within

    private Authority program(String... commands) {
        return new Authority(bench.arbiter.program("./may", commands), List.of());
    }

    /** From now on who asks for teams gets this. */
    private void failing(RuntimeException failure) {
        bench.doors(new Bench.Doors() {
            @Override
            public <T> T through(Class<T> port, T real) {
                TeamReader none = (repo, who, wanted) -> {
                    throw failure;
                };
                return port.equals(TeamReader.class) ? port.cast(none) : real;
            }
        });
    }

    private List<Evidence> auto() {
        return done(
                new Work.AutoPlan(pull, bench.head(pull), false),
                lease -> bench.planner().plan(new Work.AutoPlan(pull, bench.head(pull), false), lease));
    }

    private List<Evidence> plan(String login) {
        Work.Plan work = new Work.Plan(order(login), new Target.All(), List.of(), false);
        return done(work, lease -> bench.planner().plan(work, lease));
    }

    private List<Evidence> apply(String login) {
        Work.Apply work = new Work.Apply(order(login), new Target.All(), false);
        return done(work, lease -> bench.applier().apply(work, lease));
    }

    private List<Evidence> unlock(String login) {
        Work.Unlock work = new Work.Unlock(order(login));
        return done(work, lease -> bench.locksmith().unlock(work, false, lease));
    }

    private List<Evidence> edit(String login, StateEdit edit) {
        Work.EditState work = new Work.EditState(order(login), new Target.InDirectory("a", "default"), edit, List.of());
        return done(work, lease -> bench.registrar().edit(work, lease));
    }

    private List<Evidence> version(String login) {
        Work.Version work = new Work.Version(order(login));
        return done(work, lease -> bench.registrar().version(work, lease));
    }

    private List<Evidence> merge(Optional<Actor> who) {
        publish();
        bench.merge(pull);
        host.mergedBy(pull, who);
        Work.Land work = new Work.Land(pull, bench.head(pull));
        return done(work, lease -> bench.lander().land(work, false, lease).orElseThrow());
    }

    private CommentOrder order(String login) {
        publish();
        return bench.order(pull, login, "a command");
    }

    private void publish() {
        bench.publish(pull);
        bench.tick();
    }

    private List<Evidence> done(Work work, Function<Lease, List<Evidence>> doing) {
        HeldLease lease = bench.store.lease(work);
        List<Evidence> evidence = doing.apply(lease);
        bench.end(lease);
        return evidence;
    }

    private static String problem(List<Evidence> evidence) {
        assertThat(evidence).last().isInstanceOf(Evidence.Denied.class);
        return ((Evidence.Denied) evidence.getLast()).problem().sentence();
    }

    private static String told(List<Evidence> evidence) {
        assertThat(evidence).last().isInstanceOf(Evidence.Told.class);
        return ((Evidence.Told) evidence.getLast()).text();
    }
}
