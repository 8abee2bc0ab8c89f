package io.tidelock.server;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.event.Delivery;
import io.tidelock.core.event.DeliveryId;
import io.tidelock.core.event.Reading;
import io.tidelock.core.port.host.WebhookReader;
import io.tidelock.core.port.store.Deliveries;
import io.tidelock.core.port.store.Jobs;
import io.tidelock.core.port.store.Outbox;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.server.decide.CommandWords;
import io.tidelock.server.decide.Rules;
import io.tidelock.server.enqueue.Promises;
import io.tidelock.server.execute.Bench;
import io.tidelock.server.execute.Neighbours;
import io.tidelock.server.report.ReportSettings;
import io.tidelock.server.report.Reporter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The middle of a server over a bench: all but its HTTP door, its settings and its disk. */
final class House {
    /** Words go one after the other: stories are told again from their seed. */
    private static final Postman.Pace PACE = new Postman.Pace(1, Tempo.usual().sign());

    /** A host that says no is asked again at once. */
    private static final Tempo QUICK = new Tempo(
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Tempo.usual().sign(),
            Duration.ofMillis(1),
            Duration.ofMillis(1),
            Duration.ofMillis(1),
            Duration.ofSeconds(1));

    final Bench bench;
    final Reporter reporter = new Reporter(new ReportSettings("tidelock", "", Optional.empty(), 65_536));
    final Postman postman;
    final Worker worker;
    final Turn turn;
    final Jobs jobs;
    private final Deliveries deliveries;

    House(Bench bench) {
        this.bench = bench;
        this.jobs = bench.door(Jobs.class, bench.store.jobs());
        this.deliveries = bench.door(Deliveries.class, bench.store.deliveries());
        this.postman = new Postman(
                bench.door(Outbox.class, bench.store.outbox()), bench.writer(), bench.clock, Tempo.usual(), PACE);
        bench.telling(new Telling(reporter, postman));
        Hands hands = new Hands(
                bench.planner(),
                bench.applier(),
                bench.lander(),
                bench.merger(),
                bench.locksmith(),
                bench.onlooker(),
                bench.aftermath(),
                bench.registrar(),
                bench.hookCourse(),
                new Neighbours((repo, commit, since) -> List.of(), name -> true, name -> false, bench.clock));
        this.worker = new Worker(hands, jobs, reporter, postman, QUICK, bench.clock);
        this.turn = new Turn(worker, jobs, bench.clock, Tempo.usual());
    }

    Shift shift() {
        return new Shift(turn, jobs, bench.clock, "house");
    }

    Intake intake(WebhookReader reader, Consumer<Deliveries.Receipt> bell) {
        Rules rules = new Rules(repo -> true, new CommandWords(true, Set.of("tidelock"), Optional.empty()), List.of());
        return new Intake(reader, rules, new Promises(deliveries, bench.clock), bell);
    }

    /** Deliveries of both repositories, kept apart by their names. */
    WebhookReader webhooks(RepoRef repo) {
        return delivery -> named(repo.path(), bench.host(repo).webhookReader(), delivery);
    }

    private static Reading named(String path, WebhookReader reader, Delivery delivery) {
        return switch (reader.read(delivery)) {
            case Reading.Refused refused -> refused;
            case Reading.Fact fact ->
                new Reading.Fact(
                        new DeliveryId(fact.id().host(), path + " " + fact.id().id()), fact.kind(), fact.event());
        };
    }

    /** Does what can be done now, one job after the other on this thread, and says what there is to say. */
    void work() {
        boolean busy = true;
        while (busy) {
            Optional<Jobs.Claim> claim = jobs.claim(
                    "house", bench.clock.instant(), bench.clock.instant().plus(Duration.ofSeconds(30)));
            claim.ifPresent(found -> turn.take(lease(found)));
            busy = postman.deliver(System.nanoTime() + 5_000_000_000L) || claim.isPresent();
        }
    }

    static HeldLease lease(Jobs.Claim claim) {
        HeldLease lease = new HeldLease(claim.job(), claim.fence());
        claim.stop().ifPresent(lease::stop);
        return lease;
    }

    /** Every status of a commit as {@code plan SUCCESS}. */
    List<String> statuses(PullRef pull, CommitSha sha) {
        return bench.host(pull.repo()).statuses(sha).stream()
                .map(House::status)
                .sorted()
                .toList();
    }

    private static String status(CommitStatus status) {
        return status.context().substring("tidelock/".length()) + " " + status.state();
    }
}
