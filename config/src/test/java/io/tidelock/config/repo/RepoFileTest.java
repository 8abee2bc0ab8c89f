package io.tidelock.config.repo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.run.SourceTree;
import io.tidelock.core.project.ConfiguredProject;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.RepoSettings;
import io.tidelock.core.project.RepoSettings.Autodiscover;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RepoFileTest {
    @Test
    void defaults() {
        ConfiguredProject project = only("version: 3\nprojects: [{dir: net}]\n");

        assertThat(project.key()).isEqualTo(ProjectKey.at("net"));
        assertThat(project.autoplan()).isTrue();
        assertThat(project.baseBranch()).isEmpty();
        assertThat(project.refusal()).isEmpty();
        assertThat(project.whenModified())
                .containsExactly(
                        "**/*.tf*", "**/*.tofu", "**/*.tofu.json", "**/terragrunt.hcl", "**/.terraform.lock.hcl");
    }

    @Test
    void everythingThatCounts() {
        RepoSettings settings = settings("""
            version: 2
            autodiscover: {mode: enabled}
            projects:
              - &web
                name: web/eu-1
                dir: /apps//web/
                workspace: prod
                branch: /^(main|release-.*)$/
                autoplan:
                  when_modified: ["*.tf", "!skip.tf", "../modules/**"]
                  enabled: false
              - <<: *web
                name: web/us-1
                workspace: prod-us
            """);

        assertThat(settings.file()).contains("atlantis.yaml");
        assertThat(settings.autodiscover()).isEqualTo(Autodiscover.ENABLED);
        assertThat(settings.projects())
                .extracting(ConfiguredProject::key)
                .containsExactly(
                        new ProjectKey("apps/web", "prod", "web/eu-1"),
                        new ProjectKey("apps/web", "prod-us", "web/us-1"));
        assertThat(settings.projects().getFirst().baseBranch()).contains("^(main|release-.*)$");
        assertThat(settings.projects().getFirst().whenModified()).containsExactly("*.tf", "!skip.tf", "../modules/**");
        assertThat(settings.projects().getFirst().autoplan()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "workflow: custom",
                "plan_requirements: [approved]",
                "apply_requirements: [mergeable]",
                "import_requirements: [undiverged]",
                "terraform_version: 1.5.0",
                "terraform_distribution: opentofu",
                "terraform_distribution: terraform",
                "depends_on: [other]",
                "execution_order_group: 1",
                "execution_order_group: -1",
                "policy_check: true",
                "custom_policy_check: true",
                "repo_locking: false",
                "repo_locks: {mode: on_apply}",
                "repo_locks: {mode: disabled}",
                "delete_source_branch_on_merge: true"
            })
    void whatRestrictsAProjectStopsThatProject(String line) {
        RepoSettings settings = settings("version: 3\nprojects:\n- dir: a\n  " + line + "\n- dir: b\n");

        String key = line.substring(0, line.indexOf(':'));
        assertThat(settings.projects().getFirst().refusal())
                .hasValueSatisfying(problem -> assertThat(problem.sentence())
                        .startsWith("atlantis.yaml:4:")
                        .contains("'" + key + "' is ", "not supported yet", "Remove it"));
        assertThat(settings.projects().getLast().refusal()).isEmpty();
        assertThat(settings.refusal()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "workflow: default",
                "plan_requirements: []",
                "depends_on: []",
                "execution_order_group: 0",
                "policy_check: false",
                "custom_policy_check: false",
                "repo_locking: true",
                "repo_locks: {mode: on_plan}",
                "repo_locks: {}",
                "delete_source_branch_on_merge: false",
                "silence_pr_comments: [plan]",
                "terraform_version:"
            })
    void whatChangesNothingIsAccepted(String line) {
        assertThat(only("version: 3\nprojects:\n- dir: a\n  " + line + "\n").refusal())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "workflows: {custom: {plan: {steps: [init]}}}",
                "policies: {policy_sets: []}",
                "automerge: true",
                "delete_source_branch_on_merge: true",
                "repo_locks: {mode: disabled}",
                "autodiscover: {ignore_paths: [tmp/**]}",
                "abort_on_execution_order_fail: true"
            })
    void whatRestrictsTheFileStopsEveryProject(String line) {
        RepoSettings settings = settings("version: 3\n" + line + "\nprojects:\n- dir: a\n- dir: b\n");

        assertThat(settings.projects())
                .allSatisfy(project -> assertThat(project.refusal())
                        .hasValueSatisfying(problem -> assertThat(problem.sentence())
                                .startsWith("atlantis.yaml:2:")
                                .contains("not supported yet")));
        assertThat(settings.refusal()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "automerge: false",
                "parallel_plan: true",
                "parallel_apply: true",
                "emoji_reaction: thumbsup",
                "allowed_regexp_prefixes: [dev, staging]",
                "abort_on_execution_order_fail: false",
                "delete_source_branch_on_merge: false",
                "silence_pr_comments: [apply]",
                "repo_locks: {mode: on_plan}",
                "workflows:",
                "autodiscover: {mode: auto, ignore_paths: []}"
            })
    void whatIsHarmlessIsAccepted(String line) {
        assertThat(settings("version: 3\n" + line + "\nprojects: [{dir: a}]\n").refusal())
                .isEmpty();
    }

    @Test
    void severalRefusalsAreOne() {
        ConfiguredProject project =
                only("version: 3\nautomerge: true\nprojects:\n- dir: a\n  workflow: w\n  depends_on: [b]\n");

        assertThat(project.refusal().orElseThrow().sentence())
                .startsWith("atlantis.yaml:5:13: 'workflow' is 'w'")
                .contains("'depends_on' is a list", "(line 6)", "'automerge' is true", "(line 2)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "projects: []                                     | atlantis.yaml:1:1: no 'version'; expected 'version: 3'",
                "version: 1                                       | 'version' is 1; expected 2 or 3",
                "version: \"3\"                                   | 'version' is the text '3'; expected a whole number",
                "version: 3\\nproject: []                         | Did you mean 'projects'?",
                "version: 3\\nprojects: [{dri: a, dir: b}]        | the unknown key 'dri'",
                "version: 3\\nprojects: [{name: a}]               | a project without 'dir'",
                "version: 3\\nprojects: [a]                       | 'a' in 'projects'; expected keys with values",
                "version: 3\\nprojects: {dir: a}                  | 'projects' is keys with values ('dir'); expected a list",
                "version: 3\\nprojects: [{dir: ../a}]             | without '..'",
                "version: 3\\nprojects: [{dir: a/../b}]           | without '..'",
                "version: 3\\nprojects: [{dir: 'a/*'}]            | patterns are not supported yet",
                "version: 3\\nprojects: [{dir: '{a,b}'}]          | patterns are not supported yet",
                "version: 3\\nprojects: [{dir: a, branch: '/a(?=b)/'}] | look-arounds",
                "version: 3\\nprojects: [{dir: ''}]               | expected a directory",
                "version: 3\\nprojects: [{dir: 'a\\\\b'}]         | expected a directory, with '/'",
                "version: 3\\nprojects: [{dir: [a]}]              | 'dir' is a list; expected text",
                "version: 3\\nprojects: [{dir: a, name: 'a b'}]   | 'name' is the text 'a b'; expected letters",
                "version: 3\\nprojects: [{dir: a, name: ''}]      | expected letters, digits",
                "version: 3\\nprojects: [{dir: a, name: 'a*'}]    | expected letters, digits",
                "version: 3\\nprojects: [{dir: a, workspace: a/b}]| which holds a character that no workspace may hold",
                "version: 3\\nprojects: [{dir: a, workspace: '..'}]| which would lead to another folder",
                "version: 3\\nprojects: [{dir: a, branch: main}]  | a regular expression between slashes",
                "version: 3\\nprojects: [{dir: a, branch: '/(/'}] | expected a regular expression: Unclosed group",
                "version: 3\\nprojects: [{dir: a, autoplan: {enabled: maybe}}] | 'enabled' is 'maybe'; expected true or false",
                "version: 3\\nprojects: [{dir: a, autoplan: {when_modified: x}}] | Write 'when_modified: [\"x\"]'.",
                "version: 3\\nprojects: [{dir: a, autoplan: {when_modified: ['[a']}}] | that no ']' closes",
                "version: 3\\nprojects: [{dir: a, autoplan: {when_modifed: [x]}}] | Did you mean 'when_modified'?",
                "version: 3\\nprojects: [{dir: a}, {dir: a}]      | 'dir' is 'a' with the workspace 'default' twice",
                "version: 3\\nprojects: [{dir: a, name: x}, {dir: ./a}] | twice",
                "version: 3\\nprojects: [{dir: a, name: x}, {dir: b, name: x}] | 'name' is 'x', which another project has",
                "version: 3\\nautodiscover: {mode: sometimes}     | 'mode' is 'sometimes'; expected one of auto, enabled, disabled",
                "version: 3\\nautodiscover: auto                  | 'autodiscover' is 'auto'; expected keys with values",
                "version: 3\\nautomerge: 1                        | 'automerge' is 1; expected true or false",
                "version: 3\\nprojects: [{dir: a, execution_order_group: x}] | expected a whole number",
                "version: 3\\nprojects: [{dir: a, repo_locks: {mode: x}}] | expected one of disabled, on_plan, on_apply",
                "``                                               | an empty file",
                "version: 3\\nversion: 3                          | the key 'version' a second time"
            })
    void mistakes(String text, String said) {
        RepoFile.Read reading = read(text.strip().replace("\\n", "\n"));

        assertThat(reading)
                .isInstanceOfSatisfying(
                        RepoFile.Wrong.class,
                        wrong -> assertThat(wrong.problems())
                                .extracting(Problem::sentence)
                                .anySatisfy(sentence -> assertThat(sentence)
                                        .startsWith("atlantis.yaml")
                                        .contains(said.strip())));
    }

    @Test
    void saysEverythingAtOnce() {
        RepoFile.Read reading = read("version: 4\nprojects:\n- dir: ..\n- name: x\n- dir: a\n  nme: b\n");

        assertThat(((RepoFile.Wrong) reading).problems()).hasSize(4);
    }

    @Test
    void projectsForDifferentBranchesMayShareAPlaceAndAName() {
        RepoSettings settings = settings(
                "version: 3\nprojects: [{dir: a, name: x, branch: /main/}, {dir: a, name: x, branch: /release/}]\n");

        assertThat(settings.projects()).hasSize(2);
    }

    @Test
    void anUnnamedProjectMayStandBeforeANamedOneOfTheSamePlace() {
        assertThat(settings("version: 3\nprojects: [{dir: a}, {dir: a, name: x}]\n")
                        .projects())
                .hasSize(2);
    }

    @Test
    void anEmptyListOfPatternsMeansThatNoChangePlansIt() {
        assertThat(only("version: 3\nprojects: [{dir: a, autoplan: {when_modified: []}}]\n")
                        .whenModified())
                .isEmpty();
    }

    @Test
    void aThirdProjectOfTheSameBranchAndNameIsATwin() {
        assertThat(read("version: 3\nprojects: [{dir: a, name: x, branch: /m/}, {dir: b, name: x, branch: /r/},"
                        + " {dir: c, name: x, branch: /r/}]\n"))
                .isInstanceOf(RepoFile.Wrong.class);
    }

    @Test
    void ourFileGoesFirst() {
        Map<String, String> files = Map.of(
                "tidelock.yaml", "version: 3\nprojects: [{dir: ours}]\n",
                "atlantis.yaml", "version: 3\nprojects: [{dir: theirs}]\n");

        assertThat(RepoFile.read(tree(files, Set.of())))
                .isInstanceOfSatisfying(
                        RepoFile.Meant.class,
                        meant -> assertThat(meant.settings()
                                        .projects()
                                        .getFirst()
                                        .key()
                                        .dir())
                                .isEqualTo("ours"));
    }

    @Test
    void withoutAFileTheDefaultsHold() {
        assertThat(RepoFile.read(tree(Map.of("main.tf", ""), Set.of())))
                .isEqualTo(new RepoFile.Meant(RepoSettings.none()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"atlantis.yml", "tidelock.yml"})
    void asksForARename(String name) {
        assertThat(RepoFile.read(tree(Map.of(name, "version: 3"), Set.of())))
                .isInstanceOfSatisfying(
                        RepoFile.Wrong.class,
                        wrong -> assertThat(wrong.problems().getFirst().sentence())
                                .contains("Run 'git mv " + name));
    }

    @Test
    void aLinkIsNotFollowed() {
        assertThat(RepoFile.read(tree(Map.of("atlantis.yaml", "/etc/passwd"), Set.of("atlantis.yaml"))))
                .isInstanceOfSatisfying(
                        RepoFile.Wrong.class,
                        wrong -> assertThat(wrong.problems().getFirst().sentence())
                                .contains("a symbolic link"));
    }

    private static ConfiguredProject only(String text) {
        return settings(text).projects().getFirst();
    }

    private static RepoSettings settings(String text) {
        RepoFile.Read reading = read(text);
        assertThat(reading).isInstanceOf(RepoFile.Meant.class);
        return ((RepoFile.Meant) reading).settings();
    }

    private static RepoFile.Read read(String text) {
        return RepoFile.read(text.getBytes(StandardCharsets.UTF_8), "atlantis.yaml");
    }

    private static SourceTree tree(Map<String, String> files, Set<String> links) {
        return new SourceTree() {
            @Override
            public SortedSet<String> files() {
                return new TreeSet<>(files.keySet());
            }

            @Override
            public Optional<byte[]> read(String path, int limit) {
                return Optional.ofNullable(links.contains(path) ? null : files.get(path))
                        .map(text -> text.getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public Optional<String> id(String path) {
                return Optional.empty();
            }

            @Override
            public SortedSet<String> links() {
                return new TreeSet<>(links);
            }
        };
    }
}
