package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.sandbox.PullId;
import io.tidelock.sandbox.http.Call;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How much is asked of a host for a plan of one project, and what comes first, by the host's own account. */
class FirstSignTest {
    private static final int BUDGET = 8;

    /** The sign on the comment and the question what its author may do come on top. */
    private static final int COMMAND = BUDGET + 2;

    private static List<String> calls(World world) {
        return world.sandbox.calls().stream()
                .filter(Call::isApi)
                .filter(call -> call.user().equals("tidelock-bot"))
                .map(call -> call.method() + " " + call.path() + " " + call.status())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Manners.class)
    void a_plan_begins_with_a_status_and_takes_at_most_eight_calls(Manners manners, @TempDir Path folder) {
        try (World world = new World(folder, manners, List.of())) {
            String project = "resource \"terraform_data\" \"this\" {\n  input = \"%s\"\n}\n";
            world.repository(World.REPO, Map.of("network/main.tf", project.formatted("one")));
            world.quiet();
            world.sandbox.clearCalls();
            PullId pull = world.pull(
                    World.REPO, "change", Map.of("network/main.tf", project.formatted("two")), "More network");
            world.quiet();
            assertThat(calls(world)).hasSizeLessThanOrEqualTo(BUDGET);
            assertThat(calls(world).getFirst()).matches("POST .*/statuses/[0-9a-f]{40} 201");
            assertThat(world.sandbox.comments(pull)).isNotEmpty();

            world.sandbox.clearCalls();
            world.sandbox.comment(pull, "dev", "tidelock plan");
            world.quiet();
            assertThat(calls(world)).hasSizeLessThanOrEqualTo(COMMAND);
            assertThat(calls(world).getFirst()).matches("POST .*/(reactions|award_emoji) 201");
        }
    }
}
