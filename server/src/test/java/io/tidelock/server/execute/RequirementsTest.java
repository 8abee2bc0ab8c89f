package io.tidelock.server.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.host.Standing;
import io.tidelock.core.port.host.Standing.Mergeability;
import io.tidelock.core.project.Requirement;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is required and what is known of a pull request: what follows. */
class RequirementsTest {
    private static final List<Requirement> ALL = List.copyOf(EnumSet.allOf(Requirement.class));

    @Test
    void whatIsMetIsNotTold() {
        assertThat(Requirements.unmet(ALL, Standing.good(), List.of(), "main")).isEmpty();
    }

    @Test
    void whatIsNotRequiredIsNotTold() {
        Standing bad = new Standing(List.of("x"), new Mergeability.Blocked(List.of("y")));
        assertThat(Requirements.unmet(List.of(), bad, List.of("a/main.tf"), "main"))
                .isEmpty();
    }

    @Test
    void everythingThatIsNotMetIsToldWithEverythingThatItLacks() {
        Standing bad = new Standing(
                List.of("rob asked for changes", "rita asked for changes"),
                new Mergeability.Blocked(List.of("it is a draft", "it conflicts with main")));

        List<Problem> unmet = Requirements.unmet(ALL, bad, List.of("a/main.tf"), "main");

        assertThat(unmet)
                .extracting(Problem::met)
                .containsExactly(
                        "not `approved`: rob asked for changes; rita asked for changes",
                        "not `mergeable`: it is a draft; it conflicts with main",
                        "not `undiverged`: main has changed a/main.tf");
        assertThat(unmet)
                .extracting(Problem::next)
                .containsExactly(
                        "Have it approved", "Put that right on the host", "Merge or rebase onto main and push");
        assertThat(Requirements.together(unmet, "plan").sentence())
                .contains("not `approved`", "not `mergeable`", "not `undiverged`")
                .endsWith("Merge or rebase onto main and push, then comment `plan`");
    }

    @Test
    void aHostThatDoesNotKnowSaysNo() {
        Standing unsettled = new Standing(List.of(), new Mergeability.Unsettled());
        assertThat(Requirements.unmet(List.of(Requirement.MERGEABLE), unsettled, List.of(), "main"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.met()).contains("has not found out"));
    }

    @Test
    void manyFilesAreCounted() {
        assertThat(Requirements.unmet(
                        List.of(Requirement.UNDIVERGED), Standing.good(), List.of("a", "b", "c", "d", "e"), "main"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.met()).endsWith("main has changed a, b, c and 2 more"));
    }
}
