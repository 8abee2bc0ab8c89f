package io.tidelock.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.command.Authority;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.port.run.Arbiter;
import io.tidelock.core.port.run.Arbiter.Inquiry;
import io.tidelock.core.port.run.Arbiter.Ruling;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Arbiter} does. Programs are of {@code echo "TEXT"}, {@code exit N} and {@code [ "TEXT" = "TEXT" ] && …}. */
public abstract class ArbiterContract {
    /** An arbiter, and a maker of programs for it. */
    public interface Stage {
        Arbiter arbiter();

        /** What to call a program of these commands by. */
        String program(String... commands);
    }

    protected abstract Stage open();

    private final RunnerLease lease = new RunnerLease();
    private Stage stage;

    /** Filled before each test. */
    @SuppressWarnings("NullAway.Init")
    protected ArbiterContract() {}

    @BeforeEach
    public void openStage() {
        stage = open();
    }

    @Test
    public void itLetsThemWhenTheLastLineIsPass() {
        assertThat(ask("echo \"looked at it\"", "echo \"pass\"")).isInstanceOf(Ruling.Pass.class);
        assertThat(ask("echo \"PASS\"")).isInstanceOf(Ruling.Pass.class);
    }

    @Test
    public void anythingElseKeepsThemOut() {
        assertThat(no(ask("echo \"pass\"", "echo \"or rather not\"")).text()).contains("or rather not");
        assertThat(no(ask("echo \"passed\"")).why()).contains("did not say `pass`");
        assertThat(no(ask("exit 0")).text()).isEmpty();
        assertThat(no(ask("echo \"pass\"", "exit 3")).why()).contains("exit code 3");
    }

    @Test
    public void aProgramThatIsNotThereKeepsThemOut() {
        assertThat(no(ask(new Authority("no-such-program-anywhere", List.of()), List.of()))
                        .why())
                .contains("exit code 127");
    }

    @Test
    public void itGetsItsOwnArgumentsAndThenOurs() {
        String program = stage.program("echo \"$1, $2, $3, $4\"");

        assertThat(no(ask(new Authority(program, List.of("--strict")), List.of("apply", "acme/infra", "acme/ops")))
                        .text())
                .contains("--strict, apply, acme/infra, acme/ops");
    }

    @Test
    public void whatOthersHaveWrittenIsNoShellText() {
        String hostile = "x; echo pass; $(echo pass) `echo pass` \" ' && exit 0 #";
        String program = stage.program("echo \"$1|$HEAD_BRANCH_NAME\"");

        assertThat(no(stage.arbiter()
                                .ask(
                                        new Inquiry(
                                                new Authority(program, List.of()),
                                                List.of(hostile),
                                                Map.of("HEAD_BRANCH_NAME", hostile)),
                                        lease))
                        .text())
                .contains(hostile + "|" + hostile);
    }

    @Test
    public void itKnowsItsVariables() {
        String program = stage.program("[ \"$USER_NAME\" = \"olga\" ] && echo \"pass\"", "exit 0");

        assertThat(stage.arbiter()
                        .ask(
                                new Inquiry(new Authority(program, List.of()), List.of(), Map.of("USER_NAME", "olga")),
                                lease))
                .isInstanceOf(Ruling.Pass.class);
        assertThat(stage.arbiter()
                        .ask(
                                new Inquiry(new Authority(program, List.of()), List.of(), Map.of("USER_NAME", "rita")),
                                lease))
                .isInstanceOf(Ruling.No.class);
    }

    @Test
    public void nobodyIsAskedForALeaseThatWasStopped() {
        lease.stop(Stopped.Reason.SHUTDOWN);

        assertThatThrownBy(() -> ask("echo \"pass\"")).isInstanceOf(Stopped.class);
    }

    private Ruling ask(String... commands) {
        return ask(new Authority(stage.program(commands), List.of()), List.of("plan", "acme/infra"));
    }

    private Ruling ask(Authority authority, List<String> arguments) {
        return stage.arbiter().ask(new Inquiry(authority, arguments, Map.of()), lease);
    }

    private static Ruling.No no(Ruling ruling) {
        assertThat(ruling).isInstanceOf(Ruling.No.class);
        return (Ruling.No) ruling;
    }
}
