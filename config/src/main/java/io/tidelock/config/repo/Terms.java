package io.tidelock.config.repo;

import io.tidelock.config.workflow.Recipe;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.Conditions;
import io.tidelock.core.project.Place;
import io.tidelock.core.project.Search;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the operator says about one repository: what holds by itself, and what its own file may change.
 *
 * @param file the name of its file; empty for the usual ones
 * @param workflows those that the operator wrote, by name; {@code default} is always there
 * @param workflow the name of the one that projects have when their file does not say
 * @param allowedOverrides keys of projects that their file may set
 * @param customWorkflows whether its file may bring workflows of its own
 * @param allowedWorkflows names that projects may choose; empty for all
 * @param search how projects are found, where the file does not say
 * @param searchFixed true when the operator decided how directories are discovered, whatever the file says
 * @param conditions under which projects are worked on, where their file may not or does not say otherwise
 * @param abreast which runs of one pull request may go side by side, where the file does not say
 * @param refusals what the operator asked for and cannot be obeyed yet: no project of the repository may run
 */
public record Terms(
        Optional<String> file,
        Map<String, Recipe> workflows,
        String workflow,
        Set<String> allowedOverrides,
        boolean customWorkflows,
        Set<String> allowedWorkflows,
        Search search,
        SearchFixed searchFixed,
        Conditions conditions,
        Place.Abreast abreast,
        List<Problem> refusals) {
    /** What an operator can let a repository's file change. */
    public static final List<String> OVERRIDES = List.of(
            "plan_requirements",
            "apply_requirements",
            "import_requirements",
            "workflow",
            "delete_source_branch_on_merge",
            "repo_locking",
            "repo_locks",
            "policy_check",
            "custom_policy_check",
            "silence_pr_comments");

    public static final String DEFAULT_WORKFLOW = "default";

    /** What of the search the file cannot change. */
    public record SearchFixed(boolean mode, boolean ignored) {
        public static final SearchFixed NOTHING = new SearchFixed(false, false);
    }

    /** When the operator says nothing. */
    public static final Terms USUAL = new Terms(
            Optional.empty(),
            Map.of(DEFAULT_WORKFLOW, Recipe.STANDARD),
            DEFAULT_WORKFLOW,
            Set.of(),
            false,
            Set.of(),
            Search.USUAL,
            SearchFixed.NOTHING,
            Conditions.NONE,
            Place.Abreast.ALWAYS,
            List.of());

    public Terms {
        workflows = Map.copyOf(workflows);
        allowedOverrides = Set.copyOf(allowedOverrides);
        allowedWorkflows = Set.copyOf(allowedWorkflows);
        refusals = List.copyOf(refusals);
    }

    /** Without conditions. */
    public Terms(
            Optional<String> file,
            Map<String, Recipe> workflows,
            String workflow,
            Set<String> allowedOverrides,
            boolean customWorkflows,
            Set<String> allowedWorkflows,
            Search search,
            SearchFixed searchFixed,
            List<Problem> refusals) {
        this(
                file,
                workflows,
                workflow,
                allowedOverrides,
                customWorkflows,
                allowedWorkflows,
                search,
                searchFixed,
                Conditions.NONE,
                Place.Abreast.ALWAYS,
                refusals);
    }

    /** The same under these conditions. */
    public Terms under(Conditions others) {
        return new Terms(
                file,
                workflows,
                workflow,
                allowedOverrides,
                customWorkflows,
                allowedWorkflows,
                search,
                searchFixed,
                others,
                abreast,
                refusals);
    }

    /** The same with runs that go so. */
    public Terms running(Place.Abreast other) {
        return new Terms(
                file,
                workflows,
                workflow,
                allowedOverrides,
                customWorkflows,
                allowedWorkflows,
                search,
                searchFixed,
                conditions,
                other,
                refusals);
    }

    /** The workflow of projects whose file does not say. */
    Recipe usual() {
        return workflows.getOrDefault(workflow, Recipe.STANDARD);
    }
}
