package io.tidelock.config.repo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.config.workflow.Recipe;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.run.SourceTree;
import io.tidelock.core.project.ConfiguredProject;
import io.tidelock.core.project.Distribution;
import io.tidelock.core.project.Place;
import io.tidelock.core.project.Program;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.RepoSettings;
import io.tidelock.core.project.RepoSettings.Autodiscover;
import io.tidelock.core.project.Search;
import io.tidelock.core.project.Step;
import io.tidelock.core.project.Workflow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
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
    @ValueSource(strings = {"policy_check: true", "custom_policy_check: true"})
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
    @ValueSource(strings = {"policies: {policy_sets: []}"})
    void whatRestrictsTheFileStopsEveryProject(String line) {
        RepoSettings settings = settings("version: 3\n" + line + "\nprojects:\n- dir: a\n- dir: b\n");

        assertThat(settings.projects())
                .allSatisfy(project -> assertThat(project.refusal())
                        .hasValueSatisfying(problem -> assertThat(problem.sentence())
                                .startsWith("atlantis.yaml:2:")
                                .contains("not supported yet")));
        assertThat(settings.refusal()).isPresent();
    }

    @Test
    void projectsRunAbreastAsTheFileAndThenTheOperatorSay() {
        assertThat(settings("version: 3\n").abreast()).isEqualTo(new Place.Abreast(true, true));
        assertThat(settings("version: 3\nparallel_plan: false\n").abreast()).isEqualTo(new Place.Abreast(false, true));
        assertThat(settings("version: 3\nparallel_apply: false\n").abreast()).isEqualTo(new Place.Abreast(true, false));
        Terms careful = Terms.USUAL.running(new Place.Abreast(false, false));
        assertThat(RepoFile.read(
                        "version: 3\nparallel_plan: true\n".getBytes(StandardCharsets.UTF_8),
                        "atlantis.yaml",
                        careful,
                        new TreeSet<>()))
                .isInstanceOfSatisfying(
                        RepoFile.Meant.class,
                        meant -> assertThat(meant.settings().abreast()).isEqualTo(new Place.Abreast(true, false)));
    }

    @Test
    void whetherItIsMergedByItselfTheFileSaysOrNot() {
        assertThat(settings("version: 3\n").merges()).isEmpty();
        assertThat(settings("version: 3\nautomerge: true\n").merges()).contains(true);
        assertThat(settings("version: 3\nautomerge: false\n").merges()).contains(false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "automerge: false",
                "automerge: true",
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
        ConfiguredProject project = only(
                "version: 3\npolicies: {policy_sets: []}\nprojects:\n- dir: a\n  policy_check: true\n  repo_locking: false\n");

        assertThat(project.refusal().orElseThrow().sentence())
                .startsWith("atlantis.yaml:5:17: 'policy_check' is true")
                .contains("'repo_locking' is false", "(line 6)", "'policies' is", "(line 2)");
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
                "version: 3\\nprojects: [{dir: 'a/*', name: x}]   | although 'dir' is a pattern",
                "version: 3\\nprojects: [{dir: 'a/[b'}]           | has a '[' that no ']' closes",
                "version: 3\\nprojects: [{dir: a, branch: '/a(?=b)/'}] | expected a regular expression: invalid",
                "version: 3\\nprojects: [{dir: a, apply_requirements: [aproved]}] | Did you mean 'approved'?",
                "version: 3\\nprojects: [{dir: a, apply_requirements: [policies_passed]}] | the operator asks for it",
                "version: 3\\nprojects: [{dir: a, terraform_version: newest}] | expected a version like 1.9.8",
                "version: 3\\nprojects: [{dir: a, terraform_distribution: tofu}] | expected one of terraform, opentofu",
                "version: 3\\nprojects: [{dir: a, silence_pr_comments: [aply]}] | expected one of plan, apply",
                "version: 3\\nprojects: [{dir: a, depends_on: ['']}] | a blank name",
                "version: 3\\nprojects: [{dir: a, depends_on: b}]  | Write 'depends_on: [\"b\"]'.",
                "version: 3\\nautodiscover: {ignore_paths: [/a]}   | begins with '/'",
                "version: 3\\nautodiscover: {ignore_paths: ['{a']} | has a '{' that no '}' closes",
                "version: 3\\nworkflows: {w: {plan: {steps: [innit]}}} | Did you mean 'init'?",
                "version: 3\\nworkflows: {w: {plam: {steps: [init]}}} | Did you mean 'plan'?",
                "version: 3\\nprojects: [{dir: ''}]               | expected a directory",
                "version: 3\\nprojects: [{dir: 'a\\\\b'}]         | expected a directory, with '/'",
                "version: 3\\nprojects: [{dir: [a]}]              | 'dir' is a list; expected text",
                "version: 3\\nprojects: [{dir: a, name: 'a b'}]   | 'name' is the text 'a b'; expected letters",
                "version: 3\\nprojects: [{dir: a, name: ''}]      | expected letters, digits",
                "version: 3\\nprojects: [{dir: a, name: 'a*'}]    | expected letters, digits",
                "version: 3\\nprojects: [{dir: a, workspace: a/b}]| which holds a character that no workspace may hold",
                "version: 3\\nprojects: [{dir: a, workspace: '..'}]| which would lead to another folder",
                "version: 3\\nprojects: [{dir: a, branch: main}]  | a regular expression between slashes",
                "version: 3\\nprojects: [{dir: a, branch: '/(/'}] | expected a regular expression: missing closing )",
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

    @ParameterizedTest
    @CsvSource({
        "terraform_version: 1.9.8, , 1.9.8",
        "terraform_version: v1.9, , 1.9.0",
        "terraform_version: 1.10.0-rc1, , 1.10.0-rc1",
        "terraform_distribution: opentofu, OPENTOFU, ",
        "terraform_distribution: terraform, TERRAFORM, ",
        "autoplan: {}, , "
    })
    void aProjectMaySayWhatItIsRunWith(String key, @Nullable Distribution distribution, @Nullable String version) {
        ConfiguredProject project = ((RepoFile.Meant) RepoFile.read(
                        ("version: 3\nprojects: [{dir: a, " + key + "}]\n").getBytes(StandardCharsets.UTF_8),
                        "atlantis.yaml",
                        Terms.USUAL,
                        new TreeSet<>()))
                .settings()
                .projects()
                .getFirst();

        assertThat(project.refusal()).isEmpty();
        assertThat(project.workflow())
                .isEqualTo(Workflow.STANDARD.with(
                        new Program(Optional.ofNullable(distribution), Optional.ofNullable(version))));
    }

    @Test
    void aPatternOfDirectoriesIsAProjectForEachThatHoldsTerraform() {
        TreeSet<String> files = new TreeSet<>(Set.of(
                "env/eu/main.tf",
                "env/us/terragrunt.hcl",
                "env/docs/README.md",
                "env/ap/deep/x.tofu",
                "other/main.tf"));

        RepoSettings settings = ((RepoFile.Meant) RepoFile.read(
                        bytes(
                                "version: 3\nprojects: [{dir: 'env/*', workspace: w, execution_order_group: 2}, {dir: 'x/**'}]"),
                        "atlantis.yaml",
                        Terms.USUAL,
                        files))
                .settings();

        assertThat(settings.projects())
                .extracting(ConfiguredProject::key)
                .containsExactly(new ProjectKey("env/eu", "w", ""), new ProjectKey("env/us", "w", ""));
        assertThat(settings.projects())
                .allSatisfy(project -> assertThat(project.wish().group()).isEqualTo(2));
    }

    @Test
    void aPatternMayComeBeforeAnEntryOfOneOfItsDirectoriesButNotAfter() {
        TreeSet<String> files = new TreeSet<>(Set.of("env/eu/main.tf"));

        assertThat(RepoFile.read(
                        bytes("version: 3\nprojects: [{dir: 'env/*'}, {dir: env/eu, name: eu}]"),
                        "atlantis.yaml",
                        Terms.USUAL,
                        files))
                .isInstanceOf(RepoFile.Meant.class);
        assertThat(RepoFile.read(
                        bytes("version: 3\nprojects: [{dir: env/eu, name: eu}, {dir: 'env/*'}]"),
                        "atlantis.yaml",
                        Terms.USUAL,
                        files))
                .isInstanceOfSatisfying(
                        RepoFile.Wrong.class,
                        wrong -> assertThat(wrong.problems().getFirst().sentence())
                                .contains("which also means 'env/eu'", "Put the pattern first"));
    }

    @Test
    void morePatternsThanAnybodyNeedsAreRefused() {
        TreeSet<String> files = new TreeSet<>();
        for (int i = 0; i < 2_000; i++) {
            files.add("d" + i + "/main.tf");
        }
        String many = "- {dir: '**', workspace: w}\n".repeat(30_000);
        String ignored = "[" + "a,".repeat(101) + "]";

        assertThat(RepoFile.read(bytes("version: 3\nprojects:\n" + many), "atlantis.yaml", Terms.USUAL, files))
                .isInstanceOf(RepoFile.Wrong.class);
        assertThat(read("version: 3\nautodiscover: {ignore_paths: " + ignored + "}\n"))
                .isInstanceOfSatisfying(
                        RepoFile.Wrong.class,
                        wrong -> assertThat(wrong.problems().getFirst().met()).contains("more than 100"));
    }

    @Test
    void orderAndDiscoveryAreTakenAsTheyAreTyped() {
        RepoSettings settings = settings(
                "version: 3\nabort_on_execution_order_fail: true\nautodiscover: {mode: enabled, ignore_paths: ['tmp/**']}\n"
                        + "projects: [{dir: a, name: a, execution_order_group: -1}, {dir: b, depends_on: [a, a]}]\n");

        assertThat(settings.strict()).isTrue();
        assertThat(settings.search().ignored()).containsExactly("tmp/**");
        assertThat(settings.projects().getFirst().wish()).isEqualTo(new Place.Wish(-1, List.of()));
        assertThat(settings.projects().getLast().wish()).isEqualTo(new Place.Wish(0, List.of("a")));
    }

    @Test
    void workflowsOfItsOwnNeedThePermissionOfTheOperator() {
        String text =
                "version: 3\nworkflows: {w: {plan: {steps: [plan]}}}\nprojects: [{dir: a, workflow: w}, {dir: b}]\n";

        assertThat(settings(text).projects())
                .allSatisfy(
                        project -> assertThat(project.refusal().orElseThrow().sentence())
                                .contains("which the server does not allow"));
        assertThat(settings(text).refusal()).isPresent();

        RepoSettings allowed = ((RepoFile.Meant)
                        RepoFile.read(bytes(text), "atlantis.yaml", terms(Set.of("workflow"), true), new TreeSet<>()))
                .settings();
        assertThat(allowed.refusal()).isEmpty();
        assertThat(allowed.projects().getFirst().refusal()).isEmpty();
        assertThat(allowed.projects().getFirst().workflow().plan()).containsExactly(new Step.Plan(List.of()));
        assertThat(allowed.projects().getFirst().workflow().apply()).isEqualTo(Workflow.STANDARD.apply());
        assertThat(allowed.projects().getLast().workflow()).isEqualTo(Workflow.STANDARD);
    }

    @Test
    void toChooseAWorkflowNeedsThePermissionOfTheOperator() {
        ConfiguredProject project = only("version: 3\nprojects: [{dir: a, workflow: theirs}]\n");

        assertThat(project.refusal().orElseThrow().sentence())
                .startsWith("atlantis.yaml:2:")
                .contains("'theirs'", "does not let projects choose", "allowed_overrides: [workflow]");
    }

    @Test
    void aWorkflowThatNobodyWroteIsAMistake() {
        RepoFile.Read reading = RepoFile.read(
                bytes("version: 3\nworkflows: {custom: {}}\nprojects: [{dir: a, workflow: costum}]\n"),
                "atlantis.yaml",
                terms(Set.of("workflow"), true),
                new TreeSet<>());

        assertThat(((RepoFile.Wrong) reading).problems().getFirst().sentence())
                .contains("'costum', which is no workflow", "one of custom, default", "Did you mean 'custom'?");
    }

    @Test
    void aWorkflowThatIsNotAmongTheAllowedOnesIsRefused() {
        Terms terms = new Terms(
                Optional.empty(),
                Map.of("default", Recipe.STANDARD, "one", Recipe.STANDARD, "two", Recipe.STANDARD),
                "default",
                Set.of("workflow"),
                false,
                Set.of("one"),
                Search.USUAL,
                Terms.SearchFixed.NOTHING,
                List.of());
        RepoSettings settings = ((RepoFile.Meant) RepoFile.read(
                        bytes("version: 3\nprojects: [{dir: a, workflow: one}, {dir: b, workflow: two}]\n"),
                        "atlantis.yaml",
                        terms,
                        new TreeSet<>()))
                .settings();

        assertThat(settings.projects().getFirst().refusal()).isEmpty();
        assertThat(settings.projects().getLast().refusal().orElseThrow().sentence())
                .contains("'two', which the server does not allow here; expected one of one");
    }

    @Test
    void whatTheOperatorFixedTheFileCannotChange() {
        Terms terms = new Terms(
                Optional.of("infra/tidelock.yaml"),
                Map.of("default", Recipe.STANDARD),
                "default",
                Set.of(),
                false,
                Set.of(),
                Search.USUAL.in(Autodiscover.DISABLED).ignoring(List.of("a")),
                new Terms.SearchFixed(true, true),
                List.of());
        Map<String, String> files = Map.of(
                "infra/tidelock.yaml", "version: 3\nautodiscover: {mode: enabled, ignore_paths: []}\n",
                "atlantis.yaml", "version: 1\n",
                "atlantis.yml", "");

        assertThat(RepoFile.read(tree(files, Set.of()), terms)).isInstanceOfSatisfying(RepoFile.Meant.class, meant -> {
            assertThat(meant.settings().autodiscover()).isEqualTo(Autodiscover.DISABLED);
            assertThat(meant.settings().search().ignored()).containsExactly("a");
        });
    }

    private static Terms terms(Set<String> overrides, boolean custom) {
        return new Terms(
                Optional.empty(),
                Map.of("default", Recipe.STANDARD),
                "default",
                overrides,
                custom,
                Set.of(),
                Search.USUAL,
                Terms.SearchFixed.NOTHING,
                List.of());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
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

        assertThat(RepoFile.read(tree(files, Set.of()), Terms.USUAL))
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
        assertThat(RepoFile.read(tree(Map.of("main.tf", ""), Set.of()), Terms.USUAL))
                .isEqualTo(new RepoFile.Meant(RepoSettings.none()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"atlantis.yml", "tidelock.yml"})
    void asksForARename(String name) {
        assertThat(RepoFile.read(tree(Map.of(name, "version: 3"), Set.of()), Terms.USUAL))
                .isInstanceOfSatisfying(
                        RepoFile.Wrong.class,
                        wrong -> assertThat(wrong.problems().getFirst().sentence())
                                .contains("Run 'git mv " + name));
    }

    @Test
    void aLinkIsNotFollowed() {
        assertThat(RepoFile.read(tree(Map.of("atlantis.yaml", "/etc/passwd"), Set.of("atlantis.yaml")), Terms.USUAL))
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
        return RepoFile.read(text.getBytes(StandardCharsets.UTF_8), "atlantis.yaml", Terms.USUAL, new TreeSet<>());
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
