package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.sandbox.PullId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where another server is at work too, people are told so. */
@EnabledOnOs(OS.LINUX)
final class TwoServersTest {
    private static final String ONE = "resource \"terraform_data\" \"a\" {}\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void theOtherIsNamedOnceInTheSummary() {
        try (World world = new World(folder, List.of())) {
            world.repository(World.REPO, Map.of("README.md", "Begin\n"));
            String head = world.commit(World.REPO, "work", Map.of("a/main.tf", ONE), "Work");
            world.sandbox.status(World.REPO, head, "pending", "atlantis/plan", "dev");
            world.sandbox.status(World.REPO, head, "pending", "atlantis/plan: a/default", "dev");
            PullId pull = world.sandbox.openPull(World.REPO, "Work", "work", "main", "dev");
            world.quiet();

            assertThat(world.sandbox.comments(pull))
                    .singleElement()
                    .satisfies(comment -> assertThat(comment.body())
                            .containsOnlyOnce("Another server answers here too, with statuses `atlantis/…`."));
        }
    }
}
