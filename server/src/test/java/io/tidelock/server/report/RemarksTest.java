package io.tidelock.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.words.CommitStatus.Remark;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wrong, by file and line. */
class RemarksTest {
    private static final String TERRAFORM = """
            ╷
            │ Error: Unsupported argument
            │\s
            │   on main.tf line 3, in resource "terraform_data" "a":
            │    3:   inputt = 1
            │\s
            │ An argument named "inputt" is not expected here. Did you mean "input"?
            ╵
            ╷
            │ Error: Missing required argument
            │\s
            │   on ../modules/net/subnets.tf line 12:
            │   12: resource "x" "y" {
            ╵
            ╷
            │ Error: Inside of a download
            │\s
            │   on .terraform/modules/far/main.tf line 7, in module "far":
            ╵
            ╷
            │ Error: Outside
            │\s
            │   on ../../secret.tf line 7, in module "far":
            ╵
            """;

    @Test
    void errorsOfTerraformAreShownAtTheirLines() {
        assertThat(Remarks.of("stack", TERRAFORM))
                .containsExactly(
                        new Remark("stack/main.tf", 3, "Unsupported argument"),
                        new Remark("modules/net/subnets.tf", 12, "Missing required argument"));
    }

    @Test
    void withoutItsFrameTheSame() {
        assertThat(Remarks.of(".", "\nError: Invalid block\n\n  on main.tf line 1:\n   1: x {\n"))
                .containsExactly(new Remark("main.tf", 1, "Invalid block"));
    }

    @Test
    void linesThatOnlyLookLikeItAreNone() {
        assertThat(Remarks.of(".", "on main.tf line 1\nPlan: on x line 2\nError: none has a place\n"))
                .isEmpty();
    }

    @Test
    void problemsSayWhereTheyAre() {
        Problem problem =
                Problem.of("unknown key 'x'", "one of a, b", "Remove it").at("atlantis.yaml", 4, 3);
        Problem nowhere = Problem.of("merge conflict", "", "");
        assertThat(Remarks.of(Scenes.board().withProblems(List.of(problem, nowhere))))
                .containsExactly(new Remark("atlantis.yaml", 4, "unknown key 'x'; expected one of a, b. Remove it"));
    }

    @Test
    void ofABoardEveryFailedProjectIsLookedAt() {
        assertThat(Remarks.of(Scenes.board(
                        Scenes.planned("a"),
                        Scenes.row(
                                "b",
                                new Outcome.PlanFailed(Problem.of("x", "", "").at("b/main.tf", 3, 0), TERRAFORM)))))
                .extracting(Remark::file)
                .containsExactly("b/main.tf", "modules/net/subnets.tf");
    }
}
