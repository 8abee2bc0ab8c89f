package io.tidelock.config.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.Hook;
import io.tidelock.core.project.Step;
import io.tidelock.core.project.Workflow;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key of steps and hooks: what it is when it is not said, what it means, how it can be wrong, and where its effect is observed. */
final class StepKeysTest {
    private static final String STEPS = "io.tidelock.run.OwnStepsTest#";
    private static final String HOOKS = "io.tidelock.run.LocalHooksTest#";

    /**
     * @param without YAML that does not say the key, and what it then means
     * @param with YAML that says it, and what that means
     * @param wrong YAML that is a mistake
     * @param effect the test that observes what it does
     */
    private record Key(
            String name, String without, Object unsaid, String with, Object said, String wrong, String effect) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Key> keys() {
        Step.Script x = Step.Script.of("x");
        Step.Script bash = new Step.Script("x", "bash", List.of("-c"));
        Step.Script strict = new Step.Script("x", "bash", List.of("-e", "-c"));
        Step.Shown filtered = new Step.Shown(false, false, List.of("a+"));
        return Stream.of(
                step(
                        "init.extra_args",
                        "init",
                        new Step.Init(List.of()),
                        "init: {extra_args: [-a]}",
                        new Step.Init(List.of("-a")),
                        "init: {extra_args: -a}",
                        "io.tidelock.run.PlanningTest#operatorSpeaksBeforeTheCommenter"),
                step(
                        "plan.extra_args",
                        "plan",
                        new Step.Plan(List.of()),
                        "plan: {extra_args: [-a]}",
                        new Step.Plan(List.of("-a")),
                        "plan: {arguments: [-a]}",
                        "io.tidelock.run.PlanningTest#operatorSpeaksBeforeTheCommenter"),
                step(
                        "show.extra_args",
                        "show",
                        new Step.Show(List.of()),
                        "show: {extra_args: [-a]}",
                        new Step.Show(List.of("-a")),
                        "show: [-a]",
                        STEPS + "laterStepsFindThePlanAndItsJson"),
                step(
                        "run",
                        "run: x",
                        new Step.Run(x, Step.Shown.ALL),
                        "run: {command: x}",
                        new Step.Run(x, Step.Shown.ALL),
                        "run: {}",
                        STEPS + "whatStepsPrintComesTogetherInTheirOrder"),
                step(
                        "run.output",
                        "run: x",
                        new Step.Run(x, Step.Shown.ALL),
                        "run: {command: x, output: hide}",
                        new Step.Run(x, new Step.Shown(true, false, List.of())),
                        "run: {command: x, output: hidden}",
                        STEPS + "outputIsHiddenStrippedAndFiltered"),
                step(
                        "run.output.strip_refreshing",
                        "run: {command: x, output: show}",
                        new Step.Run(x, Step.Shown.ALL),
                        "run: {command: x, output: strip_refreshing}",
                        new Step.Run(x, new Step.Shown(false, true, List.of())),
                        "run: {command: x, output: [strip]}",
                        STEPS + "outputIsHiddenStrippedAndFiltered"),
                step(
                        "run.output.filter_regex",
                        "run: x",
                        new Step.Run(x, Step.Shown.ALL),
                        "run: {command: x, output: [{filter_regex: a+}]}",
                        new Step.Run(x, filtered),
                        "run: {command: x, output: {filter_regex: '('}}",
                        STEPS + "outputIsHiddenStrippedAndFiltered"),
                step(
                        "run.shell",
                        "run: x",
                        new Step.Run(x, Step.Shown.ALL),
                        "run: {command: x, shell: bash}",
                        new Step.Run(bash, Step.Shown.ALL),
                        "run: {shell: bash}",
                        STEPS + "anotherShellMayBeChosenFromThePathOnly"),
                step(
                        "run.shellArgs",
                        "run: {command: x, shell: bash}",
                        new Step.Run(bash, Step.Shown.ALL),
                        "run: {command: x, shell: bash, shellArgs: -e -c}",
                        new Step.Run(strict, Step.Shown.ALL),
                        "run: {command: x, shellArgs: -c}",
                        STEPS + "anotherShellMayBeChosenFromThePathOnly"),
                step(
                        "env.value",
                        "env: {name: A, command: x}",
                        new Step.Env("A", Optional.empty(), Optional.of(x)),
                        "env: {name: A, value: v}",
                        new Step.Env("A", Optional.of("v"), Optional.empty()),
                        "env: {name: A, value: v, command: x}",
                        STEPS + "aVariableIsThereForLaterStepsAndForTerraform"),
                step(
                        "env.name",
                        "env: {name: A, value: ''}",
                        new Step.Env("A", Optional.of(""), Optional.empty()),
                        "env: {name: B, value: v}",
                        new Step.Env("B", Optional.of("v"), Optional.empty()),
                        "env: {name: 1A, value: v}",
                        STEPS + "aVariableIsThereForLaterStepsAndForTerraform"),
                step(
                        "env.command",
                        "env: {name: A, value: v}",
                        new Step.Env("A", Optional.of("v"), Optional.empty()),
                        "env: {name: A, command: x, shell: bash}",
                        new Step.Env("A", Optional.empty(), Optional.of(bash)),
                        "env: {name: A}",
                        STEPS + "aVariableIsThereForLaterStepsAndForTerraform"),
                step(
                        "multienv",
                        "multienv: x",
                        new Step.MultiEnv(x, false),
                        "multienv: {command: x}",
                        new Step.MultiEnv(x, false),
                        "multienv: {}",
                        STEPS + "severalVariablesComeFromOneCommand"),
                step(
                        "multienv.output",
                        "multienv: {command: x}",
                        new Step.MultiEnv(x, false),
                        "multienv: {command: x, output: show}",
                        new Step.MultiEnv(x, true),
                        "multienv: {command: x, output: strip_refreshing}",
                        STEPS + "severalVariablesComeFromOneCommand"),
                step(
                        "multienv.shell",
                        "multienv: x",
                        new Step.MultiEnv(x, false),
                        "multienv: {command: x, shell: bash, shellArgs: [-e, -c]}",
                        new Step.MultiEnv(strict, false),
                        "multienv: {command: x, shell: ' '}",
                        STEPS + "anotherShellMayBeChosenFromThePathOnly"),
                hook(
                        "hook.run",
                        "{run: x}",
                        hook(x, "Pre workflow hook #0", Optional.empty()),
                        "{run: 'x'}",
                        hook(x, "Pre workflow hook #0", Optional.empty()),
                        "{description: d}",
                        HOOKS + "itIsRunInTheRootOfTheTreeInTheShellThatItAsksFor"),
                hook(
                        "hook.description",
                        "{run: x}",
                        hook(x, "Pre workflow hook #0", Optional.empty()),
                        "{run: x, description: d}",
                        hook(x, "d", Optional.empty()),
                        "{run: x, description: [d]}",
                        "io.tidelock.server.execute.HookCourseTest#eachIsToldOnTheCommit"),
                hook(
                        "hook.shell",
                        "{run: x}",
                        hook(x, "Pre workflow hook #0", Optional.empty()),
                        "{run: x, shell: bash}",
                        hook(bash, "Pre workflow hook #0", Optional.empty()),
                        "{run: x, shell: {}}",
                        HOOKS + "itIsRunInTheRootOfTheTreeInTheShellThatItAsksFor"),
                hook(
                        "hook.shellArgs",
                        "{run: x, shell: bash}",
                        hook(bash, "Pre workflow hook #0", Optional.empty()),
                        "{run: x, shell: bash, shellArgs: -e -c}",
                        hook(strict, "Pre workflow hook #0", Optional.empty()),
                        "{run: x, shellArgs: -c}",
                        HOOKS + "itIsRunInTheRootOfTheTreeInTheShellThatItAsksFor"),
                hook(
                        "hook.commands",
                        "{run: x}",
                        hook(x, "Pre workflow hook #0", Optional.empty()),
                        "{run: x, commands: 'plan, apply'}",
                        hook(x, "Pre workflow hook #0", Optional.of("plan, apply")),
                        "{run: x, commands: aply}",
                        "io.tidelock.server.execute.HookCourseTest#applyingSeesWhatThePlansHooksHaveMadeAndRunsItsOwn"));
    }

    private static Key step(
            String name, String without, Object unsaid, String with, Object said, String wrong, String effect) {
        return new Key(name, steps(without), unsaid, steps(with), said, steps(wrong), effect);
    }

    private static Key hook(
            String name, String without, Object unsaid, String with, Object said, String wrong, String effect) {
        return new Key(name, hooks(without), unsaid, hooks(with), said, hooks(wrong), effect);
    }

    private static Hook hook(Step.Script script, String description, Optional<String> commands) {
        return new Hook(Hook.When.PRE, script, description, commands);
    }

    private static String steps(String step) {
        return "workflows:\n  w:\n    plan:\n      steps:\n      - " + step + "\n";
    }

    private static String hooks(String hook) {
        return "repos:\n- id: /.*/\n  pre_workflow_hooks:\n  - " + hook + "\n";
    }

    @ParameterizedTest
    @MethodSource("keys")
    void unsaid(Key key) {
        assertThat(meant(key.without())).isEqualTo(key.unsaid());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void said(Key key) {
        assertThat(meant(key.with())).isEqualTo(key.said());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void wrong(Key key) {
        assertThat(read(key.wrong()))
                .isInstanceOfSatisfying(
                        RuleFile.Wrong.class,
                        wrong -> assertThat(wrong.problems())
                                .extracting(Problem::sentence)
                                .allMatch(sentence -> sentence.matches("(?s)repos\\.yaml:[45]:.*")));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void itsEffectIsObserved(Key key) throws Exception {
        String type = key.effect().substring(0, key.effect().indexOf('#'));
        String method = key.effect().substring(key.effect().indexOf('#') + 1);
        List<Path> files = Stream.of("plan-runner", "server")
                .map(module -> Path.of("..", module, "src/test/java", type.replace('.', '/') + ".java"))
                .filter(Files::exists)
                .toList();

        assertThat(files).hasSize(1);
        assertThat(Files.readString(files.getFirst())).contains("void " + method + "(");
    }

    /** The gap, to be seen at every build. */
    @Test
    void tellsHowManyThereAre() {
        long count = keys().map(Key::name).distinct().count();

        System.out.println("keys of steps and hooks with default, meaning, mistake and effect: " + count);
        assertThat(count).isEqualTo(keys().count()).isEqualTo(20);
    }

    private static Object meant(String text) {
        RuleFile.Read read = read(text);
        assertThat(read).isInstanceOf(RuleFile.Meant.class);
        RepoRules rules = ((RuleFile.Meant) read).rules();
        List<Hook> hooks = rules.hooks(new RepoRef("github.com", "acme/infra"), "main");
        if (!hooks.isEmpty()) {
            return hooks.getFirst();
        }
        Workflow workflow = Objects.requireNonNull(rules.workflows().get("w")).workflow();
        return workflow.plan().getFirst();
    }

    private static RuleFile.Read read(String text) {
        return RuleFile.read(text.getBytes(StandardCharsets.UTF_8), "repos.yaml");
    }
}
