package io.tidelock.config.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.ChangedFiles;
import io.tidelock.core.project.ConfiguredProject;
import io.tidelock.core.project.Place;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.RepoSettings;
import io.tidelock.core.project.RepoSettings.Autodiscover;
import io.tidelock.core.project.Search;
import io.tidelock.core.project.Workflow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class SelectionPropertyTest {
    private static final List<String> DIRS = List.of(".", "a", "b", "a/b", "a/env", "modules/m", "c/modules/m", "c");

    /** Each directory at most once, named like it, with any patterns, group and dependencies. */
    @Provide
    Arbitrary<List<ConfiguredProject>> projects() {
        Arbitrary<List<String>> patterns = Arbitraries.of(
                        "**/*", "*.tf", "!*.tf", "../**", "../../**", "../modules/**", "!../b/**", "env")
                .list()
                .ofMaxSize(3);
        Arbitrary<List<String>> dependencies =
                Arbitraries.of("a", "b", "c", "nobody").list().ofMaxSize(2);
        Arbitrary<ConfiguredProject> project = Combinators.combine(
                        Arbitraries.of(DIRS),
                        patterns,
                        Arbitraries.of(true, true, false),
                        Arbitraries.of(Optional.<String>empty(), Optional.of("^main$"), Optional.of("^dev$")),
                        Arbitraries.integers().between(-2, 2),
                        dependencies)
                .as((dir, when, auto, branch, group, after) -> new ConfiguredProject(
                        new ProjectKey(dir, "default", dir.equals(".") ? "root" : dir),
                        when,
                        auto,
                        branch,
                        Workflow.STANDARD,
                        Optional.empty(),
                        new Place.Wish(group, after)));
        return project.list().ofMaxSize(6).uniqueElements(ConfiguredProject::key);
    }

    @Provide
    Arbitrary<List<String>> changed() {
        return Combinators.combine(
                        Arbitraries.of("", "a/", "b/", "a/b/", "a/env/", "modules/m/", "c/modules/m/", "gone/"),
                        Arbitraries.of("main.tf", "x.tfvars", "README.md", "terraform.tfstate", "terragrunt.hcl"))
                .as((dir, name) -> dir + name)
                .list()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<Search> search() {
        return Combinators.combine(
                        Arbitraries.of(Autodiscover.values()),
                        Arbitraries.of(List.<String>of(), List.of("a"), List.of("**/b"), List.of("{a,c}/**")),
                        Arbitraries.of(Optional.<List<String>>empty(), Optional.of(Search.FILE_LIST)))
                .as((mode, ignored, modules) -> new Search(mode, Search.FILE_LIST, ignored, modules, false));
    }

    @Property
    void orderOfProjectsAndFilesDoesNotMatter(
            @ForAll("projects") List<ConfiguredProject> projects,
            @ForAll("changed") List<String> changed,
            @ForAll("search") Search search,
            @ForAll Random random) {
        List<ConfiguredProject> otherProjects = new ArrayList<>(projects);
        List<String> otherChanges = new ArrayList<>(changed);
        Collections.shuffle(otherProjects, random);
        Collections.shuffle(otherChanges, random);

        assertThat(keys(select(otherProjects, search, otherChanges, Selector.Mode.AUTO)))
                .isEqualTo(keys(select(projects, search, changed, Selector.Mode.AUTO)));
    }

    @Property
    void whatIsSelectedIsThereOnceAndInTurn(
            @ForAll("projects") List<ConfiguredProject> projects,
            @ForAll("changed") List<String> changed,
            @ForAll("search") Search search) {
        List<Project> selected = select(projects, search, changed, Selector.Mode.COMMENT);

        assertThat(selected).extracting(Project::key).doesNotHaveDuplicates();
        assertThat(selected)
                .allSatisfy(project -> assertThat(DIRS).contains(project.key().dir()));
        assertThat(selected).extracting(project -> project.place().stage()).isSorted();
        Set<String> before = new HashSet<>();
        for (Project project : selected) {
            List<String> later = selected.stream()
                    .filter(other ->
                            project.place().after().contains(other.key().name()))
                    .map(other -> other.key().name())
                    .filter(name -> !before.contains(name))
                    .toList();
            assertThat(later.isEmpty() || refused(selected, project, later))
                    .as("%s comes before %s", project.key().name(), later)
                    .isTrue();
            before.add(project.key().name());
        }
    }

    /** Who wants what cannot be is refused, or waits for one that is. */
    private static boolean refused(List<Project> selected, Project project, List<String> later) {
        return project.refusal().isPresent()
                || selected.stream()
                        .filter(other -> later.contains(other.key().name()))
                        .anyMatch(other -> other.refusal().isPresent());
    }

    @Property
    void aCommentSelectsAtLeastWhatAPushDoes(
            @ForAll("projects") List<ConfiguredProject> projects,
            @ForAll("changed") List<String> changed,
            @ForAll("search") Search search) {
        assertThat(keys(select(projects, search, changed, Selector.Mode.COMMENT)))
                .containsAll(keys(select(projects, search, changed, Selector.Mode.AUTO)));
    }

    private static List<ProjectKey> keys(List<Project> projects) {
        return projects.stream().map(Project::key).toList();
    }

    private static List<Project> select(
            List<ConfiguredProject> projects, Search search, List<String> changed, Selector.Mode mode) {
        String[] files = DIRS.stream()
                .map(dir -> dir.equals(".") ? "main.tf" : dir + "/main.tf")
                .toArray(String[]::new);
        Files tree = Files.of(files).with("b/main.tf", "module \"m\" {\n source = \"../modules/m\"\n}\n");
        RepoSettings settings = new RepoSettings(
                Optional.of("atlantis.yaml"), projects, search, Workflow.STANDARD, false, Map.of(), Optional.empty());
        return Selector.select(settings, tree, ChangedFiles.of(changed.toArray(String[]::new)), "main", mode)
                .projects();
    }
}
