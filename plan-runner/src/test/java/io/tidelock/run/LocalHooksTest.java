package io.tidelock.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.run.HookRun;
import io.tidelock.core.port.run.HookTask;
import io.tidelock.core.port.run.Hooks;
import io.tidelock.core.port.run.RunLogs;
import io.tidelock.core.port.run.SourceTree;
import io.tidelock.core.port.run.WorkingTree;
import io.tidelock.core.project.Hook;
import io.tidelock.core.project.Step;
import io.tidelock.testkit.contract.HooksContract;
import io.tidelock.testkit.contract.RunnerLease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hooks in real shells and a real tree. */
final class LocalHooksTest {
    private static final SourceTree COMMITTED = new Committed(Map.of("a.txt", "one", "b/c.txt", "two"));

    @TempDir
    Path folder;

    @Nested
    class Contract extends HooksContract {
        @Override
        protected Stage open() {
            return new Place();
        }
    }

    @Test
    void itIsRunInTheRootOfTheTreeInTheShellThatItAsksFor() {
        Place place = new Place();
        Step.Script script = new Step.Script(
                "[[ $DIR = \"$PWD\" && -f a.txt ]] && echo \"here by $0\"", "bash", List.of("-e", "-c"));

        assertThat(place.run(script).text()).contains("here by").contains("bash");
    }

    @Test
    void aLinkThatItMakesIsAFileOfNobody() {
        Place place = new Place();
        place.run(Step.Script.of("ln -s /etc/passwd atlantis.yaml; mkdir -p .terraform; echo x > .terraform/y"));
        SourceTree left = place.hooks().asLeft(place.tree(), COMMITTED);

        assertThat(left.links()).containsExactly("atlantis.yaml");
        assertThat(left.read("atlantis.yaml", 1 << 20)).isEmpty();
        assertThat(left.files()).containsExactly("a.txt", "atlantis.yaml", "b/c.txt");
    }

    @Test
    void aMissingShellIsToldAndStopsIt() {
        HookRun run = new Place().run(new Step.Script("x", "no-such-shell", List.of("-c")));

        assertThat(run.problem().orElseThrow().met()).contains("the shell 'no-such-shell' of a 'pre_workflow_hook'");
    }

    private final class Place implements HooksContract.Stage {
        private final LocalRunner runner;
        private final Path root;

        Place() {
            runner = LocalRunner.in(RunSettings.standard(
                    folder.resolve("data"),
                    Map.of("PATH", Optional.ofNullable(System.getenv("PATH")).orElse(""))));
            root = folder.resolve("tree");
            try {
                Files.createDirectories(root.resolve(".git"));
                Files.createDirectories(root.resolve("b"));
                Files.writeString(root.resolve("a.txt"), "one");
                Files.writeString(root.resolve("b/c.txt"), "two");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        HookRun run(Step.Script script) {
            return runner.run(
                    new HookTask(
                            new RunId(UUID.randomUUID().toString()),
                            new Hook(Hook.When.PRE, script, "it", Optional.empty()),
                            tree(),
                            Map.of()),
                    new RunnerLease());
        }

        @Override
        public Hooks hooks() {
            return runner;
        }

        @Override
        public RunLogs logs() {
            return runner;
        }

        @Override
        public WorkingTree tree() {
            return new WorkingTree(root, new CommitSha("a".repeat(40)), true);
        }

        @Override
        public SourceTree committed() {
            return COMMITTED;
        }
    }

    private record Committed(Map<String, String> entries) implements SourceTree {
        @Override
        public SortedSet<String> files() {
            return new TreeSet<>(new TreeMap<>(entries).keySet());
        }

        @Override
        public Optional<byte[]> read(String path, int limit) {
            return Optional.ofNullable(entries.get(path)).map(text -> text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Optional<String> id(String path) {
            return Optional.of("id of " + path);
        }

        @Override
        public SortedSet<String> links() {
            return new TreeSet<>();
        }
    }
}
