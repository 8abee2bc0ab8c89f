package io.tidelock.server.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.command.Target;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Work;
import io.tidelock.core.project.ApplyOn;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FactsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(folder);
    }

    @Test
    void saysWhoAndWhere() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        Work.Plan work = new Work.Plan(bench.order(pull, "wanda", "plan"), new Target.All(), List.of(), false);

        assertThat(Facts.of(bench.read(pull), bench.store.lease(work)))
                .isEqualTo(Map.ofEntries(
                        Map.entry("BASE_BRANCH_NAME", "main"),
                        Map.entry("BASE_REPO_NAME", "infra"),
                        Map.entry("BASE_REPO_OWNER", "acme"),
                        Map.entry("HEAD_BRANCH_NAME", bench.read(pull).head().branch()),
                        Map.entry("HEAD_COMMIT", bench.head(pull).toString()),
                        Map.entry("HEAD_REPO_NAME", "infra"),
                        Map.entry("HEAD_REPO_OWNER", "acme"),
                        Map.entry("PULL_AUTHOR", bench.read(pull).author().login()),
                        Map.entry("PULL_NUM", String.valueOf(pull.number())),
                        Map.entry("PULL_URL", bench.read(pull).webUrl()),
                        Map.entry("USER_NAME", "wanda")));
    }

    @Test
    void theyReachTheProject() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        Work.AutoPlan work = new Work.AutoPlan(pull, bench.head(pull), false);
        bench.planner().plan(work, bench.store.lease(work));

        assertThat(bench.runner.planned().getFirst().project().facts())
                .containsEntry("PULL_NUM", String.valueOf(pull.number()))
                .containsEntry("USER_NAME", bench.read(pull).author().login());
    }

    @Test
    void aBaseBranchThatIsNotServedIsLeftAlone() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        Policy policy = new Policy(false, false, ApplyOn.COMMENT, other -> Optional.of("not served"));
        Work.AutoPlan work = new Work.AutoPlan(pull, bench.head(pull), false);

        bench.policy(policy);
        Lease lease = bench.store.lease(work);
        bench.planner().plan(work, lease);

        assertThat(bench.planned()).isEmpty();
        assertThat(bench.gate().refuse(bench.order(pull, "wanda", "plan"), bench.read(pull), "plan", lease))
                .isPresent();
    }
}
