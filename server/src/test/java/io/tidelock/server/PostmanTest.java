package io.tidelock.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.PullWriter;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.Message;
import io.tidelock.core.words.StatusState;
import io.tidelock.server.execute.Bench;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PostmanTest {
    private static final long PATIENCE = 10_000_000_000L;

    @Test
    void bothStatusesAreUnderWayTogether(@TempDir Path folder) {
        Bench bench = new Bench(folder);
        PullRef pull = bench.open(Bench.INFRA, "a");
        CountDownLatch both = new CountDownLatch(2);
        bench.doors(new Doorkeeper() {
            @Override
            void before(Class<?> port, Method method, List<Object> arguments) {
                if (port == PullWriter.class && method.getName().equals("status")) {
                    both.countDown();
                    meet(both);
                }
            }
        });
        Postman postman = postman(bench);

        postman.send(List.of(status(bench, pull, "plan"), status(bench, pull, "apply")));
        postman.deliver(System.nanoTime() + PATIENCE);

        assertThat(bench.host(Bench.INFRA).statuses(bench.head(pull)))
                .extracting(CommitStatus::context)
                .containsExactlyInAnyOrder("tidelock/plan", "tidelock/apply");
    }

    /** Whoever is told by a status that a plan is there may merge at once: by then the comment must be known as published. */
    @Test
    void noStatusThatFollowsACommentIsSentBeforeTheCommentIsThere(@TempDir Path folder) {
        Bench bench = new Bench(folder);
        PullRef pull = bench.open(Bench.INFRA, "a");
        List<Integer> seen = new CopyOnWriteArrayList<>();
        bench.doors(new Doorkeeper() {
            @Override
            void before(Class<?> port, Method method, List<Object> arguments) {
                if (port == PullWriter.class && method.getName().equals("status")) {
                    seen.add(bench.host(Bench.INFRA).comments(pull).size());
                    assertThat(bench.board(pull).summaryId()).isPresent();
                }
            }
        });
        Postman postman = postman(bench);

        postman.send(List.of(
                new Message.Summary(pull, "the plans", List.of()),
                status(bench, pull, "plan"),
                status(bench, pull, "apply")));
        postman.deliver(System.nanoTime() + PATIENCE);

        assertThat(seen).containsExactly(1, 1);
        assertThat(bench.host(Bench.INFRA).statuses(bench.head(pull))).hasSize(2);
    }

    @Test
    void statusesWaitForASummaryThatCouldNotBeSent(@TempDir Path folder) {
        Bench bench = new Bench(folder);
        PullRef pull = bench.open(Bench.INFRA, "a");
        List<String> tried = new CopyOnWriteArrayList<>();
        bench.doors(new Doorkeeper() {
            @Override
            void before(Class<?> port, Method method, List<Object> arguments) {
                if (port == PullWriter.class) {
                    tried.add(method.getName());
                    if (tried.size() == 1) {
                        throw Unavailable.notDone("stumbling", null);
                    }
                }
            }
        });
        Postman postman = postman(bench);

        postman.send(List.of(
                new Message.Summary(pull, "the plans", List.of()),
                status(bench, pull, "plan"),
                status(bench, pull, "apply")));
        postman.deliver(System.nanoTime() + PATIENCE);
        assertThat(tried).hasSize(1);
        bench.clock.pass(Tempo.usual().longest());
        postman.deliver(System.nanoTime() + PATIENCE);

        assertThat(tried.get(1)).isEqualTo(tried.getFirst());
        assertThat(bench.host(Bench.INFRA).statuses(bench.head(pull))).hasSize(2);
        assertThat(bench.store.outbox().empty()).isTrue();
    }

    @Test
    void ofTwoThatGoTogetherOnlyTheOneThatFailedIsSentAgain(@TempDir Path folder) {
        Bench bench = new Bench(folder);
        PullRef pull = bench.open(Bench.INFRA, "a");
        List<String> tried = new CopyOnWriteArrayList<>();
        bench.doors(new Doorkeeper() {
            @Override
            void before(Class<?> port, Method method, List<Object> arguments) {
                if (port == PullWriter.class && method.getName().equals("status")) {
                    String context = ((CommitStatus) arguments.getFirst()).context();
                    tried.add(context);
                    if (context.endsWith("plan") && tried.indexOf(context) == tried.lastIndexOf(context)) {
                        throw Unavailable.notDone("stumbling", null);
                    }
                }
            }
        });
        Postman postman = postman(bench);

        postman.send(List.of(status(bench, pull, "plan"), status(bench, pull, "apply")));
        postman.deliver(System.nanoTime() + PATIENCE);
        bench.clock.pass(Tempo.usual().longest());
        postman.deliver(System.nanoTime() + PATIENCE);

        assertThat(tried).containsExactlyInAnyOrder("tidelock/plan", "tidelock/apply", "tidelock/plan");
        assertThat(bench.store.outbox().empty()).isTrue();
    }

    private static Postman postman(Bench bench) {
        return new Postman(bench.store.outbox(), bench.writer(), bench.clock, Tempo.usual(), Postman.PACE);
    }

    private static Message status(Bench bench, PullRef pull, String verb) {
        CommitSha head = bench.head(pull);
        return new Message.Status(
                pull,
                new CommitStatus(pull.repo(), head, "tidelock/" + verb, StatusState.SUCCESS, "well", Optional.empty()));
    }

    private static void meet(CountDownLatch all) {
        try {
            if (!all.await(PATIENCE, TimeUnit.NANOSECONDS)) {
                throw new IllegalStateException("nobody else came");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
