package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.sandbox.PullId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people may copy from {@code examples/} is planned and applied for real, where all that it needs is terraform. */
class ExamplesPlannedTest {
    private static final Path EXAMPLES = Path.of("..", "examples");

    @ParameterizedTest
    @CsvSource({
        "custom-workflows, env/dev/main.tf env/prod/main.tf, env/dev env/prod",
        "monorepo-modules, modules/vpc/main.tf, network app",
        "workspaces, shop/main.tf, shop-staging shop-production"
    })
    void plansAndApplies(String example, String changed, String projects, @TempDir Path temp) throws Exception {
        Path folder = EXAMPLES.resolve(example);
        List<String> flags = Stream.of(folder.resolve("repos.yaml"))
                .filter(Files::exists)
                .map(file -> "--repo-config=" + file.toAbsolutePath())
                .toList();
        try (World world = new World(Files.createDirectories(temp.resolve("world")), flags)) {
            Map<String, String> files = world.files(folder);
            String repo = world.repository(World.REPO, files);
            Map<String, String> change = new HashMap<>();
            for (String path : changed.split(" ")) {
                change.put(path, Objects.requireNonNull(files.get(path), path) + "\n# changed\n");
            }
            PullId pull = world.pull(repo, "work", change, "Change it");
            world.quiet();

            assertThat(statuses(world, pull)).contains("tidelock/plan success");
            String summary = world.sandbox.comments(pull).getLast().body();
            assertThat(summary).contains(projects.split(" ")).doesNotContain("❌", "failed");

            world.sandbox.comment(pull, "dev", "tidelock apply");
            world.quiet();
            assertThat(statuses(world, pull)).contains("tidelock/apply success");
        }
    }

    /** The last of each name. */
    private static List<String> statuses(World world, PullId pull) {
        Map<String, String> last = new HashMap<>();
        world.sandbox
                .statuses(pull.repo(), world.sandbox.pull(pull).headSha())
                .forEach(status -> last.put(status.context(), status.state()));
        return last.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toList();
    }
}
