package io.tidelock.config.repo;

import io.tidelock.config.DirGlob;
import io.tidelock.config.workflow.Recipe;
import io.tidelock.config.workflow.Recipes;
import io.tidelock.config.yaml.Field;
import io.tidelock.config.yaml.Quote;
import io.tidelock.config.yaml.Section;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The top level of the file, as it was typed.
 *
 * @param refusals keys that would change what runs, and are not supported yet: they stop every project
 */
record RawRepo(
        List<RawProject> projects,
        Optional<String> autodiscover,
        Optional<List<String>> ignorePaths,
        Map<String, Recipe> workflows,
        Field workflowsField,
        boolean strict,
        RawConditions conditions,
        Abreast abreast,
        Optional<Boolean> merges,
        List<Problem> refusals) {
    private static final int MOST_IGNORED = 100;

    static RawRepo read(Section top) {
        version(top);
        Refusals refusals = new Refusals();

        List<RawProject> projects = new ArrayList<>();
        for (Section section : top.field("projects").sections()) {
            projects.add(RawProject.read(section));
        }
        refuseTwins(projects);

        Optional<String> mode = Optional.empty();
        Optional<List<String>> ignorePaths = Optional.empty();
        Optional<Section> autodiscover = top.field("autodiscover").section();
        if (autodiscover.isPresent()) {
            mode = autodiscover.get().field("mode").oneOf("auto", "enabled", "disabled");
            ignorePaths = ignored(autodiscover.get().field("ignore_paths"));
            autodiscover.get().refuseTheRest();
        }

        Field workflowsField = top.field("workflows");
        Map<String, Recipe> workflows = Recipes.read(workflowsField);
        // Atlantis itself reads and ignores it at this level; a file that has it expects policies to hold.
        refusals.ifPresent(top.field("policies"));
        Optional<Boolean> merges = top.field("automerge").bool();
        boolean strict = top.field("abort_on_execution_order_fail").bool().orElse(false);
        RawConditions conditions = RawConditions.ofAll(top);
        // Keeps comments away, never runs; our one living comment is edited in place and shows what may be applied.
        Refusals.silence(top.field("silence_pr_comments"));
        Abreast abreast = new Abreast(
                top.field("parallel_plan").bool(), top.field("parallel_apply").bool());
        // Without effect in Atlantis as well.
        top.field("emoji_reaction").string();
        // Only widens what `-p` with a regular expression may match, and we match names exactly.
        top.field("allowed_regexp_prefixes").strings();

        top.refuseTheRest();
        return new RawRepo(
                List.copyOf(projects),
                mode,
                ignorePaths,
                workflows,
                workflowsField,
                strict,
                conditions,
                abreast,
                merges,
                refusals.list());
    }

    /** The same, with these projects, and the workflows, conditions and merging of another file. */
    RawRepo ruledBy(RawRepo other, List<RawProject> ruled) {
        return new RawRepo(
                List.copyOf(ruled),
                autodiscover,
                ignorePaths,
                other.workflows,
                other.workflowsField,
                strict,
                other.conditions,
                abreast,
                other.merges,
                refusals);
    }

    /** Which runs may go side by side, as far as the file says. */
    record Abreast(Optional<Boolean> plans, Optional<Boolean> applies) {
        Place.Abreast over(Place.Abreast usual) {
            return new Place.Abreast(plans.orElse(usual.plans()), applies.orElse(usual.applies()));
        }
    }

    private static Optional<List<String>> ignored(Field field) {
        Optional<List<String>> patterns = field.strings();
        if (patterns.stream().anyMatch(given -> given.size() > MOST_IGNORED)) {
            field.wrong("a list of more than " + MOST_IGNORED, "fewer patterns", "");
            return Optional.empty();
        }
        patterns.ifPresent(given -> given.forEach(pattern -> {
            Optional<String> fault = pattern.startsWith("/")
                    ? Optional.of("begins with '/'")
                    : pattern.isEmpty() ? Optional.of("is empty") : DirGlob.fault(pattern);
            fault.ifPresent(why -> field.wrong(
                    "a list with the pattern " + Quote.of(pattern) + ", which " + why,
                    "patterns of directories, like 'docs/**'"));
        }));
        return patterns;
    }

    private static void version(Section top) {
        Field version = top.field("version");
        OptionalInt number = version.integer();
        if (!version.present()) {
            top.problem("no 'version'", "'version: 3'", "Add the line 'version: 3' at the top.");
        } else if (number.isPresent() && number.getAsInt() != 2 && number.getAsInt() != 3) {
            version.wrong(String.valueOf(number.getAsInt()), "2 or 3", "Write 'version: 3'.");
        }
    }

    private static void refuseTwins(List<RawProject> projects) {
        Map<String, Set<Optional<String>>> byName = new HashMap<>();
        for (RawProject project : projects) {
            project.name()
                    .filter(name -> meets(byName, name, project.branch()))
                    .ifPresent(name -> project.nameField()
                            .wrong(
                                    "'" + name + "', which another project has",
                                    "a name of its own",
                                    "Rename one of them."));
        }
    }

    /**
     * Notes the branch under this key, and says whether one that was noted before may be for the same base branch. Different
     * expressions are taken to be for different branches; whether they overlap is looked at when a project is looked for.
     */
    static boolean meets(Map<String, Set<Optional<String>>> noted, String key, Optional<String> branch) {
        Set<Optional<String>> branches = noted.computeIfAbsent(key, unused -> new HashSet<>());
        boolean meets = !branches.isEmpty()
                && (branch.isEmpty() || branches.contains(Optional.empty()) || branches.contains(branch));
        branches.add(branch);
        return meets;
    }
}
