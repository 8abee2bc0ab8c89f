package io.tidelock.config.repo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.config.workflow.Recipe;
import io.tidelock.core.project.Conditions;
import io.tidelock.core.project.Conditions.Locking;
import io.tidelock.core.project.ConfiguredProject;
import io.tidelock.core.project.RepoSettings;
import io.tidelock.core.project.Requirement;
import io.tidelock.core.project.Search;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Under which conditions projects are worked on, and who may say so. */
class ConditionsTest {
    private static final Conditions CAREFUL = new Conditions(
            List.of(Requirement.UNDIVERGED), List.of(Requirement.APPROVED), List.of(), Locking.ON_PLAN, false);

    @Test
    void whatTheOperatorSaysHoldsForEveryProject() {
        RepoSettings settings = settings("version: 3\nprojects: [{dir: a}]\n", Set.of());

        assertThat(settings.conditions()).isEqualTo(CAREFUL);
        assertThat(settings.projects().getFirst().conditions()).isEqualTo(CAREFUL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plan_requirements: [approved]           | plan_requirements",
                "apply_requirements: [mergeable]         | apply_requirements",
                "apply_requirements: []                  | apply_requirements",
                "import_requirements: [undiverged]       | import_requirements",
                "repo_locking: false                     | repo_locking",
                "repo_locks: {mode: on_apply}            | repo_locks",
                "repo_locks: {mode: disabled}            | repo_locks",
                "delete_source_branch_on_merge: true     | delete_source_branch_on_merge"
            })
    void aFileMayOnlySayWhatItsOperatorLetsIt(String line, String key) {
        RepoSettings refused = settings("version: 3\nprojects:\n- dir: a\n  " + line + "\n- dir: b\n", Set.of());

        assertThat(refused.projects().getFirst().refusal())
                .hasValueSatisfying(problem -> assertThat(problem.sentence())
                        .startsWith("atlantis.yaml:4:")
                        .contains(
                                "'" + key + "' is ",
                                "the server does not let this file say so",
                                "allowed_overrides: [" + key + "]"));
        assertThat(refused.projects().getFirst().conditions()).isEqualTo(CAREFUL);
        assertThat(refused.projects().getLast().refusal()).isEmpty();

        ConfiguredProject let = settings("version: 3\nprojects:\n- dir: a\n  " + line + "\n", Set.of(key))
                .projects()
                .getFirst();
        assertThat(let.refusal()).isEmpty();
        assertThat(let.conditions()).isNotEqualTo(CAREFUL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plan_requirements: [undiverged]",
                "apply_requirements: [approved, approved]",
                "import_requirements: []",
                "repo_locking: true",
                "repo_locks: {}",
                "delete_source_branch_on_merge: false"
            })
    void whatComesToTheSameAnybodyMaySay(String line) {
        assertThat(settings("version: 3\nprojects: [{dir: a, " + line + "}]\n", Set.of())
                        .projects()
                        .getFirst()
                        .refusal())
                .isEmpty();
    }

    @Test
    void aProjectReplacesTheListWhereItMay() {
        Conditions conditions = settings(
                        "version: 3\nprojects: [{dir: a, apply_requirements: [mergeable, undiverged]}]\n",
                        Set.of("apply_requirements"))
                .projects()
                .getFirst()
                .conditions();

        assertThat(conditions.apply()).containsExactly(Requirement.MERGEABLE, Requirement.UNDIVERGED);
        assertThat(conditions.plan()).containsExactly(Requirement.UNDIVERGED);
    }

    @Test
    void theTopOfTheFileIsForAllProjects() {
        RepoSettings settings = settings(
                "version: 3\nrepo_locks: {mode: on_apply}\ndelete_source_branch_on_merge: true\n"
                        + "projects: [{dir: a}, {dir: b, repo_locks: {mode: disabled}}]\n",
                Set.of("repo_locks", "delete_source_branch_on_merge"));

        assertThat(settings.conditions().locking()).isEqualTo(Locking.ON_APPLY);
        assertThat(settings.projects().getFirst().conditions().locking()).isEqualTo(Locking.ON_APPLY);
        assertThat(settings.projects().getFirst().conditions().deletesBranch()).isTrue();
        assertThat(settings.projects().getLast().conditions().locking()).isEqualTo(Locking.DISABLED);
    }

    @Test
    void whatTheTopOfTheFileMayNotSayIsLeftOutUnlessItAsksForMoreCare() {
        Conditions lenient = CAREFUL.locking(Locking.DISABLED).deletingBranch(true);
        String lax = "version: 3\nrepo_locks: {mode: disabled}\ndelete_source_branch_on_merge: true\n";
        assertThat(settings(lax, Set.of()).refusal()).isEmpty();
        assertThat(settings(lax, Set.of()).conditions()).isEqualTo(CAREFUL);

        RepoSettings strict = read(
                "version: 3\nrepo_locks: {mode: on_plan}\ndelete_source_branch_on_merge: false\nprojects: [{dir: a}]\n",
                Set.of(),
                lenient);
        assertThat(strict.refusal()).isEmpty();
        assertThat(strict.conditions()).isEqualTo(CAREFUL);
        assertThat(strict.projects().getFirst().conditions()).isEqualTo(CAREFUL);
        assertThat(strict.projects().getFirst().refusal()).isEmpty();
    }

    @Test
    void theOlderKeyLiftsNoMoreThanItsOwnOpposite() {
        Set<String> both = Set.of("repo_locking");
        String file = "version: 3\nprojects: [{dir: a, repo_locking: true}]\n";

        assertThat(read(file, both, CAREFUL.locking(Locking.DISABLED))
                        .projects()
                        .getFirst()
                        .conditions()
                        .locking())
                .isEqualTo(Locking.ON_PLAN);
        assertThat(read(file, both, CAREFUL.locking(Locking.ON_APPLY))
                        .projects()
                        .getFirst()
                        .conditions()
                        .locking())
                .isEqualTo(Locking.ON_APPLY);
    }

    private static RepoSettings settings(String yaml, Set<String> overrides) {
        return read(yaml, overrides, CAREFUL);
    }

    private static RepoSettings read(String yaml, Set<String> overrides, Conditions conditions) {
        Terms terms = new Terms(
                        Optional.empty(),
                        Map.of("default", Recipe.STANDARD),
                        "default",
                        overrides,
                        false,
                        Set.of(),
                        Search.USUAL,
                        Terms.SearchFixed.NOTHING,
                        List.of())
                .under(conditions);
        return ((RepoFile.Meant)
                        RepoFile.read(yaml.getBytes(StandardCharsets.UTF_8), "atlantis.yaml", terms, new TreeSet<>()))
                .settings();
    }
}
