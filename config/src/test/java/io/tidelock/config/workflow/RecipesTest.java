package io.tidelock.config.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.config.yaml.Problems;
import io.tidelock.config.yaml.YamlFile;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.Step;
import io.tidelock.core.project.Workflow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RecipesTest {
    private final Problems problems = new Problems("x.yaml");

    @Test
    void stagesThatAreNotSaidAreTheUsualOnes() {
        Map<String, Recipe> recipes = read("a: {}\nb:\nc: {plan: {}}\nd: {plan: {steps: }}\n");

        assertThat(recipes.values()).allSatisfy(recipe -> assertThat(recipe).isEqualTo(Recipe.STANDARD));
        assertThat(recipes).containsOnlyKeys("a", "b", "c", "d");
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void anEmptyListMeansNoSteps() {
        assertThat(workflow("plan: {steps: []}").plan()).isEmpty();
    }

    @Test
    void builtInStepsHaveArguments() {
        Workflow workflow = workflow("""
            plan:
              steps:
                - init: {extra_args: [-upgrade]}
                - plan:
                    extra_args: ["-var-file", "env/prod.tfvars"]
                - show
            apply: {steps: [init, {apply: {extra_args: ["-parallelism=1"]}}, show: ]}
            import: {steps: [{import: {extra_args: [a]}}]}
            state_rm: {steps: [{state_rm: {extra_args: [b]}}]}
            """);

        assertThat(workflow)
                .isEqualTo(new Workflow(
                        List.of(
                                new Step.Init(List.of("-upgrade")),
                                new Step.Plan(List.of("-var-file", "env/prod.tfvars")),
                                new Step.Show(List.of())),
                        List.of(
                                new Step.Init(List.of()),
                                new Step.Apply(List.of("-parallelism=1")),
                                new Step.Show(List.of())),
                        List.of(new Step.Import(List.of("a"))),
                        List.of(new Step.StateRm(List.of("b")))));
    }

    @Test
    void commandsHaveAllTheirForms() {
        assertThat(workflow("""
                        plan:
                          steps:
                            - run: make plan
                            - run: {command: make show, output: hide}
                            - run:
                                command: make filtered
                                shell: bash
                                shellArgs: -e -c
                                output:
                                  - strip_refreshing
                                  - filter_regex: "(password=)[^ ]+( )"
                                  - filter_regex: [a, b]
                            - run: {command: c, output: {filter_regex: x}}
                            - env: {name: A, value: ""}
                            - env: {name: B, command: echo b, shell: bash, shellArgs: [-x, -c]}
                            - multienv: ./vars.sh
                            - multienv: {command: ./vars.sh, output: show}
                        """).plan())
                .containsExactly(
                        new Step.Run(Step.Script.of("make plan"), Step.Shown.ALL),
                        new Step.Run(Step.Script.of("make show"), new Step.Shown(true, false, List.of())),
                        new Step.Run(
                                new Step.Script("make filtered", "bash", List.of("-e", "-c")),
                                new Step.Shown(false, true, List.of("(password=)[^ ]+( )", "a", "b"))),
                        new Step.Run(Step.Script.of("c"), new Step.Shown(false, false, List.of("x"))),
                        new Step.Env("A", Optional.of(""), Optional.empty()),
                        new Step.Env(
                                "B",
                                Optional.empty(),
                                Optional.of(new Step.Script("echo b", "bash", List.of("-x", "-c")))),
                        new Step.MultiEnv(Step.Script.of("./vars.sh"), false),
                        new Step.MultiEnv(Step.Script.of("./vars.sh"), true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "make plan | If it is a command, write '- run: …'",
                "plna | Did you mean 'plan'?",
                "env | the bare word 'env'",
                "multienv | the bare word 'multienv'",
                "run | the bare word 'run'",
                "{plan: [a]} | {extra_args:",
                "{plan: {args: [a]}} | the unknown key 'args'",
                "{plan: {extra_args: a}} | Write 'extra_args: [\"a\"]'.",
                "{run: a, env: b} | a step with 2 keys: 'run', 'env'",
                "{run: } | 'run' is nothing",
                "{run: '  '} | 'run' is blank",
                "{run: {output: hide}} | a step without 'command'",
                "{run: {command: a, shellArgs: -c}} | without 'shell'",
                "{run: {command: a, output: hidden}} | expected one of show, hide, strip_refreshing",
                "{run: {command: a, output: [show, hide]}} | 'show' and 'hide' at once",
                "{run: {command: a, output: [{filter_regex: '('}]}} | a regular expression: missing closing )",
                "{run: {command: a, output: [{filter: x}]}} | the unknown key 'filter'",
                "{run: {comand: a}} | Did you mean 'command'?",
                "{env: {value: a}} | an 'env' without 'name'",
                "{env: {name: A}} | an 'env' without a value",
                "{env: {name: A, value: a, command: b}} | with both",
                "{env: {name: A-B, value: a}} | letters, digits and _",
                "{env: {name: A, value: a, shell: bash}} | without 'command'",
                "{env: A=b} | {name: NAME",
                "{multienv: {command: a, output: strip_refreshing}} | expected one of show, hide",
                "{pln: {}} | Did you mean 'plan'?",
                "[a] | expected text",
                " | nothing in 'steps'"
            })
    void mistakes(String step, String said) {
        read("w:\n  plan:\n    steps:\n    - " + (step == null ? "" : step) + "\n");

        assertThat(problems.list())
                .extracting(Problem::sentence)
                .anySatisfy(
                        sentence -> assertThat(sentence).startsWith("x.yaml").contains(said));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "policy_check: {steps: [show]}",
                "policy_check: ",
                "plan: {steps: [policy_check]}",
                "plan: {steps: [{policy_check: {extra_args: [a]}}]}",
                "plan: {steps: [apply]}",
                "apply: {steps: [plan, apply]}",
                "plan: {steps: [{import: {}}]}",
                "plan: {steps: [{env: {name: TF_WORKSPACE, value: x}}]}"
            })
    void whatWouldBeUnsafeToLeaveOutIsRefused(String stage) {
        Recipe recipe = read("w:\n  " + stage + "\n").getOrDefault("w", Recipe.STANDARD);

        assertThat(problems.list()).isEmpty();
        assertThat(recipe.refusal().isPresent()).isEqualTo(!stage.equals("policy_check: "));
    }

    private Workflow workflow(String stages) {
        Recipe recipe =
                read("w:\n" + stages.indent(2)).getOrDefault("w", new Recipe(Workflow.STANDARD, Optional.empty()));
        assertThat(problems.list()).isEmpty();
        assertThat(recipe.refusal()).isEmpty();
        return recipe.workflow();
    }

    private Map<String, Recipe> read(String workflows) {
        return Recipes.read(YamlFile.read(
                        ("workflows:\n" + workflows.indent(2)).getBytes(StandardCharsets.UTF_8), "x.yaml", problems)
                .orElseThrow()
                .field("workflows"));
    }
}
