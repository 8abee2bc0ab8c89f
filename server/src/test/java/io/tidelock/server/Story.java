package io.tidelock.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.event.Delivery;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.outcome.PlanSummary;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.Posted;
import io.tidelock.core.port.host.PullReader;
import io.tidelock.core.port.host.PullWriter;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.port.run.ApplyTask;
import io.tidelock.core.port.run.PlanRun;
import io.tidelock.core.port.run.PlanTask;
import io.tidelock.core.port.run.Runner;
import io.tidelock.core.port.store.Deliveries;
import io.tidelock.core.port.store.Jobs;
import io.tidelock.core.port.store.Outbox;
import io.tidelock.core.port.store.Plans;
import io.tidelock.core.port.store.StoredPlan;
import io.tidelock.core.project.ApplyOn;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.server.execute.Bench;
import io.tidelock.server.execute.Policy;
import io.tidelock.testkit.fake.FakeRunner;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A random story on one thread: things happen on the host, also between any two calls of the server, webhooks come late,
 * twice and in any order, answers get lost, and the server goes down at any call and is started anew.
 */
final class Story extends Doorkeeper {
    private static final List<String> DIRS = List.of("a", "b", "c");

    private final Random random;
    private final Bench bench;
    private final Witness witness;
    private final List<String> told = new ArrayList<>();
    private final List<Runnable> late = new ArrayList<>();
    private final List<Runnable> delivered = new ArrayList<>();
    private House house;
    private Optional<HeldLease> current = Optional.empty();
    private Optional<Misstep> misstep = Optional.empty();
    private final List<Throwable> crimes = new ArrayList<>();
    private boolean dead;

    /** What the host does at the next call. */
    private enum Misstep {
        REFUSES,
        LOSES_THE_ANSWER
    }

    private boolean within;
    private int left;
    private int untilNext;

    Story(long seed, Path folder) {
        random = new Random(seed);
        bench = new Bench(folder);
        witness = new Witness(bench);
        for (String dir : DIRS) {
            bench.runner.plans(dir, task -> plan(task, dir));
            bench.runner.applies(dir, task -> apply());
        }
        bench.doors(this);
        bench.policy(new Policy(false, false, ApplyOn.values()[random.nextInt(3)]));
        house = new House(bench);
        left = 12 + random.nextInt(10);
        untilNext = random.nextInt(20);
    }

    List<String> told() {
        return told;
    }

    void play() {
        within = true;
        open(Bench.INFRA);
        within = false;
        while (left > 0) {
            step();
            if (random.nextInt(3) == 0) {
                happen();
            }
        }
        rest();
        assertThat(crimes).isEmpty();
        witness.judge();
    }

    /** Until nothing is left to do. */
    private void rest() {
        left = 0;
        for (int i = 0; i < 200; i++) {
            while (!late.isEmpty()) {
                late.remove(random.nextInt(late.size())).run();
            }
            while (step()) {}
            if (bench.store.jobs().open().isEmpty() && bench.store.outbox().empty() && late.isEmpty()) {
                return;
            }
            bench.clock.pass(Duration.ofMinutes(1));
        }
        assertThat(bench.store.jobs().open()).as("jobs that never end").isEmpty();
        assertThat(bench.store.outbox().waiting()).as("words that never arrive").isEmpty();
    }

    /** Does one job, or sends words; true when there was something. */
    private boolean step() {
        Optional<Jobs.Claim> claim = Optional.empty();
        try {
            claim = house.jobs.claim(
                    "house", bench.clock.instant(), bench.clock.instant().plus(Duration.ofDays(1)));
            current = claim.map(House::lease);
            current.ifPresent(lease -> {
                tell("   job " + lease.job());
                house.turn.take(lease);
            });
        } catch (Stopped | Unavailable death) {
            tell("   dies of " + death.getMessage());
        }
        current = Optional.empty();
        boolean sent = !dead && send();
        if (dead) {
            tell("   a new server");
            dead = false;
            bench.store.restart();
            house = new House(bench);
            return true;
        }
        return sent || claim.isPresent();
    }

    private boolean send() {
        try {
            return house.postman.deliver(System.nanoTime() + 5_000_000_000L);
        } catch (Stopped | Unavailable death) {
            return true;
        }
    }

    // ---- between any two calls

    @Override
    synchronized void before(Class<?> port, Method method, List<Object> arguments) {
        die(port);
        if (!within && left > 0 && --untilNext <= 0) {
            untilNext = random.nextInt(25);
            happen();
            die(port);
        }
        if (port == PullReader.class || port == PullWriter.class) {
            stumble(Misstep.REFUSES, Unavailable.notDone("stumbling", null));
        }
        if (port == Runner.class && method.getName().equals("apply")) {
            tell("   applies "
                    + ((ApplyTask) arguments.getFirst()).project().key().label());
            try {
                witness.applies((ApplyTask) arguments.getFirst(), (Lease) arguments.getLast());
            } catch (AssertionError | RuntimeException crime) {
                crimes.add(crime);
            }
        }
    }

    @Override
    synchronized void after(Class<?> port, Method method, List<Object> arguments, @Nullable Object answer) {
        switch (answer) {
            case PullRequest pull when port == PullReader.class -> witness.read(pull);
            case null, default -> {}
        }
        if (port == PullWriter.class && method.getName().equals("status")) {
            CommitStatus status = (CommitStatus) arguments.getFirst();
            tell("   " + status.context() + " of " + status.sha().hex().substring(36) + " in "
                    + status.repo().path() + " is " + status.state() + ": " + status.description());
        }
        if (port == Plans.class && method.getName().equals("keep")) {
            witness.kept((StoredPlan) arguments.getLast());
        }
        if (port == Outbox.class && method.getName().equals("sent")) {
            witness.sent((Outbox.Letter) arguments.getFirst(), posted(arguments));
        }
        die(port);
        if (port == PullReader.class || port == PullWriter.class) {
            stumble(Misstep.LOSES_THE_ANSWER, Unavailable.perhapsDone("stumbling", null));
        }
        if (!within && left > 0 && random.nextInt(120) == 0) {
            left--;
            tell("* the server dies after " + port.getSimpleName() + "." + method.getName());
            dead = true;
            die(port);
        }
    }

    private void stumble(Misstep kind, Unavailable how) {
        if (!within && misstep.equals(Optional.of(kind))) {
            misstep = Optional.empty();
            throw how;
        }
    }

    @SuppressWarnings("unchecked")
    private static Optional<Posted> posted(List<Object> arguments) {
        return (Optional<Posted>) arguments.getLast();
    }

    /** A dead server does nothing any more: each of its calls ends here. */
    private void die(Class<?> port) {
        if (dead && !within) {
            if (port == PullWriter.class || port == Outbox.class) {
                throw Unavailable.notDone("death", null);
            }
            throw new Stopped(Stopped.Reason.LOST);
        }
    }

    // ---- what happens

    private void happen() {
        within = true;
        left--;
        if (random.nextInt(10) < 7) {
            bench.tick();
        }
        PullRef pull = pull();
        PullRequest.State state = bench.read(pull).state();
        switch (random.nextInt(19)) {
            case 0 -> open(random.nextBoolean() ? Bench.INFRA : Bench.PROD);
            case 1, 2, 3 -> push(pull);
            case 4 -> comment(pull, "plan");
            case 5 -> comment(pull, "plan -d " + dir());
            case 6, 7, 8 -> comment(pull, "apply");
            case 9 -> comment(pull, "apply -d " + dir());
            case 10 -> {
                switch (state) {
                    case OPEN -> {
                        tell("closes " + pull);
                        bench.host(pull.repo()).close(pull);
                        deliver(pull.repo());
                    }
                    case CLOSED -> {
                        tell("reopens " + pull);
                        bench.host(pull.repo()).reopen(pull);
                        deliver(pull.repo());
                    }
                    case MERGED -> comment(pull, "unlock");
                }
            }
            case 11, 12 -> {
                String path = random.nextInt(3) == 0 ? "README.md" : dir() + "/base.tf";
                tell("main of " + pull.repo().path() + " changes " + path);
                bench.pushMain(pull.repo(), path);
                deliver(pull.repo());
            }
            case 13 -> comment(pull, "unlock");
            case 14 -> {
                if (!delivered.isEmpty()) {
                    tell("a delivery comes again");
                    delivered.get(random.nextInt(delivered.size())).run();
                }
            }
            case 15, 16 -> {
                if (state == PullRequest.State.OPEN) {
                    tell("merges " + pull);
                    bench.merge(pull);
                    deliverBoth(pull.repo());
                }
            }
            default -> {
                tell("the host stumbles");
                misstep = Optional.of(random.nextBoolean() ? Misstep.REFUSES : Misstep.LOSES_THE_ANSWER);
            }
        }
        if (!late.isEmpty() && random.nextInt(3) == 0) {
            late.remove(random.nextInt(late.size())).run();
        }
        within = false;
    }

    private PullRef pull() {
        List<PullRef> pulls = List.copyOf(witness.pulls());
        return pulls.get(random.nextInt(pulls.size()));
    }

    private String dir() {
        return DIRS.get(random.nextInt(DIRS.size()));
    }

    private String[] dirs() {
        return DIRS.stream().filter(dir -> random.nextInt(3) > 0).toArray(String[]::new);
    }

    private void open(RepoRef repo) {
        if (witness.pulls().size() < 3) {
            PullRef pull = bench.open(repo, dirs());
            tell("opens " + pull);
            witness.knows(pull);
            deliver(repo);
        }
    }

    private void push(PullRef pull) {
        if (bench.read(pull).open()) {
            String[] dirs = dirs();
            bench.push(pull, dirs);
            tell("pushes " + List.of(dirs) + " to " + pull + ": "
                    + bench.head(pull).hex().substring(36));
            witness.knows(pull);
            deliver(pull.repo());
        }
    }

    private void comment(PullRef pull, String body) {
        String login = random.nextInt(6) == 0 ? "rita" : "wanda";
        tell(login + " comments " + body + " on " + pull);
        bench.host(pull.repo()).comment(pull, login, body);
        deliver(pull.repo());
    }

    /** A merge is told twice: of the pull request, and of the branch. */
    private void deliverBoth(RepoRef repo) {
        List<Delivery> deliveries = bench.host(repo).deliveries();
        deliver(repo, deliveries.get(deliveries.size() - 2));
        deliver(repo, deliveries.getLast());
    }

    private void deliver(RepoRef repo) {
        deliver(repo, bench.host(repo).deliveries().getLast());
    }

    /** Now, or later; the host keeps at it until it was taken. */
    private void deliver(RepoRef repo, Delivery delivery) {
        Runnable arrival = () -> {
            boolean outside = !within;
            within = true;
            assertThat(house.intake(house.webhooks(repo), this::ring)
                            .take(delivery)
                            .status())
                    .isLessThan(300);
            within = !outside;
        };
        delivered.add(arrival);
        if (random.nextInt(5) == 0) {
            late.add(arrival);
        } else {
            arrival.run();
        }
    }

    private void ring(Deliveries.Receipt receipt) {
        current.filter(lease -> receipt.stopping().contains(lease.job().id()))
                .ifPresent(lease -> lease.stop(Stopped.Reason.SUPERSEDED));
    }

    // ---- what terraform does

    private PlanRun plan(PlanTask task, String dir) {
        tell("   plans " + dir);
        return switch (random.nextInt(8)) {
            case 0 -> FakeRunner.idle(dir);
            case 1 -> FakeRunner.failing("bad luck");
            default ->
                new PlanRun.Done(
                        true,
                        new PlanSummary(1, 0, 0, 0, 0, 0, 0, 0, 0),
                        ("plan " + task.run().value()).getBytes(StandardCharsets.UTF_8),
                        List.of(dir),
                        false,
                        "Plan: 1 to add",
                        FakeRunner.fingerprint(
                                random.nextInt(5) == 0 ? "another " + task.run().value() : dir));
        };
    }

    private ApplyRun apply() {
        Problem problem = Problem.of("bad luck", "", "");
        return switch (random.nextInt(12)) {
            case 0 -> new ApplyRun.Failed(problem, false, "Error", Optional.empty());
            case 1 -> new ApplyRun.Failed(problem, true, "stale", Optional.empty());
            case 2 -> new ApplyRun.Unknown(problem, "", Optional.empty());
            default -> new ApplyRun.Done(FakeRunner.COMPLETE, FakeRunner.COMPLETE, Optional.empty());
        };
    }

    private void tell(String what) {
        told.add(what);
    }
}
