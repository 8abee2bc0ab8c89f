package io.tidelock.config.repo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.port.run.SourceTree;
import io.tidelock.core.project.ConfiguredProject;
import io.tidelock.core.project.Requirement;
import io.tidelock.core.project.Step;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Where rules are the base branch's, a pull request cannot free itself of them. */
class TrunkRulesTest {
    private static final Terms TERMS = new Terms(
            Optional.empty(),
            Terms.USUAL.workflows(),
            Terms.DEFAULT_WORKFLOW,
            Set.of(
                    "apply_requirements",
                    "plan_requirements",
                    "workflow",
                    "repo_locks",
                    "delete_source_branch_on_merge"),
            true,
            Set.of(),
            Terms.USUAL.search(),
            Terms.SearchFixed.NOTHING,
            Terms.USUAL.refusals());

    private static final String APPROVED = "version: 3\nprojects: [{dir: a, apply_requirements: [approved]}]\n";

    private record Files(TreeMap<String, String> contents) implements SourceTree {
        @Override
        public SortedSet<String> files() {
            return new TreeSet<>(contents.keySet());
        }

        @Override
        public Optional<byte[]> read(String path, int limit) {
            return Optional.ofNullable(contents.get(path)).map(text -> text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Optional<String> id(String path) {
            return Optional.ofNullable(contents.get(path));
        }

        @Override
        public SortedSet<String> links() {
            return new TreeSet<>();
        }
    }

    private static SourceTree tree(Optional<String> file) {
        TreeMap<String, String> contents = new TreeMap<>(Map.of("a/main.tf", "", "b/main.tf", ""));
        file.ifPresent(text -> contents.put("atlantis.yaml", text));
        return new Files(contents);
    }

    private static RepoFile.Meant read(String head, String base) {
        return (RepoFile.Meant) RepoFile.read(
                tree(Optional.of(head).filter(text -> !text.isEmpty())),
                TERMS,
                Optional.of(tree(Optional.of(base).filter(text -> !text.isEmpty()))));
    }

    private static ConfiguredProject project(RepoFile.Meant meant, String dir) {
        return meant.settings().projects().stream()
                .filter(project -> project.key().dir().equals(dir))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRequirementThatIsTakenAwayStaysUntilThatIsMerged() {
        RepoFile.Meant meant = read("version: 3\nprojects: [{dir: a}]\n", APPROVED);

        assertThat(project(meant, "a").conditions().apply()).containsExactly(Requirement.APPROVED);
        assertThat(meant.kept()).containsExactly("`apply_requirements` of `a`");
    }

    @Test
    void aNewNameANewBranchAndNoEntryAtAllFreeNobody() {
        for (String head : new String[] {
            "version: 3\nprojects: [{dir: a, name: other}]\n",
            "version: 3\nprojects: [{dir: a, branch: /never/}]\n",
            "version: 3\nprojects: [{dir: b}]\n",
            "version: 3\n",
            ""
        }) {
            RepoFile.Meant meant = read(head, APPROVED);
            assertThat(project(meant, "a").conditions().apply()).as(head).containsExactly(Requirement.APPROVED);
            assertThat(project(meant, "a").baseBranch()).as(head).isEmpty();
            assertThat(meant.kept()).as(head).isNotEmpty();
        }
    }

    @Test
    void aWorkflowOfThePullRequestsOwnIsNotRunBeforeItIsMerged() {
        String own = "version: 3\nprojects: [{dir: a, workflow: w}]\n"
                + "workflows: {w: {plan: {steps: [{run: id}]}}}\nautomerge: true\nrepo_locks: {mode: disabled}\n";

        RepoFile.Meant meant = read(own, "version: 3\nprojects: [{dir: a}]\n");
        assertThat(project(meant, "a").workflow().plan()).noneMatch(Step.Run.class::isInstance);
        assertThat(meant.settings().merges()).isEmpty();
        assertThat(meant.settings().conditions()).isEqualTo(TERMS.conditions());
        assertThat(meant.kept())
                .containsExactlyInAnyOrder("`workflow` of `a`", "`workflows`", "`automerge`", "`repo_locks`");

        assertThat(project(read(own, own), "a").workflow().plan()).anyMatch(Step.Run.class::isInstance);
        assertThat(read(own, own).kept()).isEmpty();
    }

    @Test
    void whatWeakensNothingIsTheHeads() {
        RepoFile.Meant meant = read(
                "version: 3\nprojects: [{dir: a, apply_requirements: [approved]}, {dir: b, autoplan: {enabled: false}}]\n",
                APPROVED);

        assertThat(project(meant, "b").autoplan()).isFalse();
        assertThat(meant.kept()).isEmpty();
    }

    @Test
    void aFileThatTheBaseBranchHasNotSaysNothingOfRulesYet() {
        RepoFile.Meant meant = read("version: 3\nprojects: [{dir: a, apply_requirements: []}]\n", "");
        assertThat(project(meant, "a").conditions()).isEqualTo(TERMS.conditions());

        RepoFile.Meant broken = read("version: 3\nprojects: [{dir: a}]\n", "version: 3\nprojcts: []\n");
        assertThat(project(broken, "a").conditions()).isEqualTo(TERMS.conditions());
    }

    @Test
    void whoDoesNotAskForItHasTheHeadsRules() {
        RepoFile.Meant meant =
                (RepoFile.Meant) RepoFile.read(tree(Optional.of("version: 3\nprojects: [{dir: a}]\n")), TERMS);
        assertThat(project(meant, "a").conditions().apply()).isEmpty();
        assertThat(meant.kept()).isEmpty();
    }
}
