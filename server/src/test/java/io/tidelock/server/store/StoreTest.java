package io.tidelock.server.store;

import static io.tidelock.testkit.contract.Sample.INFRA;
import static io.tidelock.testkit.contract.Sample.NETWORK;
import static io.tidelock.testkit.contract.Sample.NETWORKS;
import static io.tidelock.testkit.contract.Sample.arrival;
import static io.tidelock.testkit.contract.Sample.autoPlan;
import static io.tidelock.testkit.contract.Sample.bytes;
import static io.tidelock.testkit.contract.Sample.plan;
import static io.tidelock.testkit.contract.Sample.pull;
import static io.tidelock.testkit.contract.Sample.reply;
import static io.tidelock.testkit.contract.Sample.stored;
import static io.tidelock.testkit.contract.Sample.summary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tidelock.core.event.DeliveryId;
import io.tidelock.core.job.Ending;
import io.tidelock.core.job.Job;
import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.PlanFingerprint;
import io.tidelock.core.outcome.PlanId;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.store.Jobs.Claim;
import io.tidelock.core.port.store.Outbox.Letter;
import io.tidelock.core.port.store.Repositories;
import io.tidelock.core.port.store.Runs.Kind;
import io.tidelock.core.port.store.Runs.Run;
import io.tidelock.core.port.store.StoredPlan;
import io.tidelock.core.secret.Secret;
import io.tidelock.testkit.contract.HeldLease;
import io.tidelock.testkit.contract.Sample;
import io.tidelock.testkit.contract.TestClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final TestClock clock = new TestClock();

    @TempDir
    private Path data;

    private Store store;

    @BeforeEach
    void open() {
        store = Store.open(FreshStore.settings(data), clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void restart() {
        store.close();
        open();
    }

    private Claim claim() {
        return store.jobs().claim("w", clock.instant(), clock.in(LEASE)).orElseThrow();
    }

    private HeldLease lease() {
        store.jobs().add(plan(pull(900)), clock.instant());
        return HeldLease.of(claim());
    }

    private int execute(String sql) {
        return store.database().write(handle -> handle.execute(sql));
    }

    private int count(String table) {
        return store.database()
                .read(handle -> handle.select("SELECT COUNT(*) FROM " + table)
                        .mapTo(Integer.class)
                        .one());
    }

    @Test
    void everythingIsThereAfterARestart() {
        HeldLease lease = lease();
        store.boards().open(lease, pull(1), new Board.Opening(Sample.heads(1), "main", false, List.of()));
        store.plans().keep(lease, stored("plan-1", pull(1), NETWORK, 1));
        store.locks().take(lease, pull(1), NETWORK, clock.instant());
        store.outbox().put(List.of(reply(pull(1), "r1")), clock.instant());

        restart();

        assertThat(store.jobs().open()).hasSize(1);
        assertThat(store.boards().board(pull(1)).baseBranch()).isEqualTo("main");
        assertThat(store.plans().plan(new PlanId("plan-1"))).isPresent();
        assertThat(store.locks().all()).hasSize(1);
        assertThat(store.outbox().due(clock.instant(), 9)).hasSize(1);
    }

    @Test
    void aDatabaseOfANewerVersionIsRefused() {
        execute("INSERT INTO schema_history SELECT installed_rank + 1, '999', 'from the future', type, 'V999__x.sql',"
                + " checksum, installed_by, installed_on, execution_time, success FROM schema_history"
                + " ORDER BY installed_rank DESC LIMIT 1");
        store.close();

        assertThatThrownBy(this::open)
                .isInstanceOf(Refused.class)
                .hasMessageContaining("schema 999")
                .hasMessageContaining("newer version");
    }

    @Test
    void aStoreFromBeforeTheSweepKnowsItsRepositoriesAndTheCommentsItObeyed() {
        store.jobs().add(plan(pull(1)), clock.instant());
        store.jobs().add(autoPlan(pull(2), 1), clock.instant());
        execute("DROP TABLE repository");
        execute("DROP TABLE heard_comment");
        execute("DROP INDEX job_of_lane");
        execute("DROP INDEX letter_of_key");
        execute("ALTER TABLE board DROP COLUMN demands");
        execute("ALTER TABLE board DROP COLUMN merges_once_applied");
        execute("DELETE FROM schema_history WHERE version >= '3'");

        restart();

        assertThat(store.repositories().all())
                .extracting(Repositories.Known::repo, Repositories.Known::last)
                .containsExactly(tuple(INFRA, Optional.empty()));
        assertThat(store.deliveries()
                        .keep(arrival("d1", clock.instant(), plan(pull(1))))
                        .seenBefore())
                .isTrue();
        assertThat(count("heard_comment")).isEqualTo(1);
    }

    @Test
    void aFolderThatWasRefusedIsFreeForTheNextTry() {
        aDatabaseOfANewerVersionIsRefused();

        assertThatThrownBy(this::open).hasMessageContaining("schema 999");
    }

    @Test
    void afterARestartRunningJobsMayBeClaimedAtOnceUnderANewFence() {
        store.jobs().add(plan(pull(1)), clock.instant());
        store.jobs().add(plan(pull(2)), clock.instant());
        Claim first = claim();
        restart();

        assertThat(store.releaseLeases(clock.instant())).isEqualTo(1);

        Claim second = claim();
        assertThat(second.job().id()).isEqualTo(first.job().id());
        assertThat(second.job().attempt()).isEqualTo(2);
        assertThat(second.fence()).isGreaterThan(first.fence());
        assertThat(store.releaseLeases(clock.instant())).isEqualTo(1);
    }

    @Test
    void afterARestartASupersededJobIsStillSuperseded() {
        store.jobs().add(autoPlan(pull(1), 1), clock.instant());
        claim();
        store.jobs().add(autoPlan(pull(1), 2), clock.instant());
        restart();
        store.releaseLeases(clock.instant());

        Claim successor = claim();

        assertThat(successor.job().work()).isEqualTo(autoPlan(pull(1), 1));
        assertThat(successor.stop()).contains(Stopped.Reason.SUPERSEDED);
    }

    @Test
    void whatWasBeingSentWhenTheServerWentDownIsUncertain() {
        store.outbox().put(List.of(reply(pull(1), "r1"), summary(pull(1), "old")), clock.instant());
        store.outbox().due(clock.instant(), 9);
        store.outbox().put(List.of(summary(pull(1), "new"), reply(pull(1), "r2")), clock.instant());

        restart();

        List<Letter> due = store.outbox().due(clock.instant(), 9);
        assertThat(due)
                .extracting(Letter::message)
                .containsExactly(reply(pull(1), "r1"), summary(pull(1), "new"), reply(pull(1), "r2"));
        assertThat(due).extracting(Letter::uncertain).containsExactly(true, true, false);
        assertThat(due).extracting(Letter::attempt).containsExactly(2, 1, 1);
    }

    @Test
    void aDerivedKeyIsTheSameAfterARestartAndAnotherForEachUse() {
        Secret key = store.keyFor("one use");
        restart();

        assertThat(store.keyFor("one use")).isEqualTo(key);
        assertThat(store.keyFor("another use")).isNotEqualTo(key);
        assertThat(key.reveal()).matches("[0-9a-f]{64}");
    }

    @Test
    void aPlanPutInTheRowOfAnotherIsRefused() {
        HeldLease lease = lease();
        store.plans().keep(lease, stored("plan-1", pull(1), NETWORK, 1));
        store.plans().keep(lease, stored("plan-2", pull(2), NETWORK, 1));
        execute("UPDATE plan_file SET sealed = (SELECT sealed FROM plan_file WHERE id = 'plan-1') WHERE id = 'plan-2'");

        assertThatThrownBy(() -> store.plans().plan(new PlanId("plan-2")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("the stored plan of network in github.com/acme/infra#2 cannot be read");
    }

    @Test
    void aPlanWhoseOriginWasChangedIsRefused() {
        store.plans().keep(lease(), stored("plan-1", pull(1), NETWORK, 1));
        execute("UPDATE plan_file SET made_from = REPLACE(made_from, 'blob-1', 'blob-2')");

        assertThatThrownBy(() -> store.plans().plan(new PlanId("plan-1"))).isInstanceOf(Refused.class);
    }

    @Test
    void aPlanOfAVersionWithoutFingerprintsCannotBeCompared() {
        StoredPlan plan = stored("plan-1", pull(1), NETWORK, 1);
        store.plans().keep(lease(), plan);
        String old = store.database()
                .read(handle -> handle.select("SELECT made_from FROM plan_file")
                        .mapTo(String.class)
                        .one())
                .replaceFirst(",\"fingerprint\":.*}$", "}");
        byte[] label = Vault.label(
                "plan",
                "plan-1",
                INFRA.host(),
                INFRA.path(),
                "1",
                NETWORK.dir(),
                NETWORK.workspace(),
                NETWORK.name(),
                old);
        byte[] sealed = FreshStore.vault().seal(label, plan.file());
        store.database().write(handle -> handle.execute("UPDATE plan_file SET made_from = ?, sealed = ?", old, sealed));

        StoredPlan read = store.plans().plan(new PlanId("plan-1")).orElseThrow();

        assertThat(read.file()).isEqualTo(plan.file());
        assertThat(read.fingerprint())
                .isEqualTo(PlanFingerprint.unknown("it was planned by an older version of Tidelock"));
    }

    @Test
    void aStateAndALogPutInTheRowOfAnotherAreRefused() {
        HeldLease lease = lease();
        store.states().keep(lease, INFRA, NETWORK, bytes("one"));
        store.states().keep(lease, INFRA, NETWORKS, bytes("two"));
        execute("UPDATE state_file SET sealed = (SELECT sealed FROM state_file WHERE dir = 'network')");
        run(lease, "run-1");
        run(lease, "run-2");
        execute("UPDATE run SET sealed = (SELECT sealed FROM run WHERE id = 'run-1')");

        assertThatThrownBy(() -> store.states().state(INFRA, NETWORKS)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> store.runs().log(new RunId("run-2"))).isInstanceOf(Refused.class);
    }

    private void run(HeldLease lease, String id) {
        store.runs()
                .begin(
                        lease,
                        new Run(
                                new RunId(id),
                                lease.job().id(),
                                Kind.PLAN,
                                pull(1),
                                NETWORK,
                                clock.instant(),
                                Optional.empty(),
                                Optional.empty()));
        store.runs().end(lease, new RunId(id), "planned", clock.instant(), bytes("log of " + id));
    }

    @Test
    void plansStatesAndLogsAreNotReadableOnTheDisk() throws Exception {
        HeldLease lease = lease();
        store.states().keep(lease, INFRA, NETWORK, bytes("the-secret-in-the-state"));
        store.close();

        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain("the-secret-in-the-state");
            }
        }
    }

    @Test
    void theAuditTrailIsNeitherChangedNorCut() {
        store.audit().note(clock.instant(), "ada", "apply", "acme/infra#1", "");

        assertThatThrownBy(() -> execute("UPDATE audit SET who = 'zoe'")).hasMessageContaining("never changed");
        assertThatThrownBy(() -> execute("DELETE FROM audit")).hasMessageContaining("never cut");
        assertThat(count("audit")).isEqualTo(1);
    }

    @Test
    void aJobOfANewerVersionHoldsUpItsLaneOnly() {
        store.jobs().add(plan(pull(1)), clock.instant());
        JobId behind = store.jobs().add(plan(pull(1)), clock.instant());
        JobId other = store.jobs().add(plan(pull(2)), clock.instant());
        execute("UPDATE job SET work = '{\"type\":\"Refactor\"}' WHERE id = (SELECT MIN(id) FROM job)");

        assertThat(claim().job().id()).isEqualTo(other);
        assertThat(store.jobs().claim("w", clock.instant(), clock.in(LEASE))).isEmpty();
        assertThat(store.jobs().open()).extracting(Job::id).containsExactly(behind, other);
        store.jobs().add(autoPlan(pull(1), 1), clock.instant());
        assertThat(count("job WHERE ended_at IS NULL")).isEqualTo(4);
    }

    @Test
    void wordsOfANewerVersionHoldUpNoOthers() {
        store.outbox().put(List.of(reply(pull(1), "r1"), reply(pull(1), "r2")), clock.instant());
        execute("UPDATE letter SET message = '{\"type\":\"Poem\"}' WHERE id = (SELECT MIN(id) FROM letter)");

        store.outbox().due(clock.instant(), 1);

        assertThat(store.outbox().due(clock.instant(), 1))
                .extracting(Letter::message)
                .containsExactly(reply(pull(1), "r2"));
        assertThat(count("letter")).isEqualTo(2);
    }

    @Test
    void whatIsOldAndOverIsForgotten() {
        store.deliveries().keep(arrival("d1", clock.instant(), plan(pull(1))));
        HeldLease lease = HeldLease.of(claim());
        run(lease, "run-1");
        store.jobs().finish(lease, Ending.done("done"), List.of(reply(pull(1), "r1")));
        store.outbox().due(clock.instant(), 9).forEach(letter -> store.outbox().sent(letter, Optional.empty()));
        clock.pass(Duration.ofDays(31));

        assertThat(store.prune(clock.instant().minus(Duration.ofDays(30)))).isEqualTo(5);

        for (String table : List.of("delivery", "heard_comment", "job", "run", "letter")) {
            assertThat(count(table)).as(table).isZero();
        }
    }

    @Test
    void whatIsOpenOrYoungOrShownIsNotForgotten() {
        store.deliveries().keep(arrival("d1", clock.instant(), plan(pull(1))));
        HeldLease lease = HeldLease.of(claim());
        run(lease, "run-1");
        store.boards()
                .put(
                        lease,
                        pull(1),
                        Sample.planned(NETWORK, new PlanId("p"), lease.job().id(), clock.instant()));
        store.jobs().finish(lease, Ending.done("done"), List.of(reply(pull(1), "r1")));
        store.jobs().add(plan(pull(2)), clock.instant());
        clock.pass(Duration.ofDays(29));

        store.prune(clock.instant());

        assertThat(store.deliveries().find(new DeliveryId("github.com", "d1"))).isPresent();
        assertThat(store.jobs().open()).hasSize(1);
        assertThat(store.runs().log(new RunId("run-1"))).isPresent();
        assertThat(store.outbox().due(clock.instant(), 9)).hasSize(1);
    }

    @Test
    void aRepeatedDeliveryWhoseJobWasForgottenIsStillKnown() {
        store.deliveries().keep(arrival("d1", clock.instant(), plan(pull(1))));
        store.jobs().finish(HeldLease.of(claim()), Ending.done("done"), List.of());
        clock.pass(Duration.ofDays(2));
        store.prune(clock.instant());

        assertThat(store.deliveries()
                        .keep(arrival("d1", clock.instant(), plan(pull(1)), autoPlan(pull(1), 1)))
                        .job())
                .hasValueSatisfying(job -> assertThat(job.value()).isGreaterThan(1));
        assertThat(store.jobs().open()).extracting(Job::work).containsExactly(autoPlan(pull(1), 1));
    }
}
