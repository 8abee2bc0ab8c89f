package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.sandbox.PullId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a pull request costs its host does not depend on how many projects it touches. */
@EnabledOnOs(OS.LINUX)
final class BudgetTest {
    private static final int MANY = 16;

    /** For a plan and an apply together, of whatever size. */
    private static final int BUDGET = 60;

    /** Words that follow each other quickly are sent once or twice, as it happens. */
    private static final int CHANCE = 6;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest
    @EnumSource(Manners.class)
    void aPlanAndAnApplyOfManyProjectsCostNoMoreThanOfTwo(Manners manners) {
        try (World world = new World(folder, manners, List.of("--parallel-runs=4"))) {
            world.repository(World.REPO, Map.of("README.md", "Begin\n"));
            long two = cost(world, "few", 2);
            long many = cost(world, "many", MANY);
            assertThat(many).as("calls for %s projects", MANY).isLessThanOrEqualTo(BUDGET);
            assertThat(many).as("calls, where two projects cost %s", two).isLessThanOrEqualTo(two + CHANCE);
        }
    }

    /** Every request to the host, git's included, from the opening of a pull request to the end of its apply. */
    private static long cost(World world, String name, int projects) {
        world.sandbox.clearCalls();
        Map<String, String> files = new HashMap<>();
        for (int i = 0; i < projects; i++) {
            files.put(name + i + "/main.tf", "resource \"terraform_data\" \"a\" {}\n");
        }
        PullId pull = world.pull(World.REPO, name, files, name);
        world.quiet();
        world.sandbox.comment(pull, "dev", "tidelock apply");
        world.quiet();
        assertThat(world.sandbox.comments(pull))
                .filteredOn(comment -> comment.author().equals("tidelock-bot"))
                .singleElement()
                .satisfies(comment -> assertThat(comment.body()).contains(projects + " projects are applied"));
        return world.sandbox.calls().stream()
                .filter(call -> call.user().equals("tidelock-bot"))
                .count();
    }
}
