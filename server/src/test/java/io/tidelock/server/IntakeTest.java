package io.tidelock.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.event.Delivery;
import io.tidelock.core.job.Job;
import io.tidelock.core.job.Work;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.store.Deliveries;
import io.tidelock.server.accept.Answer;
import io.tidelock.server.execute.Bench;
import io.tidelock.testkit.fake.host.FakeHost;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Bench bench;

    @SuppressWarnings("NullAway.Init")
    private Intake intake;

    private final List<Deliveries.Receipt> rung = new ArrayList<>();

    @BeforeEach
    void start() {
        bench = new Bench(folder);
        intake = intake();
    }

    private Intake intake() {
        House house = new House(bench);
        return house.intake(house.webhooks(Bench.INFRA), rung::add);
    }

    @Test
    void aFactThatLeadsToWorkIsPromisedAndThenAnswered() {
        PullRef pull = bench.open(Bench.INFRA, "a");

        assertThat(intake.take(last())).isEqualTo(Answer.done("promised"));

        assertThat(bench.store.jobs().open())
                .extracting(Job::work)
                .containsExactly(new Work.AutoPlan(pull, bench.head(pull), false));
        assertThat(rung).hasSize(1);
    }

    @Test
    void seenBeforeItIsOnlyLookedAtAgain() {
        bench.open(Bench.INFRA, "a");
        intake.take(last());

        Answer again = intake.take(host().again(last()));

        assertThat(again.status()).isBetween(200, 299);
        assertThat(again.text()).contains("seen before");
        assertThat(bench.store.jobs().open()).hasSize(1);
    }

    @Test
    void aFactThatLeadsToNothingIsRecorded() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        host().comment(pull, "wanda", "looks good");

        Answer answer = intake.take(last());

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text()).startsWith("recorded; ignored:");
        assertThat(bench.store.jobs().open()).isEmpty();
        assertThat(rung).isEmpty();
    }

    @Test
    void whatIsNotSignedIs401AndWhatIsMalformedIs400() {
        bench.open(Bench.INFRA, "a");
        Delivery good = last();
        Delivery tampered = new Delivery(good.headers(), "event 1 ".getBytes(StandardCharsets.UTF_8));
        Delivery malformed = host().withBody(good, "rubbish".getBytes(StandardCharsets.UTF_8));

        assertThat(intake.take(tampered).status()).isEqualTo(401);
        assertThat(intake.take(malformed).status()).isEqualTo(400);
        assertThat(intake.take(new Delivery(Map.of(), new byte[0])).status()).isEqualTo(400);
        assertThat(bench.store.jobs().open()).isEmpty();
    }

    @Test
    void whatCannotBeStoredIs503() {
        bench.open(Bench.INFRA, "a");
        bench.doors(Doorkeeper.failing(Deliveries.class, Unavailable.notDone("the disk is full", null)));

        Answer answer = intake().take(last());

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).contains("the disk is full");
        assertThat(rung).isEmpty();
    }

    private FakeHost host() {
        return bench.host(Bench.INFRA);
    }

    private Delivery last() {
        return host().deliveries().getLast();
    }
}
