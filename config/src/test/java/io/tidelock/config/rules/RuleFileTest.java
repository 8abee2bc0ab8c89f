package io.tidelock.config.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.config.repo.Terms;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.Conditions;
import io.tidelock.core.project.Hook;
import io.tidelock.core.project.RepoSettings.Autodiscover;
import io.tidelock.core.project.Requirement;
import io.tidelock.core.project.Search;
import io.tidelock.core.project.Step;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RuleFileTest {
    private static final RepoRef INFRA = new RepoRef("github.com", "acme/infra");
    private static final RepoRef OTHER = new RepoRef("github.com", "acme/infra-prod");

    @Test
    void withoutAFileTheUsualTermsHold() {
        assertThat(RepoRules.NONE.terms(INFRA, Search.USUAL)).isEqualTo(Terms.USUAL);
        assertThat(RepoRules.NONE.unserved(INFRA, "any")).isEmpty();
    }

    @Test
    void anEntryIsForANameOrForWhatItsExpressionIsFoundIn() {
        RepoRules rules = rules("""
            repos:
            - {id: github.com/acme/infra, allowed_overrides: [workflow]}
            - {id: /acme/, allow_custom_workflows: true}
            - {id: /^acme/, allow_custom_workflows: false}
            """);

        assertThat(terms(rules, INFRA).allowedOverrides()).containsExactly("workflow");
        assertThat(terms(rules, OTHER).allowedOverrides()).isEmpty();
        assertThat(terms(rules, OTHER).customWorkflows()).isTrue();
    }

    @Test
    void laterEntriesGoBeforeEarlierOnes() {
        RepoRules rules = rules("""
            workflows:
              one: {plan: {steps: [plan]}}
              two:
            repos:
            - id: /.*/
              workflow: one
              allowed_workflows: [one, two]
              allowed_overrides: [workflow, repo_locks]
              allow_custom_workflows: true
              autodiscover: {mode: enabled, ignore_paths: [a]}
            - id: github.com/acme/infra
              workflow: two
              allowed_workflows: []
              allow_custom_workflows: false
              autodiscover: {mode: disabled}
            """);
        Terms infra = terms(rules, INFRA);
        Terms other = terms(rules, OTHER);

        assertThat(infra.workflow()).isEqualTo("two");
        assertThat(infra.allowedWorkflows()).isEmpty();
        assertThat(infra.allowedOverrides()).containsExactlyInAnyOrder("workflow", "repo_locks");
        assertThat(infra.customWorkflows()).isFalse();
        assertThat(infra.search().mode()).isEqualTo(Autodiscover.DISABLED);
        assertThat(infra.search().ignored()).isEmpty();
        assertThat(infra.searchFixed()).isEqualTo(new Terms.SearchFixed(true, false));
        assertThat(other.workflow()).isEqualTo("one");
        assertThat(other.allowedWorkflows()).containsExactlyInAnyOrder("one", "two");
        assertThat(other.search().ignored()).containsExactly("a");
        assertThat(Objects.requireNonNull(other.workflows().get("one"))
                        .workflow()
                        .plan())
                .containsExactly(new Step.Plan(List.of()));
    }

    @Test
    void branchAndFileAreTheLastEntrysAlone() {
        RepoRules rules = rules("""
            repos:
            - {id: /.*/, branch: /^main$/, repo_config_file: ops/a.yaml}
            - {id: /prod/, workflow: default}
            """);

        assertThat(rules.unserved(INFRA, "dev"))
                .hasValueSatisfying(why -> assertThat(why).contains("dev", "/^main$/"));
        assertThat(rules.unserved(INFRA, "main")).isEmpty();
        assertThat(rules.unserved(OTHER, "dev")).isEmpty();
        assertThat(terms(rules, INFRA).file()).contains("ops/a.yaml");
        assertThat(terms(rules, OTHER).file()).isEmpty();
    }

    @Test
    void theDefaultWorkflowMayBeWrittenAnew() {
        Terms terms = terms(rules("workflows: {default: {plan: {steps: [init, plan, show]}}}\n"), INFRA);

        assertThat(terms.workflow()).isEqualTo("default");
        assertThat(Objects.requireNonNull(terms.workflows().get("default"))
                        .workflow()
                        .plan())
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"custom_policy_check: true"})
    void whatRestrictsAndIsNotThereStopsTheRepositoriesItIsFor(String line) {
        RepoRules rules = rules("repos:\n- id: /infra$/\n  " + line + "\n");

        String key = line.substring(0, line.indexOf(':'));
        assertThat(terms(rules, INFRA).refusals())
                .singleElement()
                .satisfies(problem -> assertThat(problem.sentence())
                        .startsWith("repos.yaml:3:")
                        .contains("'" + key + "' of the server's file", "not supported yet"));
        assertThat(terms(rules, OTHER).refusals()).isEmpty();
    }

    @Test
    void hooksOfEveryEntryComeTogether() {
        RepoRules rules = rules("""
            repos:
            - id: /.*/
              branch: /^main$/
              pre_workflow_hooks: [{run: one}, {run: two, description: second}]
              post_workflow_hooks: [{run: after}]
            - id: github.com/acme/infra
              pre_workflow_hooks: [{run: three, shell: bash, shellArgs: -e -c, commands: "plan, apply"}]
            """);

        assertThat(rules.hooks(INFRA, "main"))
                .extracting(Hook::label)
                .containsExactly(
                        "pre_workflow_hook: Pre workflow hook #0",
                        "pre_workflow_hook: second",
                        "post_workflow_hook: Post workflow hook #0",
                        "pre_workflow_hook: Pre workflow hook #2");
        assertThat(rules.hooks(INFRA, "main").getLast().script())
                .isEqualTo(new Step.Script("three", "bash", List.of("-e", "-c")));
        assertThat(rules.hooks(OTHER, "main")).hasSize(3);
        assertThat(rules.hooks(OTHER, "release"))
                .as("only those that come afterwards look at the branch")
                .extracting(Hook::when)
                .containsExactly(Hook.When.PRE, Hook.When.PRE);
        assertThat(rules.runsAfter(INFRA, "plan")).isTrue();
        assertThat(RepoRules.NONE.runsAfter(INFRA, "plan")).isFalse();
        assertThat(rules.unmet()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"plan, true", "autoplan, false", "apply, true", "unlock, false"})
    void aHookIsForTheCommandsThatItNames(String command, boolean meant) {
        Hook hook = rules("repos: [{id: /.*/, post_workflow_hooks: [{run: x, commands: 'plan,apply'}]}]\n")
                .hooks(INFRA, "main")
                .getFirst();

        assertThat(hook.isFor(command)).isEqualTo(meant);
    }

    @Test
    void asInAtlantisTheNameMayStandAnywhereInTheText() {
        Hook hook = rules("repos: [{id: /.*/, pre_workflow_hooks: [{run: x, commands: autoplan}]}]\n")
                .hooks(INFRA, "main")
                .getFirst();

        assertThat(hook.isFor("plan")).isTrue();
        assertThat(hook.isFor("apply")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{description: x}|a hook without 'run'",
                "{run: x, commands: 'plan, aply'}|Did you mean 'apply'?",
                "{run: x, shellArgs: -c}|without 'shell'",
                "{run: x, when: later}|when",
                "{run: [x]}|run"
            })
    void aHookThatIsNotWrittenAsItShouldBeIsAMistake(String hook, String told) {
        String text = "repos:\n- id: /.*/\n  pre_workflow_hooks:\n  - " + hook + "\n";

        assertThat(RuleFile.read(text.getBytes(StandardCharsets.UTF_8), "repos.yaml"))
                .isInstanceOfSatisfying(
                        RuleFile.Wrong.class,
                        wrong -> assertThat(wrong.problems())
                                .extracting(Problem::sentence)
                                .anySatisfy(sentence -> assertThat(sentence)
                                        .startsWith("repos.yaml:4:")
                                        .contains(told)));
    }

    @Test
    void aLaterEntryTakesBackWhatItCan() {
        RepoRules rules = rules("""
            repos:
            - {id: /.*/, repo_locking: false, repo_locks: {mode: disabled}, apply_requirements: [approved]}
            - {id: /infra$/, repo_locking: true, repo_locks: {}, apply_requirements: []}
            """);

        assertThat(terms(rules, INFRA).conditions())
                .as("an empty list takes nothing back, as in Atlantis")
                .isEqualTo(new Conditions(
                        List.of(), List.of(Requirement.APPROVED), List.of(), Conditions.Locking.ON_PLAN, false));
        assertThat(terms(rules, OTHER).conditions().locking()).isEqualTo(Conditions.Locking.DISABLED);
    }

    @Test
    void conditionsAreSaidKeyByKey() {
        RepoRules rules = rules("""
            repos:
            - {id: /.*/, plan_requirements: [undiverged], apply_requirements: [approved, mergeable]}
            - {id: /infra$/, apply_requirements: [mergeable, undiverged], import_requirements: [approved]}
            - {id: /infra$/, delete_source_branch_on_merge: true, repo_locks: {mode: on_apply}}
            """);

        assertThat(terms(rules, OTHER).conditions())
                .isEqualTo(new Conditions(
                        List.of(Requirement.UNDIVERGED),
                        List.of(Requirement.APPROVED, Requirement.MERGEABLE),
                        List.of(),
                        Conditions.Locking.ON_PLAN,
                        false));
        assertThat(terms(rules, INFRA).conditions())
                .isEqualTo(new Conditions(
                        List.of(Requirement.UNDIVERGED),
                        List.of(Requirement.MERGEABLE, Requirement.UNDIVERGED),
                        List.of(Requirement.APPROVED),
                        Conditions.Locking.ON_APPLY,
                        true));
    }

    @Test
    void theOlderKeyOfLocksStillWorks() {
        assertThat(terms(rules("repos: [{id: /.*/, repo_locking: false}]\n"), INFRA)
                        .conditions()
                        .locking())
                .isEqualTo(Conditions.Locking.DISABLED);
        assertThat(terms(
                                rules(
                                        "repos: [{id: /.*/, repo_locks: {mode: on_apply}}, {id: /.*/, repo_locking: true}]\n"),
                                INFRA)
                        .conditions()
                        .locking())
                .as("true only lifts what the older key itself has said")
                .isEqualTo(Conditions.Locking.ON_APPLY);
    }

    @Test
    void policiesStopEveryProject() {
        assertThat(terms(rules("policies: {policy_sets: []}\n"), INFRA).refusals())
                .hasSize(1);
    }

    @Test
    void whatAsksForNothingIsAccepted() {
        Terms terms = terms(
                rules(
                        "metrics: {prometheus: {endpoint: /m}}\nrepos: [{id: /.*/, policy_check: true, silence_pr_comments: [plan],"
                                + " repo_locking: true, delete_source_branch_on_merge: false, pre_workflow_hooks: []}]\n"),
                INFRA);

        assertThat(terms).isEqualTo(Terms.USUAL);
    }

    @Test
    void jsonIsReadAsWell() {
        RepoRules rules = rules("{\"repos\": [{\"id\": \"/.*/\", \"allowed_overrides\": [\"workflow\"]}]}");

        assertThat(terms(rules, INFRA).allowedOverrides()).isEqualTo(Set.of("workflow"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "repo: [] | Did you mean 'repos'?",
                "repos: [{workflow: default}] | an entry without 'id'",
                "repos: [{id: acme/infra}] | expected host/owner/name",
                "repos: [{id: https://github.com/acme/infra}] | expected host/owner/name",
                "repos: [{id: '/(/'}] | a regular expression: missing closing )",
                "repos: [{id: /x}] | between slashes",
                "repos: [{id: /x/, branch: main}] | between slashes",
                "repos: [{id: /x/, repo_config_file: ../a.yaml}] | a file of the repository",
                "repos: [{id: /x/, repo_config_file: /a.yaml}] | a file of the repository",
                "repos: [{id: /x/, workflow: defalt}] | Did you mean 'default'?",
                "repos: [{id: /x/, allowed_workflows: [custom]}] | 'custom', which is no workflow",
                "repos: [{id: /x/, allowed_overrides: [workflows]}] | Did you mean 'workflow'?",
                "repos: [{id: /x/, allow_custom_workflow: true}] | Did you mean 'allow_custom_workflows'?",
                "repos: [{id: /x/, apply_requirements: [aproved]}] | Did you mean 'approved'?",
                "repos: [{id: /x/, apply_requirements: approved}] | Write 'apply_requirements: [\"approved\"]'.",
                "repos: [{id: /x/, autodiscover: {mode: on}}] | one of auto, enabled, disabled",
                "repos: [{id: /x/, autodiscover: {ignore_paths: [/a]}}] | begins with '/'",
                "repos: [{id: /x/, pre_workflow_hooks: [{comand: x}]}] | a hook without 'run'",
                "repos: [{id: /x/, repo_locks: {mode: never}}] | one of disabled, on_plan, on_apply",
                "team_authz: ./may.sh | 'team_authz' is './may.sh'; expected keys with values",
                "team_authz: {args: [x]} | 'team_authz' without 'command'",
                "team_authz: {command: ' '} | 'team_authz' without 'command'",
                "team_authz: {command: x, args: y} | Write 'args: [\"y\"]'",
                "team_authz: {comand: x} | Did you mean 'command'?",
                "workflows: {w: {plan: {steps: [pla]}}} | Did you mean 'plan'?",
                "`` | an empty file"
            })
    void mistakes(String text, String said) {
        assertThat(RuleFile.read(text.getBytes(StandardCharsets.UTF_8), "repos.yaml"))
                .isInstanceOfSatisfying(
                        RuleFile.Wrong.class,
                        wrong -> assertThat(wrong.problems())
                                .extracting(Problem::sentence)
                                .anySatisfy(sentence -> assertThat(sentence)
                                        .startsWith("repos.yaml")
                                        .contains(said)));
    }

    @Test
    void aProgramMaySayWhoMayDoWhat() {
        assertThat(rules("team_authz: {command: \" ./may.sh\\n\", args: [--strict, \"$HOME\"]}")
                        .authority())
                .hasValueSatisfying(authority -> assertThat(authority.text()).isEqualTo("./may.sh --strict $HOME"));
        assertThat(rules("team_authz: {command: may}").authority())
                .hasValueSatisfying(authority -> assertThat(authority.text()).isEqualTo("may"));
        assertThat(rules("repos: []").authority()).isEmpty();
    }

    private static Terms terms(RepoRules rules, RepoRef repo) {
        return rules.terms(repo, Search.USUAL);
    }

    private static RepoRules rules(String text) {
        RuleFile.Read read = RuleFile.read(text.getBytes(StandardCharsets.UTF_8), "repos.yaml");
        assertThat(read).isInstanceOf(RuleFile.Meant.class);
        return ((RuleFile.Meant) read).rules();
    }
}
