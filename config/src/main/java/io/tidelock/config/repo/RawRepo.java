package io.tidelock.config.repo;

import io.tidelock.config.yaml.Field;
import io.tidelock.config.yaml.Section;
import io.tidelock.core.outcome.Problem;
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
record RawRepo(List<RawProject> projects, Optional<String> autodiscover, List<Problem> refusals) {
    static RawRepo read(Section top) {
        version(top);
        Refusals refusals = new Refusals();

        List<RawProject> projects = new ArrayList<>();
        for (Section section : top.field("projects").sections()) {
            projects.add(RawProject.read(section));
        }
        refuseTwins(projects);

        Optional<String> mode = Optional.empty();
        Optional<Section> autodiscover = top.field("autodiscover").section();
        if (autodiscover.isPresent()) {
            mode = autodiscover.get().field("mode").oneOf("auto", "enabled", "disabled");
            // Keeps directories from being planned and applied: ignoring it would run what was meant to rest.
            refusals.unlessEmptyList(autodiscover.get().field("ignore_paths"));
            autodiscover.get().refuseTheRest();
        }

        // Other steps than ours would be expected to run.
        refusals.ifPresent(top.field("workflows"));
        // Atlantis itself reads and ignores it at this level; a file that has it expects policies to hold.
        refusals.ifPresent(top.field("policies"));
        // "true" promises a merge after apply that nobody would do.
        refusals.unless(top.field("automerge"), false);
        // "true" promises that the branch is deleted.
        refusals.unless(top.field("delete_source_branch_on_merge"), false);
        // "true" promises that a failure stops what comes after it.
        refusals.unless(top.field("abort_on_execution_order_fail"), false);
        // Says when locks are taken; ours are taken at plan.
        refusals.unlessMode(top.field("repo_locks"));
        // Keeps comments away, never runs; our one living comment is edited in place and shows what may be applied.
        top.field("silence_pr_comments").strings();
        // Speed only: projects run side by side as far as the operator's limit allows, whatever is said here.
        top.field("parallel_plan").bool();
        top.field("parallel_apply").bool();
        // Without effect in Atlantis as well.
        top.field("emoji_reaction").string();
        // Only widens what `-p` with a regular expression may match, and we match names exactly.
        top.field("allowed_regexp_prefixes").strings();

        top.refuseTheRest();
        return new RawRepo(List.copyOf(projects), mode, refusals.list());
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

    /**
     * As Atlantis has it: an unnamed project may stand before a named one of the same directory and workspace, not after one. A
     * comment with -d that could mean either is asked for a name.
     */
    private static void refuseTwins(List<RawProject> projects) {
        Map<String, Set<Optional<String>>> byName = new HashMap<>();
        Map<String, Set<Optional<String>>> byPlace = new HashMap<>();
        for (RawProject project : projects) {
            project.name()
                    .filter(name -> meets(byName, name, project.branch()))
                    .ifPresent(name -> project.nameField()
                            .wrong(
                                    "'" + name + "', which another project has",
                                    "a name of its own",
                                    "Rename one of them."));
            boolean twin = meets(byPlace, project.dir() + "\0" + project.workspace(), project.branch());
            if (twin && project.name().isEmpty() && !project.dir().isEmpty()) {
                project.dirField()
                        .wrong(
                                "'" + project.dir() + "' with the workspace '" + project.workspace() + "' twice",
                                "a name for each project of the same directory and workspace",
                                "Add 'name:' to each.");
            }
        }
    }

    /**
     * Notes the branch under this key, and says whether one that was noted before may be for the same base branch. Different
     * expressions are taken to be for different branches; whether they overlap is looked at when a project is looked for.
     */
    private static boolean meets(Map<String, Set<Optional<String>>> noted, String key, Optional<String> branch) {
        Set<Optional<String>> branches = noted.computeIfAbsent(key, unused -> new HashSet<>());
        boolean meets = !branches.isEmpty()
                && (branch.isEmpty() || branches.contains(Optional.empty()) || branches.contains(branch));
        branches.add(branch);
        return meets;
    }
}
