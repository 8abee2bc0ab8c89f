package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.sandbox.PullId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code kill -9} at moments between the answer to the webhook and the end of the apply. What is asserted is told by the
 * host, the disk and the kernel. The same moments come again with {@code -Dcrash.seed=SEED}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledOnOs(OS.LINUX)
class CrashTest {
    private static final int EACH = 10;
    private static final String COMMAND = "sleep 1; echo done >> OUTSIDE; sleep 1";
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final long seed = Long.getLong("crash.seed", System.nanoTime() % 1_000_000);

    private final AtomicInteger plansHit = new AtomicInteger();
    private final AtomicInteger appliesHit = new AtomicInteger();
    private Realm realm;
    private Duration undisturbed = Duration.ZERO;

    /** When, as a share of an undisturbed story, and whom. */
    record Blow(int round, double share, boolean children) {
        List<String> dirs() {
            return round % 5 == 4 ? List.of("app", "network") : List.of("app");
        }

        @Override
        public String toString() {
            return "%02d: %s at %d %%"
                    .formatted(
                            round, children ? "the server and its children" : "the server alone", (int) (share * 100));
        }
    }

    /** A kill and a new start that happen at their moment, whatever the story is at. */
    private final class Blast {
        private final CompletableFuture<Void> over = new CompletableFuture<>();
        private final Map<String, List<String>> interrupted = new LinkedHashMap<>();

        void strike(PullId pull, Blow blow, Instant moment) {
            Thread.ofPlatform().daemon().name("blast").start(() -> {
                try {
                    Duration left = Duration.between(Instant.now(), moment);
                    if (left.isPositive()) {
                        Realm.sleep(left);
                    }
                    if (blow.children()) {
                        realm.killAll();
                    } else {
                        realm.kill();
                    }
                    for (String dir : blow.dirs()) {
                        interrupted.put(dir, cutOff(pull, dir, "plan"));
                        plansHit.addAndGet(cutOff(pull, dir, "plan").size());
                        appliesHit.addAndGet(cutOff(pull, dir, "apply").size());
                    }
                    realm.start();
                    over.complete(null);
                } catch (RuntimeException | Error failure) {
                    realm.broken(failure);
                    over.completeExceptionally(failure);
                }
            });
        }
    }

    /** The runs whose end the server has not seen. */
    private List<String> cutOff(PullId pull, String dir, String verb) {
        return realm.calls(pull, dir, verb).stream()
                .filter(run -> !realm.ended(run))
                .toList();
    }

    @BeforeAll
    void measure(@TempDir Path folder) {
        System.out.println("crash.seed=" + seed);
        realm = new Realm(folder);
        realm.slow(Duration.ofMillis(120));
        realm.start();
        for (String name : List.of("warm-up", "undisturbed")) {
            PullId pull = realm.pull(name, List.of("app"), COMMAND);
            realm.await("2xx", pull, () -> realm.heard(pull));
            Instant begin = Instant.now();
            realm.await("plan", pull, () -> realm.waitsForApply(pull));
            realm.comment(pull, "tidelock apply");
            realm.await("apply", pull, () -> realm.applied(pull));
            undisturbed = Duration.between(begin, Instant.now());
        }
        undisturbed = undisturbed.compareTo(LONGEST) < 0 ? undisturbed : LONGEST;
        System.out.println("an undisturbed story takes " + undisturbed);
    }

    @AfterAll
    void end() {
        realm.close();
        System.out.println(plansHit + " plans and " + appliesHit + " applies were hit");
    }

    /** Odd rounds hit the server alone; the moments of each kind are spread evenly, each a bit beside its place. */
    Stream<Blow> blows() {
        Random random = new Random(seed);
        return IntStream.range(0, 2 * EACH)
                .mapToObj(i -> new Blow(i + 1, (i / 2 + random.nextDouble()) / EACH, i % 2 == 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("blows")
    void everyPullRequestEndsAndNoApplyRunsTwice(Blow blow) {
        PullId pull = realm.pull("round-" + blow.round(), blow.dirs(), COMMAND);
        realm.await("2xx", pull, () -> realm.heard(pull));
        Blast blast = new Blast();
        blast.strike(pull, blow, Instant.now().plusNanos((long) (undisturbed.toNanos() * blow.share())));

        int unknown = blow.children() ? withHelp(pull, blow, blast) : alone(pull, blast);

        realm.assertQuiet(pull);
        assertThat(realm.status(pull, "tidelock/plan").orElseThrow().state()).isEqualTo("success");
        assertThat(realm.status(pull, "tidelock/apply").orElseThrow().state()).isEqualTo("success");
        for (String dir : blow.dirs()) {
            assertThat(realm.written(pull, dir)).as("%s of %s", dir, blow).hasSizeBetween(1, 1 + unknown);
            assertThat(realm.calls(pull, dir, "apply")).as("applies of %s", dir).hasSizeBetween(1, 1 + unknown);
            assertThat(realm.terraformState(pull, dir).orElseThrow()).contains("\"made\"");
            assertThat(realm.stateLock(pull, dir)).isEmpty();
            List<String> again = new ArrayList<>(realm.calls(pull, dir, "plan"));
            List<String> interrupted = blast.interrupted.getOrDefault(dir, List.of());
            again.removeAll(interrupted);
            assertThat(again).as("plans that nothing interrupted").isNotEmpty();
        }
    }

    /** Nobody but the server was hurt: what people asked for comes true without another word. */
    private int alone(PullId pull, Blast blast) {
        realm.await("plan", pull, () -> realm.waitsForApply(pull));
        realm.comment(pull, "tidelock apply");
        realm.await("apply", pull, () -> realm.applied(pull));
        blast.over.join();
        return 0;
    }

    /** Terraform was killed: what it was doing may be unknown, and its lock may be held by nobody. People help. */
    private int withHelp(PullId pull, Blow blow, Blast blast) {
        int unknown = 0;
        int plans = 0;
        int applies = 0;
        for (int turn = 0; turn < 6; turn++) {
            int plansSaid = plans;
            int appliesSaid = applies;
            realm.await(
                    "final status",
                    pull,
                    // in this order: an apply may begin between two looks, and what it ended with is looked at last
                    () -> realm.said(pull, "tidelock/plan") > plansSaid
                            && realm.said(pull, "tidelock/apply") > appliesSaid
                            && settled(pull));
            if (!blast.over.isDone() && realm.applied(pull)) {
                blast.over.join();
                continue;
            }
            if (realm.applied(pull)) {
                return unknown;
            }
            plans = 0;
            applies = realm.said(pull, "tidelock/apply");
            if (realm.waitsForApply(pull)) {
                realm.comment(pull, "tidelock apply");
                continue;
            }
            blast.over.join();
            if (realm.is(pull, "tidelock/apply", "failure") && realm.is(pull, "tidelock/plan", "success")) {
                assertThat(realm.says(pull, "tidelock/apply", "unknown"))
                        .as(realm.account(pull))
                        .isTrue();
                realm.assertQuiet(pull);
                unknown++;
            } else {
                assertThat(blow.dirs().stream()
                                .anyMatch(dir -> realm.stateLock(pull, dir).isPresent()))
                        .as("a plan fails only when terraform's lock was left held\n" + realm.account(pull))
                        .isTrue();
            }
            blow.dirs().forEach(dir -> realm.forceUnlock(pull, dir));
            plans = realm.said(pull, "tidelock/plan");
            realm.comment(pull, "tidelock plan");
        }
        throw new AssertionError("it does not come to an end\n" + realm.account(pull));
    }

    /** Nothing is being done: a person could go on. */
    private boolean settled(PullId pull) {
        return realm.waitsForApply(pull)
                || (realm.status(pull, "tidelock/plan")
                                .filter(status -> !status.state().equals("pending"))
                                .isPresent()
                        && realm.status(pull, "tidelock/apply")
                                .filter(status -> !status.state().equals("pending"))
                                .isPresent());
    }
}
