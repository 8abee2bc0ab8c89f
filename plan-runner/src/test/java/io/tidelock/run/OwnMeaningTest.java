package io.tidelock.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.outcome.PlanFingerprint;
import io.tidelock.core.port.run.PlanRun;
import io.tidelock.core.project.Step;
import io.tidelock.core.project.Workflow;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a plan of a workflow of people's own means, with real terraform. */
final class OwnMeaningTest extends RealTerraform {
    private static final List<Step> PLAN = List.of(new Step.Init(List.of()), new Step.Plan(List.of()));
    private static final Step APPLY = new Step.Apply(List.of());

    @BeforeEach
    void write() {
        bench.write("p/main.tf", LocalBench.SIMPLE);
        bench.write("scripts/deploy.sh", "echo deploy");
    }

    @Test
    void the_same_steps_on_the_same_files_mean_the_same() {
        Workflow workflow = new Workflow(PLAN, List.of(command("../scripts/deploy.sh"), APPLY));

        PlanFingerprint one = meaning(workflow);
        assertThat(one.equivalentTo(meaning(workflow)))
                .as("%s", one.differences(meaning(workflow)))
                .isTrue();
    }

    static Stream<Arguments> others() {
        Step.Script script = Step.Script.of("a");
        return Stream.of(
                        List.of(command("a"), command("b")),
                        List.of(
                                command("a"),
                                new Step.Run(new Step.Script("a", "bash", List.of("-c")), Step.Shown.ALL)),
                        List.of(command("a"), new Step.Run(new Step.Script("a", "sh", List.of("-ec")), Step.Shown.ALL)),
                        List.of(command("a"), new Step.Run(script, new Step.Shown(true, false, List.of()))),
                        List.of(command("a"), new Step.Run(script, new Step.Shown(false, false, List.of("x")))),
                        List.of(env("A", "b"), env("A", "c")),
                        List.of(env("A", "b"), env("B", "b")),
                        List.of(
                                new Step.Env("A", Optional.of("a"), Optional.empty()),
                                new Step.Env("A", Optional.empty(), Optional.of(script))),
                        List.of(new Step.MultiEnv(script, true), new Step.MultiEnv(Step.Script.of("b"), true)),
                        List.of(new Step.Init(List.of()), new Step.Init(List.of("-backend-config=x"))),
                        List.of(new Step.Apply(List.of("-parallelism=1")), new Step.Apply(List.of("-parallelism=2"))))
                .map(pair -> Arguments.of(pair.getFirst(), pair.getLast()));
    }

    @ParameterizedTest
    @MethodSource("others")
    void other_apply_steps_mean_something_else(Step one, Step other) {
        PlanFingerprint before = meaning(new Workflow(PLAN, List.of(one, APPLY)));
        PlanFingerprint after = meaning(new Workflow(PLAN, List.of(other, APPLY)));

        assertThat(before.differences(after)).contains("workflow: apply steps differ");
    }

    @Test
    void terraforms_apply_alone_is_not_one_with_commands() {
        PlanFingerprint usual = meaning(Workflow.STANDARD);
        PlanFingerprint own = meaning(new Workflow(PLAN, List.of(APPLY, command("true"))));

        assertThat(usual.differences(own)).containsExactly("workflow: only in the new plan");
        assertThat(usual.parts().keySet()).noneMatch(name -> name.startsWith("workflow"));
    }

    @Test
    void what_commands_may_read_counts() {
        Workflow workflow = new Workflow(PLAN, List.of(command("../scripts/deploy.sh"), APPLY));
        PlanFingerprint before = meaning(workflow);
        bench.write("scripts/deploy.sh", "echo destroy");

        assertThat(before.differences(meaning(workflow))).containsExactly("workflow: its commands' files differ");
    }

    @Test
    void variables_alone_read_no_files() {
        Workflow workflow = new Workflow(PLAN, List.of(env("A", "b"), APPLY));
        PlanFingerprint before = meaning(workflow);
        bench.write("scripts/deploy.sh", "echo destroy");

        assertThat(before.equivalentTo(meaning(workflow))).isTrue();
    }

    @Test
    void a_plan_that_commands_made_equals_one_that_they_made_of_the_same() {
        Workflow workflow = planned("terraform plan -no-color -out=\"$PLANFILE\"");
        PlanFingerprint before = meaning(workflow);

        assertThat(before.equivalentTo(meaning(workflow)))
                .as("%s", before.differences(meaning(workflow)))
                .isTrue();
        PlanFingerprint other = meaning(planned("terraform plan -no-color -lock=false -out=\"$PLANFILE\""));
        assertThat(before.differences(other)).containsExactly("workflow: plan steps differ");
    }

    @Test
    void where_commands_keep_the_state_elsewhere_nothing_is_equal() {
        Workflow workflow = new Workflow(
                List.of(command("cp -r . ../away && cd ../away && terraform init -no-color >/dev/null"
                        + " && terraform plan -no-color -out=\"$PLANFILE\"; cd ..; rm -r away")),
                List.of(command("terraform apply \"$PLANFILE\"")));
        PlanFingerprint meaning = meaning(workflow);

        assertThat(meaning.unseen()).contains("where the commands of its workflow keep the state");
        assertThat(meaning.equivalentTo(meaning)).isFalse();
    }

    @Test
    void what_is_no_terraform_plan_equals_nothing() {
        Workflow workflow = new Workflow(
                List.of(command("echo x > \"$PLANFILE\"; echo 'Plan: 1 to add, 0 to change, 0 to destroy.'")),
                List.of(command("cat \"$PLANFILE\"")));
        PlanFingerprint meaning = meaning(workflow);

        assertThat(meaning.equivalentTo(meaning)).isFalse();
        assertThat(meaning.differences(meaning))
                .contains("cannot be compared: what the commands of its workflow have planned");
    }

    private static Workflow planned(String command) {
        return new Workflow(
                List.of(new Step.Init(List.of()), command(command)), List.of(command("terraform apply \"$PLANFILE\"")));
    }

    private static Step command(String text) {
        return new Step.Run(Step.Script.of(text), Step.Shown.ALL);
    }

    private static Step env(String name, String value) {
        return new Step.Env(name, Optional.of(value), Optional.empty());
    }

    private PlanFingerprint meaning(Workflow workflow) {
        PlanRun run = plan(task("p", "default", List.of(), Optional.empty(), workflow));
        assertThat(run).as("%s", run).isInstanceOf(PlanRun.Done.class);
        assertThat(((PlanRun.Done) run).changes()).isTrue();
        return ((PlanRun.Done) run).fingerprint();
    }
}
