package io.tidelock.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.job.Stopped;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.run.HookRun;
import io.tidelock.core.port.run.HookTask;
import io.tidelock.core.port.run.Hooks;
import io.tidelock.core.port.run.RunLogs;
import io.tidelock.core.port.run.SourceTree;
import io.tidelock.core.port.run.WorkingTree;
import io.tidelock.core.project.Hook;
import io.tidelock.core.project.Step;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What all {@link Hooks} do. Commands are {@code echo}, {@code rm} and {@code exit}, with {@code ;} between them. */
public abstract class HooksContract {
    /** Hooks, with a fresh tree that holds {@code a.txt} ("one") and {@code b/c.txt} ("two"). */
    public interface Stage {
        Hooks hooks();

        RunLogs logs();

        WorkingTree tree();

        SourceTree committed();
    }

    protected abstract Stage open();

    private final RunnerLease lease = new RunnerLease();
    private Stage stage;

    /** Filled before each test. */
    @SuppressWarnings("NullAway.Init")
    protected HooksContract() {}

    @BeforeEach
    public void openStage() {
        stage = open();
    }

    @Test
    public void aHookKnowsItsVariablesAndTheyAreNoShellText() {
        RunId id = id();
        HookRun run = run(id, "echo \"on $HEAD_BRANCH_NAME\"", Map.of("HEAD_BRANCH_NAME", "x; exit 9 $(exit 8)"));

        assertThat(run.problem()).isEmpty();
        assertThat(run.text()).contains("on x; exit 9 $(exit 8)");
        assertThat(new String(stage.logs().read(id, 0, 9_999).orElseThrow(), StandardCharsets.UTF_8))
                .contains("on x; exit 9 $(exit 8)");
    }

    @Test
    public void oneThatFailsSaysHow() {
        HookRun run = run("echo \"why\"; exit 3");

        assertThat(run.problem().orElseThrow().met()).contains("exit code 3");
        assertThat(run.text()).contains("why");
    }

    @Test
    public void whatItWroteForPeopleIsSaidOnce() {
        assertThat(run("echo \"4 modules\" > \"$OUTPUT_STATUS_FILE\"").said()).isEqualTo("4 modules");
        assertThat(run("echo \"quiet\"").said()).isEmpty();
    }

    @Test
    public void filesAreAsAllHooksTogetherLeftThem() {
        run("echo \"version: 3\" > atlantis.yaml; rm b/c.txt");
        run("echo \"other\" > a.txt");
        SourceTree left = left();

        assertThat(left.files()).containsExactly("a.txt", "atlantis.yaml");
        assertThat(text(left, "atlantis.yaml")).contains("version: 3\n");
        assertThat(text(left, "a.txt")).contains("other\n");
        assertThat(text(left, "b/c.txt")).isEmpty();
        assertThat(left.read("atlantis.yaml", 3)).isEmpty();
        assertThat(left.altered()).isTrue();
    }

    @Test
    public void objectIdsStayThoseOfTheCommit() {
        run("echo \"other\" > a.txt");

        assertThat(left().id(".")).isEqualTo(stage.committed().id("."));
        assertThat(left().id("a.txt")).isEqualTo(stage.committed().id("a.txt"));
    }

    @Test
    public void withoutHooksTheyAreThoseOfTheCommit() {
        assertThat(left().altered()).isFalse();
        assertThat(left().files()).containsExactly("a.txt", "b/c.txt");
    }

    @Test
    public void nothingIsBegunForALeaseThatWasStopped() {
        lease.stop(Stopped.Reason.SHUTDOWN);

        assertThatThrownBy(() -> run("echo \"x\" > a.txt")).isInstanceOf(Stopped.class);
        assertThat(text(left(), "a.txt")).contains("one");
    }

    private SourceTree left() {
        return stage.hooks().asLeft(stage.tree(), stage.committed());
    }

    private static Optional<String> text(SourceTree tree, String path) {
        return tree.read(path, 100).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private HookRun run(String command) {
        return run(id(), command, Map.of());
    }

    private HookRun run(RunId id, String command, Map<String, String> variables) {
        Hook hook = new Hook(Hook.When.PRE, Step.Script.of(command), "it", Optional.empty());
        return stage.hooks().run(new HookTask(id, hook, stage.tree(), variables), lease);
    }

    private static RunId id() {
        return new RunId(UUID.randomUUID().toString());
    }
}
