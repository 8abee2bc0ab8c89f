package io.tidelock.config.rules;

import io.tidelock.config.Expression;
import io.tidelock.config.repo.Terms;
import io.tidelock.config.workflow.Recipe;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.command.Authority;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.Conditions;
import io.tidelock.core.project.Hook;
import io.tidelock.core.project.Place;
import io.tidelock.core.project.RepoSettings.Autodiscover;
import io.tidelock.core.project.Search;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the operator says about repositories. Every entry that is for a repository counts, in the order of the file: what a later one
 * says goes before what an earlier one says, and what it does not say stays.
 *
 * @param workflows those of the file; {@code default} is always there
 * @param refusals what is asked for all repositories and cannot be obeyed yet
 * @param authority says who may do what, in all repositories
 */
public record RepoRules(
        List<RawRule> entries, Map<String, Recipe> workflows, List<Problem> refusals, Optional<Authority> authority) {
    /** Only the last entry for a repository says these. */
    private static final List<String> LAST_ONLY = List.of("branch", "repo_config_file");

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("branch", "all"),
            Map.entry("repo_config_file", "tidelock.yaml or atlantis.yaml"),
            Map.entry("workflow", "default"),
            Map.entry("allowed_workflows", "all"),
            Map.entry("allowed_overrides", "[]"),
            Map.entry("allow_custom_workflows", "false"),
            Map.entry("autodiscover", "as the server's flags say"),
            Map.entry("plan_requirements", "[]"),
            Map.entry("apply_requirements", "[]"),
            Map.entry("import_requirements", "[]"),
            Map.entry("pre_workflow_hooks", "[]"),
            Map.entry("post_workflow_hooks", "[]"),
            Map.entry("delete_source_branch_on_merge", "false"),
            Map.entry("repo_locks", "{mode: on_plan}"),
            Map.entry("policy_check", "false"),
            Map.entry("custom_policy_check", "false"),
            Map.entry("silence_pr_comments", "[]"));

    public static final RepoRules NONE = new RepoRules(List.of(), Map.of(), List.of(), Optional.empty());

    public RepoRules {
        entries = List.copyOf(entries);
        Map<String, Recipe> all = new LinkedHashMap<>(Map.of(Terms.DEFAULT_WORKFLOW, Recipe.STANDARD));
        all.putAll(workflows);
        workflows = Map.copyOf(all);
        refusals = List.copyOf(refusals);
    }

    /** Why nothing is done for this base branch: the last entry for the repository is for others. Empty when it is served. */
    public Optional<String> unserved(RepoRef repo, String baseBranch) {
        List<RawRule> ours = matching(repo);
        Optional<String> branch =
                ours.isEmpty() ? Optional.empty() : ours.getLast().branch();
        return branch.filter(
                        expression -> !Expression.found(expression, baseBranch).orElse(false))
                .map(expression -> "the base branch " + baseBranch + " is not served here: it does not match /"
                        + expression + "/");
    }

    /**
     * The hooks for pull requests onto this base branch, in the order of the file. As in Atlantis those of every entry for the
     * repository come together, and of the entry's {@code branch} only those that are run afterwards take notice.
     */
    public List<Hook> hooks(RepoRef repo, String baseBranch) {
        return HookReader.named(matching(repo).stream()
                .flatMap(rule -> rule.hooks().stream()
                        .filter(hook -> hook.when() == Hook.When.PRE
                                || rule.branch()
                                        .filter(expression -> !Expression.found(expression, baseBranch)
                                                .orElse(false))
                                        .isEmpty()))
                .toList());
    }

    /** Whether anything is to be run after this command, whatever the base branch. */
    public boolean runsAfter(RepoRef repo, String command) {
        return matching(repo).stream()
                .flatMap(rule -> rule.hooks().stream())
                .anyMatch(hook -> hook.when() == Hook.When.POST && hook.isFor(command));
    }

    /** @param search how projects are found where neither this file nor the repository's says otherwise */
    public Terms terms(RepoRef repo, Search search) {
        Optional<String> file = Optional.empty();
        String workflow = Terms.DEFAULT_WORKFLOW;
        Set<String> overrides = Set.of();
        boolean custom = false;
        Set<String> allowed = Set.of();
        Search found = search;
        boolean fixedMode = false;
        boolean fixedIgnored = false;
        Conditions conditions = Conditions.NONE;
        Map<String, Problem> unmet = new LinkedHashMap<>();
        for (RawRule rule : matching(repo)) {
            file = rule.repoConfigFile();
            workflow = rule.workflow().orElse(workflow);
            overrides = rule.allowedOverrides().map(Set::copyOf).orElse(overrides);
            custom = rule.customWorkflows().orElse(custom);
            allowed = rule.allowedWorkflows().map(Set::copyOf).orElse(allowed);
            if (rule.autodiscover()) {
                fixedMode = rule.mode().isPresent();
                fixedIgnored = rule.ignorePaths().isPresent();
                found = search.in(rule.mode().orElse(search.mode()))
                        .ignoring(rule.ignorePaths().orElse(search.ignored()));
            }
            conditions = rule.conditions().after(conditions);
            rule.met().forEach(unmet::remove);
            unmet.putAll(rule.unmet());
        }
        List<Problem> problems = new ArrayList<>(refusals);
        problems.addAll(unmet.values());
        return new Terms(
                file,
                workflows,
                workflow,
                overrides,
                custom,
                allowed,
                found,
                new Terms.SearchFixed(fixedMode, fixedIgnored),
                conditions,
                Place.Abreast.ALWAYS,
                problems);
    }

    /** Everything that is asked for and cannot be obeyed yet, for whichever repository. */
    public List<Problem> unmet() {
        List<Problem> all = new ArrayList<>(refusals);
        entries.forEach(rule -> all.addAll(rule.unmet().values()));
        workflows.values().forEach(recipe -> recipe.refusal().ifPresent(all::add));
        return List.copyOf(all);
    }

    /**
     * A key as it holds for a repository.
     *
     * @param origin file, line, column and the number of the entry, or "default"
     */
    public record Effective(String key, String value, String origin) {}

    /** Every key of an entry, with what holds for this repository and where that was said; the keys in their order. */
    public List<Effective> effective(RepoRef repo) {
        Map<String, Effective> all = new TreeMap<>();
        DEFAULTS.forEach((key, value) -> all.put(key, new Effective(key, value, "default")));
        List<RawRule> ours = matching(repo);
        for (RawRule rule : ours) {
            LAST_ONLY.forEach(key -> all.put(key, new Effective(key, DEFAULTS.getOrDefault(key, ""), "default")));
            String entry = " (entry " + (entries.indexOf(rule) + 1) + ")";
            rule.said().forEach((key, said) -> {
                boolean nothing = key.endsWith("_requirements") && said.value().equals("[]");
                if (!nothing) { // which does not take back what an earlier one requires
                    all.put(key, new Effective(key, said.value(), said.origin() + entry));
                }
            });
        }
        return List.copyOf(all.values());
    }

    private List<RawRule> matching(RepoRef repo) {
        return entries.stream().filter(rule -> rule.isFor(repo)).toList();
    }

    static Autodiscover mode(String word) {
        return switch (word) {
            case "enabled" -> Autodiscover.ENABLED;
            case "disabled" -> Autodiscover.DISABLED;
            default -> Autodiscover.AUTO;
        };
    }
}
