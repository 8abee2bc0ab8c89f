package io.tidelock.run.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.secret.Secret;
import io.tidelock.run.process.Redactor;
import io.tidelock.run.process.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from terraform's words. */
final class OutputTest {
    @TempDir
    Path runs;

    @SuppressWarnings("NullAway.Init")
    private RunFolder folder;

    @BeforeEach
    void makeRun() throws IOException {
        folder = new RunFolder(runs, new RunId("r"));
        folder.create();
    }

    private Output plan(String text) throws IOException {
        Files.writeString(folder.log().file(), text);
        return Output.ofPlan(folder, 0, new Redactor(List.of(new Secret("line-one\nline-two"))));
    }

    @Test
    void progressIsLeftOutAndColoursAre() throws IOException {
        Output output = plan("""
                Acquiring state lock. This may take a few moments...
                data.x.y: Reading...
                data.x.y: Still reading... [10s elapsed]
                data.x.y: Read complete after 0s [id=1]
                module.a["b: c"].x.y: Refreshing state... [id=1]
                x.z: Refreshing state... [id=1]

                \u001b[1mTerraform\u001b[0m will perform the following actions:
                    + note = "x: Refreshing state..."

                Plan: 1 to add, 0 to change, 0 to destroy.
                Releasing state lock. This may take a few moments...

                ─────────────────────────────────────────────────────

                Saved the plan to: p

                To perform exactly these actions, run the following command to apply:
                    terraform apply "p"
                """);
        assertThat(output.text().lines())
                .containsExactly(
                        "Terraform will perform the following actions:",
                        "    + note = \"x: Refreshing state...\"",
                        "",
                        "Plan: 1 to add, 0 to change, 0 to destroy.");
        assertThat(output.idle()).isFalse();
    }

    @Test
    void rulesBetweenPartsStay() throws IOException {
        assertThat(plan("Note: Objects have changed outside of Terraform\n\n──────────\n\nChanges to Outputs:\n")
                        .text())
                .isEqualTo("Note: Objects have changed outside of Terraform\n\n\n──────────\nChanges to Outputs:");
    }

    @Test
    void firstErrorIsFoundBoxedOrPlain() throws IOException {
        Output boxed = plan("╷\n│ Error: Invalid thing\n│ \n│   on main.tf line 7, in locals:\n│    7: x\n╵\n");
        assertThat(boxed.error()).hasValueSatisfying(failure -> {
            assertThat(failure.title()).isEqualTo("Invalid thing");
            assertThat(failure.place()).contains(new Problem.Place("main.tf", 7, 0));
        });
        assertThat(plan("warning: no Error here\n").error()).isEmpty();
    }

    @Test
    void lastWordMustStandAtTheBeginningOfALine() throws IOException {
        assertThat(plan("x (local-exec): Apply complete! Resources: 9 added\n").complete())
                .isEmpty();
        assertThat(plan("Apply complete! Resources: 1 imported, 0 added, 0 changed, 0 destroyed.\n\n\n")
                        .complete())
                .contains("Apply complete! Resources: 1 imported, 0 added, 0 changed, 0 destroyed.");
    }

    @Test
    void secretsOfSeveralLinesAreHidden() throws IOException {
        assertThat(plan("a line-one\nb line-two\nline-one\nline-two\n").text())
                .doesNotContain("line-one")
                .doesNotContain("line-two");
    }

    @Test
    void lineWithoutEndIsReadInPieces() throws IOException {
        assertThat(plan("x".repeat(3_000_000)).text().length()).isBetween(Excerpt.LIMIT - 70_000, Excerpt.LIMIT + 100);
    }
}
