package io.tidelock.server.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.command.StateEdit;
import io.tidelock.core.command.Target;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.host.Permission;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.project.ApplyOn;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.testkit.contract.HeldLease;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comments have done to terraform's state is done once, by those who may, and what was planned before it is dropped. */
final class RegistrarTest {
    private static final StateEdit IMPORT = new StateEdit.Import("a.b", "an-id");
    private static final StateEdit REMOVAL = new StateEdit.Removal(List.of("a.b", "c.d"));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(folder);
        bench.policy(new Policy(false, false, ApplyOn.BOTH));
    }

    @Test
    void anImportIsDoneInTheOneProjectAndItsPlanIsDropped() {
        PullRef pull = planned("a");
        List<Evidence> evidence = edit(pull, "wanda", IMPORT, new Target.All());

        assertThat(bench.runner.edited()).singleElement().satisfies(task -> {
            assertThat(task.project().key()).isEqualTo(ProjectKey.at("a"));
            assertThat(task.edit()).isEqualTo(IMPORT);
            assertThat(task.extraArgs()).containsExactly("-var=x=y");
        });
        assertThat(bench.rows(pull)).containsExactly("a Discarded");
        assertThat(bench.store.states().state(Bench.INFRA, ProjectKey.at("a"))).isPresent();
        assertThat(bench.locks()).containsExactly("acme/infra#1 a");
        assertThat(answer(evidence))
                .startsWith("`a.b` is imported into the state of `a`.")
                .contains("```\nImport successful!\n```")
                .endsWith("What was planned before is dropped. To see what is left to do, comment `plan -d a`.");
        assertThat(evidence).hasAtLeastOneElementOfType(Evidence.Shown.class);
    }

    @Test
    void anImportNeedsOneProject() {
        PullRef pull = planned("a", "b");

        assertThat(denied(edit(pull, "wanda", IMPORT, new Target.All())))
                .isEqualTo("this pull request touches 2 projects: a, b");
        assertThat(answer(edit(pull, "wanda", IMPORT, new Target.InDirectory("b", "default"))))
                .contains("state of `b`");
        assertThat(bench.rows(pull)).containsExactly("a Planned", "b Discarded");
    }

    @Test
    void severalProjectsMayForget() {
        PullRef pull = planned("a", "b");

        assertThat(answer(edit(pull, "wanda", REMOVAL, new Target.All())))
                .contains("`a.b`, `c.d` are no longer in the state of `a`", "no longer in the state of `b`")
                .endsWith("comment `plan -d a`, `plan -d b`.");
        assertThat(bench.rows(pull)).containsExactly("a Discarded", "b Discarded");
    }

    @Test
    void aFailureIsToldAndKeepsThePlan() {
        PullRef pull = planned("a");

        assertThat(answer(edit(pull, "wanda", new StateEdit.Removal(List.of("x.missing")), new Target.All())))
                .startsWith("`x.missing` could not be removed from `a`: terraform state rm failed: no such address")
                .doesNotContain("plan -d");
        assertThat(bench.rows(pull)).containsExactly("a Planned");
    }

    @Test
    void whoMayNotWriteMayNotEdit() {
        PullRef pull = planned("a");

        assertThat(denied(edit(pull, "rita", IMPORT, new Target.All()))).contains("rita has no write permission");
        assertThat(bench.runner.edited()).isEmpty();
    }

    @Test
    void whatAnotherPullRequestHasLockedIsLeftAlone() {
        planned("a");
        PullRef pull = bench.open(Bench.INFRA, "a");

        assertThat(answer(edit(pull, "wanda", IMPORT, new Target.InDirectory("a", "default"))))
                .startsWith("Not done in `a`: #1 has its lock");
        assertThat(bench.runner.edited()).isEmpty();
    }

    @Test
    void aJobThatIsTriedAgainDoesNotDoItAgain() {
        PullRef pull = planned("a");
        Work.EditState work = work(pull, "wanda", IMPORT, new Target.All());
        HeldLease lease = bench.store.lease(work);
        String first = answer(bench.registrar().edit(work, lease));

        String second = answer(bench.registrar().edit(work, lease));

        assertThat(bench.runner.edited()).hasSize(1);
        assertThat(second).startsWith("`a.b` is imported into the state of `a`.");
        assertThat(first).contains("Import successful!");
    }

    @Test
    void whoMayNotWriteAnyMoreIsToldWhatWasDoneAndNoMoreIs() {
        PullRef pull = planned("a", "b");
        Work.EditState work = work(pull, "wanda", REMOVAL, new Target.All());
        HeldLease lease = bench.store.lease(work);
        bench.registrar().edit(work(pull, "wanda", REMOVAL, new Target.InDirectory("a", "default")), lease);
        bench.host(Bench.INFRA).permit("wanda", Permission.READ);

        assertThat(answer(bench.registrar().edit(work, lease)))
                .contains("no longer in the state of `a`", "Not done in `b`: wanda has no write permission");
    }

    @Test
    void afterACrashItIsAskedHowItEnded() {
        PullRef pull = planned("a");
        Work.EditState work = work(pull, "wanda", IMPORT, new Target.All());
        HeldLease lease = bench.store.lease(work);
        bench.runner.hangsInApply("a");
        bench.runner.edits("a", task -> {
            lease.stop(Stopped.Reason.SHUTDOWN);
            return new ApplyRun.Done("Import successful!", "Import successful!", Optional.of(new byte[] {1}));
        });
        assertThatThrownBy(() -> bench.registrar().edit(work, lease)).isInstanceOf(Stopped.class);
        bench.runner.release();
        bench.store.restart();
        HeldLease next = HeldLease.of(bench.store
                .jobs()
                .claim("next", bench.clock.instant(), bench.clock.instant().plusSeconds(30))
                .orElseThrow());

        assertThat(answer(bench.registrar().edit(work, next))).startsWith("`a.b` is imported into the state of `a`.");
        assertThat(bench.runner.edited()).hasSize(1);
        assertThat(bench.store.states().state(Bench.INFRA, ProjectKey.at("a"))).contains(new byte[] {1});
    }

    @Test
    void whoGivesUpSettlesWhatWasBegun() {
        PullRef pull = planned("a");
        Work.EditState work = work(pull, "wanda", IMPORT, new Target.All());
        HeldLease lease = bench.store.lease(work);
        bench.runner.edits(
                "a", task -> new ApplyRun.Unknown(Problem.of("gone", "", ""), "it printed this", Optional.empty()));

        assertThat(answer(bench.registrar().edit(work, lease)))
                .startsWith("The outcome of `import` in `a` is not known: gone")
                .contains("comment `plan -d a`");
        bench.registrar().giveUp(lease);
        assertThat(bench.rows(pull)).containsExactly("a Discarded");
    }

    @Test
    void aVersionMayBeAskedForOneProject() {
        PullRef pull = planned("a");
        Work.Version work =
                new Work.Version(bench.order(pull, "wanda", "version"), new Target.InDirectory("a", "default"));

        assertThat(answer(bench.registrar().version(work, bench.store.lease(work))))
                .isEqualTo("`a`: `Terraform v0.0.0-fake`");
    }

    // ----

    private PullRef planned(String... dirs) {
        PullRef pull = bench.open(Bench.INFRA, dirs);
        Work.AutoPlan work = new Work.AutoPlan(pull, bench.head(pull), false);
        HeldLease lease = bench.store.lease(work);
        bench.planner().plan(work, lease);
        bench.end(lease);
        return pull;
    }

    private Work.EditState work(PullRef pull, String login, StateEdit edit, Target target) {
        return new Work.EditState(bench.order(pull, login, "x"), target, edit, List.of("-var=x=y"));
    }

    private List<Evidence> edit(PullRef pull, String login, StateEdit edit, Target target) {
        Work.EditState work = work(pull, login, edit, target);
        HeldLease lease = bench.store.lease(work);
        List<Evidence> evidence = bench.registrar().edit(work, lease);
        bench.end(lease);
        return evidence;
    }

    private static String answer(List<Evidence> evidence) {
        assertThat(evidence.getLast()).isInstanceOf(Evidence.Answer.class);
        return ((Evidence.Answer) evidence.getLast()).text();
    }

    private static String denied(List<Evidence> evidence) {
        assertThat(evidence).singleElement().isInstanceOf(Evidence.Denied.class);
        return ((Evidence.Denied) evidence.getFirst()).problem().met();
    }
}
