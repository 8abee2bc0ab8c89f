package io.tidelock.config.repo;

import io.tidelock.config.DidYouMean;
import io.tidelock.config.DirGlob;
import io.tidelock.config.RepoPath;
import io.tidelock.config.workflow.Recipe;
import io.tidelock.config.yaml.Quote;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.Conditions;
import io.tidelock.core.project.ConfiguredProject;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.RepoSettings;
import io.tidelock.core.project.RepoSettings.Autodiscover;
import io.tidelock.core.project.Search;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From what was typed to what it means, under the operator's terms. */
final class Meaning {
    /** What makes a project planned when its entry does not say. */
    static final List<String> WHEN_MODIFIED =
            List.of("**/*.tf*", "**/*.tofu", "**/*.tofu.json", "**/terragrunt.hcl", "**/.terraform.lock.hcl");

    /** Patterns of directories in one file, and projects that come of them: nobody has more, and each is looked at. */
    private static final int MOST_PATTERNS = 100;

    private static final int MOST_PROJECTS = 20_000;

    private static final String WORKFLOW = "workflow";

    private final String file;
    private final Terms terms;
    private final Overrides overrides;
    private final SortedSet<String> files;

    /** @param files of the commit, for patterns of directories */
    Meaning(String file, Terms terms, SortedSet<String> files) {
        this.file = file;
        this.terms = terms;
        this.overrides = new Overrides(terms);
        this.files = files;
    }

    RepoSettings of(RawRepo raw) {
        List<Problem> ofAll = new ArrayList<>(terms.refusals());
        ofAll.addAll(raw.refusals());
        if (raw.workflowsField().present() && !raw.workflows().isEmpty() && !terms.customWorkflows()) {
            ofAll.add(raw.workflowsField()
                    .remark(
                            "'workflows' in this file, which the server does not allow",
                            "no workflows of its own",
                            "Remove them, or ask the operator for 'allow_custom_workflows: true'."));
        }
        Overrides.Ruled ruled = overrides.ofAll(raw.conditions());
        ofAll.addAll(new TreeMap<>(ruled.refused()).values());
        Conditions conditions = ruled.conditions();
        List<ConfiguredProject> projects = new ArrayList<>();
        Map<String, Set<Optional<String>>> places = new HashMap<>();
        Optional<TreeSet<String>> candidates = Optional.empty();
        int patterns = 0;
        for (RawProject project : raw.projects()) {
            if (project.dir().isEmpty() || project.workspace().isEmpty()) {
                continue; // a Problem of the file
            }
            patterns += project.many() ? 1 : 0;
            if (project.many() && (patterns > MOST_PATTERNS || projects.size() > MOST_PROJECTS)) {
                project.dirField()
                        .wrong(
                                project.dirField().met() + ", after " + MOST_PATTERNS + " other patterns or "
                                        + MOST_PROJECTS + " projects",
                                "fewer",
                                "Let 'autodiscover' find them.");
                break;
            }
            if (project.many() && candidates.isEmpty()) {
                candidates = Optional.of(candidates());
            }
            List<String> dirs = project.many()
                    ? matching(project.dir(), candidates.orElseGet(TreeSet::new))
                    : List.of(project.dir());
            for (String dir : dirs) {
                refuseTwin(project, dir, places);
                projects.add(of(project, dir, raw, conditions, ofAll));
            }
        }
        return new RepoSettings(
                Optional.of(file),
                projects,
                search(raw),
                terms.usual().workflow(),
                raw.strict(),
                Map.of(),
                conditions,
                raw.abreast().over(terms.abreast()),
                raw.merges(),
                together(Stream.concat(ofAll.stream(), terms.usual().refusal().stream())
                        .toList()));
    }

    private Search search(RawRepo raw) {
        Search search = terms.search();
        if (raw.autodiscover().isPresent() && !terms.searchFixed().mode()) {
            search = search.in(
                    switch (raw.autodiscover().get()) {
                        case "enabled" -> Autodiscover.ENABLED;
                        case "disabled" -> Autodiscover.DISABLED;
                        default -> Autodiscover.AUTO;
                    });
        }
        return raw.ignorePaths().isPresent() && !terms.searchFixed().ignored()
                ? search.ignoring(raw.ignorePaths().get())
                : search;
    }

    /** The directories that a pattern can mean. */
    private TreeSet<String> candidates() {
        TreeSet<String> dirs = new TreeSet<>();
        for (String path : files) {
            String name = path.substring(path.lastIndexOf('/') + 1);
            if (name.endsWith(".tf")
                    || name.endsWith(".tf.json")
                    || name.endsWith(".tofu")
                    || name.endsWith(".tofu.json")
                    || name.equals("terragrunt.hcl")) {
                dirs.add(RepoPath.parent(path));
            }
        }
        return dirs;
    }

    private static List<String> matching(String pattern, TreeSet<String> candidates) {
        Optional<DirGlob> glob = DirGlob.of(pattern);
        return candidates.stream()
                .filter(dir -> glob.isPresent() && glob.get().matches(dir))
                .toList();
    }

    /**
     * As Atlantis has it: an unnamed project may stand before a named one of the same directory and workspace, not after one. A
     * comment with -d that could mean either is asked for a name.
     */
    private static void refuseTwin(RawProject project, String dir, Map<String, Set<Optional<String>>> places) {
        boolean twin = RawRepo.meets(places, dir + "\0" + project.workspace(), project.branch());
        if (twin && project.name().isEmpty()) {
            project.dirField()
                    .wrong(
                            project.many()
                                    ? Quote.of(project.dir()) + ", which also means " + Quote.of(dir)
                                            + " that an earlier project has"
                                    : "'" + dir + "' with the workspace '" + project.workspace() + "' twice",
                            "a name for each project of the same directory and workspace",
                            project.many() ? "Put the pattern first, or make it narrower." : "Add 'name:' to each.");
        }
    }

    private ConfiguredProject of(RawProject raw, String dir, RawRepo repo, Conditions ofRepo, List<Problem> ofAll) {
        ProjectKey key = new ProjectKey(dir, raw.workspace(), raw.name().orElse(""));
        List<Problem> refusals = new ArrayList<>(raw.refusals());
        Recipe recipe = recipe(raw, repo, refusals);
        recipe.refusal().ifPresent(refusals::add);
        Overrides.Ruled ruled = overrides.ofProject(raw.conditions(), ofRepo);
        refusals.addAll(new TreeMap<>(ruled.refused()).values());
        refusals.addAll(ofAll);
        return new ConfiguredProject(
                key,
                raw.whenModified().orElse(WHEN_MODIFIED),
                raw.autoplan(),
                raw.branch(),
                recipe.workflow().with(raw.program()),
                together(refusals),
                raw.wish(),
                ruled.conditions());
    }

    /** The workflow that the project chose, where the operator lets it; else the usual one, and a reason not to run. */
    Recipe recipe(RawProject raw, RawRepo repo, List<Problem> refusals) {
        if (raw.workflow().isEmpty()) {
            return terms.usual();
        }
        String name = raw.workflow().get();
        Map<String, Recipe> own = terms.customWorkflows() ? repo.workflows() : Map.of();
        if (name.equals(terms.workflow()) && !own.containsKey(name)) {
            return terms.usual();
        }
        if (!terms.allowedOverrides().contains(WORKFLOW)) {
            refusals.add(raw.workflowField()
                    .remark(
                            "'workflow' is " + Quote.of(name) + ", and the server does not let projects choose",
                            "no 'workflow'",
                            "Remove it, or ask the operator for 'allowed_overrides: [workflow]'."));
            return terms.usual();
        }
        if (own.containsKey(name)) {
            return own.getOrDefault(name, Recipe.STANDARD);
        }
        Optional<Recipe> theirs = Optional.ofNullable(terms.workflows().get(name));
        if (theirs.isEmpty()) {
            if (!repo.workflows().containsKey(name)) {
                TreeSet<String> known = new TreeSet<>(terms.workflows().keySet());
                known.addAll(repo.workflows().keySet());
                raw.workflowField()
                        .wrong(
                                Quote.of(name) + ", which is no workflow",
                                "one of " + String.join(", ", known),
                                DidYouMean.among(name, known)
                                        .map(near -> "Did you mean '" + near + "'?")
                                        .orElse(""));
            }
            return terms.usual();
        }
        if (!terms.allowedWorkflows().isEmpty() && !terms.allowedWorkflows().contains(name)) {
            refusals.add(raw.workflowField()
                    .remark(
                            "'workflow' is " + Quote.of(name) + ", which the server does not allow here",
                            "one of " + String.join(", ", new TreeSet<>(terms.allowedWorkflows())),
                            "Choose another, or ask the operator for it in 'allowed_workflows'."));
        }
        return theirs.get();
    }

    /** A project has one refusal: the first, which names the others. */
    static Optional<Problem> together(List<Problem> refusals) {
        if (refusals.size() < 2) {
            return refusals.stream().findFirst();
        }
        Problem first = refusals.getFirst();
        String others = refusals.stream()
                .skip(1)
                .map(problem -> problem.met()
                        + problem.place()
                                .map(place -> " (line " + place.line() + ")")
                                .orElse(""))
                .collect(Collectors.joining("; "));
        return Optional.of(
                new Problem(first.met() + "; also " + others, first.expected(), first.next(), first.place()));
    }
}
