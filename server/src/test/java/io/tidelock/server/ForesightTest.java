package io.tidelock.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.command.Target;
import io.tidelock.core.job.Work;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.Permission;
import io.tidelock.core.port.host.PullReader;
import io.tidelock.server.execute.Bench;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ForesightTest {
    private static final Actor WANDA = Actor.person("wanda");

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private Bench bench;
    private PullRef pull;

    @BeforeEach
    void open(@TempDir Path folder) {
        bench = new Bench(folder);
        pull = bench.open(Bench.INFRA, "a");
        bench.host(Bench.INFRA).permit("wanda", Permission.WRITE);
        bench.host(Bench.INFRA).permit("rita", Permission.READ);
        watch(name -> {});
    }

    @Test
    void theCommentersPermissionIsAskedForWhileThePullRequestIsRead() {
        CountDownLatch both = new CountDownLatch(2);
        watch(name -> {
            both.countDown();
            meet(both);
        });
        PullReader reader = new Foresight(bench.reader());

        Foresight.during(apply(), () -> {
            assertThat(reader.pull(pull).ref()).isEqualTo(pull);
            assertThat(reader.permission(pull.repo(), WANDA)).isEqualTo(Permission.WRITE);
        });

        assertThat(calls).containsExactlyInAnyOrder("pull", "permission");
    }

    @Test
    void anAnswerIsUsedOnceAndByItsOwnJobOnly() {
        PullReader reader = new Foresight(bench.reader());
        Foresight.during(apply(), () -> {
            reader.pull(pull);
            assertThat(reader.permission(pull.repo(), Actor.person("rita"))).isEqualTo(Permission.READ);
            assertThat(reader.permission(pull.repo(), WANDA)).isEqualTo(Permission.WRITE);
        });
        bench.host(Bench.INFRA).permit("wanda", Permission.READ);

        Foresight.during(apply(), () -> {
            assertThat(reader.permission(pull.repo(), WANDA)).isEqualTo(Permission.READ);
            reader.pull(pull);
            bench.host(Bench.INFRA).permit("wanda", Permission.ADMIN);
        });

        assertThat(reader.permission(pull.repo(), WANDA)).isEqualTo(Permission.ADMIN);
    }

    @Test
    void whatKeepsTheAnswerAwayIsToldToWhoeverAsks() {
        watch(name -> {
            if (name.equals("permission")) {
                throw Unavailable.notDone("stumbling", null);
            }
        });
        PullReader reader = new Foresight(bench.reader());

        Foresight.during(apply(), () -> {
            reader.pull(pull);
            assertThatThrownBy(() -> reader.permission(pull.repo(), WANDA))
                    .isInstanceOf(Unavailable.class)
                    .hasMessage("stumbling");
        });
    }

    @Test
    void workThatNobodyAskedForAsksForNobodysPermission() {
        PullReader reader = new Foresight(bench.reader());

        Foresight.during(new Work.AutoPlan(pull, bench.head(pull), false), () -> reader.pull(pull));
        reader.pull(pull);

        assertThat(calls).containsExactly("pull", "pull");
    }

    private interface Watch {
        void called(String name);
    }

    private void watch(Watch watch) {
        bench.doors(new Doorkeeper() {
            @Override
            void before(Class<?> port, Method method, List<Object> arguments) {
                if (port == PullReader.class) {
                    calls.add(method.getName());
                    watch.called(method.getName());
                }
            }
        });
    }

    private Work apply() {
        return new Work.Apply(bench.order(pull, "wanda", "apply"), new Target.All(), false);
    }

    private static void meet(CountDownLatch all) {
        try {
            if (!all.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody else came");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
