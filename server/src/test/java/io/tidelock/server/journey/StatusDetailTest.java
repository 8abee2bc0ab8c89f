package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.sandbox.PullId;
import io.tidelock.sandbox.StatusView;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules that require the statuses of single projects can be met, whatever becomes of the projects. */
@EnabledOnOs(OS.LINUX)
final class StatusDetailTest {
    private static final String ONE = "resource \"terraform_data\" \"a\" {}\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest
    @EnumSource(Manners.class)
    void everyProjectSaysHowItStandsAndNoneThatLeftKeepsWaiting(Manners manners) {
        try (World world = new World(folder, manners, List.of("--status-detail=project", "--apply-on=comment"))) {
            world.repository(World.REPO, Map.of("README.md", "Begin\n"));
            PullId pull = world.pull(World.REPO, "work", Map.of("a/main.tf", ONE, "b/main.tf", ONE), "Two");
            world.quiet();
            assertThat(statuses(world))
                    .containsEntry("tidelock/plan: a/default", "success")
                    .containsEntry("tidelock/apply: a/default", "pending")
                    .containsEntry("tidelock/plan: b/default", "success")
                    .containsEntry("tidelock/apply: b/default", "pending")
                    .hasSize(6);

            world.commit(
                    World.REPO,
                    "work",
                    Map.of("atlantis.yaml", "version: 3\nprojects:\n- dir: a\n  name: first\n"),
                    "Only the first, by name");
            world.quiet();
            assertThat(statuses(world))
                    .containsEntry("tidelock/plan: first", "success")
                    .containsEntry("tidelock/apply: first", "pending")
                    .containsEntry("tidelock/plan: b/default", "success")
                    .containsEntry("tidelock/apply: b/default", "success");

            world.sandbox.comment(pull, "dev", "tidelock apply");
            world.quiet();
            assertThat(statuses(world))
                    .containsEntry("tidelock/apply: first", "success")
                    .containsEntry("tidelock/apply", "success")
                    .doesNotContainValue("pending");
        }
    }

    @Test
    void aProjectThatIsChangedAndNotPlannedWaits() {
        try (World world = new World(folder, List.of("--status-detail=project"))) {
            world.repository(
                    World.REPO,
                    Map.of(
                            "atlantis.yaml",
                            "version: 3\nprojects:\n- dir: a\n  autoplan: {enabled: false}\n- dir: b\n"));
            PullId pull = world.pull(World.REPO, "work", Map.of("a/main.tf", ONE, "b/main.tf", ONE), "Two");
            world.sandbox.comment(pull, "dev", "tidelock plan");
            world.quiet();
            assertThat(statuses(world)).containsEntry("tidelock/plan: a/default", "success");

            world.commit(World.REPO, "work", Map.of("a/main.tf", ONE + ONE.replace("a", "z")), "More");
            world.quiet();
            assertThat(statuses(world))
                    .containsEntry("tidelock/plan: a/default", "pending")
                    .containsEntry("tidelock/apply: a/default", "pending")
                    .containsEntry("tidelock/plan: b/default", "success");
        }
    }

    private static Map<String, String> statuses(World world) {
        String head = Objects.requireNonNull(world.sandbox.branch(World.REPO, "work"));
        return world.sandbox.statuses(World.REPO, head).stream()
                .collect(Collectors.toMap(StatusView::context, StatusView::state, (earlier, later) -> later));
    }
}
