package io.tidelock.config.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.ChangedFile;
import io.tidelock.core.change.ChangedFiles;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.ConfiguredProject;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.RepoSettings;
import io.tidelock.core.project.RepoSettings.Autodiscover;
import io.tidelock.core.project.Workflow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SelectorTest {
    private static final List<String> DEFAULTS =
            List.of("**/*.tf*", "**/*.tofu", "**/*.tofu.json", "**/terragrunt.hcl", "**/.terraform.lock.hcl");

    @ParameterizedTest(name = "{0} with {1} is touched by {2}: {3}")
    @CsvSource({
        "net, *.tf, net/main.tf, true",
        "net, *.tf, net/a/main.tf, false",
        "net, **/*.tf, net/a/main.tf, true",
        "net, *.tf, network/main.tf, false",
        "net, ../modules/**/*.tf, modules/vpc/main.tf, true",
        "net, ../../modules/**, modules/vpc/main.tf, false",
        "net, ../**, other/main.tf, true",
        "net, **/*.tf !x.tf, net/x.tf, false",
        "net, **/*.tf !x.tf, net/x.tf net/y.tf, true",
        "net, !x.tf **/*.tf, net/x.tf, true",
        "net, **/*.tf !**/*.tf x.tf, net/x.tf, true",
        "net, !x.tf, net/y.tf, false",
        "net, **/* !docs, net/docs/a/b.tf, false",
        "net, docs, net/docs/a/b.tf, true",
        "net, **/* !../net/x.tf, net/x.tf, false",
        "., *.tf, main.tf, true",
        "., *.tf, net/main.tf, false",
        "., net, net/main.tf, true",
        "net, terraform.tfstate, net/terraform.tfstate, true"
    })
    void aConfiguredProjectIsTouchedByItsPatterns(String dir, String patterns, String changed, boolean touched) {
        RepoSettings settings = settings(Autodiscover.DISABLED, project(dir, Arrays.asList(patterns.split(" "))));
        Files tree = Files.of("main.tf", "net/main.tf");

        assertThat(keys(settings, tree, changed.split(" ")))
                .isEqualTo(touched ? List.of(ProjectKey.at(dir)) : List.of());
    }

    @Test
    void aRenameOutOfAProjectTouchesIt() {
        ChangedFiles changed = new ChangedFiles(List.of(new ChangedFile("b/x.tf", Optional.of("a/x.tf"))));

        assertThat(Selector.select(
                                settings(Autodiscover.AUTO, project("a", DEFAULTS)),
                                Files.of("a/y.tf", "b/x.tf"),
                                changed,
                                "main",
                                Selector.Mode.AUTO)
                        .projects())
                .extracting(Project::key)
                .containsExactly(ProjectKey.at("a"));
    }

    @Test
    void aConfiguredProjectWithoutItsDirectoryIsLeftOut() {
        assertThat(keys(settings(Autodiscover.AUTO, project("net", DEFAULTS)), Files.of("main.tf"), "net/main.tf"))
                .isEmpty();
    }

    @Test
    void aProjectWithAutoplanOffIsForCommentsOnly() {
        ConfiguredProject quiet = new ConfiguredProject(
                ProjectKey.at("a"), DEFAULTS, false, Optional.empty(), Workflow.STANDARD, Optional.empty());

        assertThat(keys(settings(Autodiscover.ENABLED, quiet), Files.of("a/x.tf"), "a/x.tf"))
                .isEmpty();
        assertThat(Selector.select(
                                settings(Autodiscover.ENABLED, quiet),
                                Files.of("a/x.tf"),
                                ChangedFiles.of("a/x.tf"),
                                "main",
                                Selector.Mode.COMMENT)
                        .projects())
                .containsExactly(Project.standard(ProjectKey.at("a")));
    }

    @ParameterizedTest(name = "{0} on {1} selects {2}")
    @CsvSource({
        "AUTO, main, a",
        "AUTO, dev, a b",
        "ENABLED, main, a b",
        "ENABLED, dev, a b",
        "DISABLED, main, a",
        "DISABLED, dev, ''"
    })
    void whatNobodyConfiguredIsDiscoveredByTheMode(Autodiscover mode, String baseBranch, String dirs) {
        ConfiguredProject onMain = new ConfiguredProject(
                ProjectKey.at("a"), DEFAULTS, true, Optional.of("^main$"), Workflow.STANDARD, Optional.empty());

        assertThat(Selector.select(
                                settings(mode, onMain),
                                Files.of("a/x.tf", "b/x.tf"),
                                ChangedFiles.of("b/x.tf", "a/x.tf"),
                                baseBranch,
                                Selector.Mode.AUTO)
                        .projects())
                .extracting(project -> project.key().dir())
                .isEqualTo(dirs.isEmpty() ? List.of() : Arrays.asList(dirs.split(" ")));
    }

    @Test
    void aConfiguredDirectoryIsNotDiscoveredAlthoughItsPatternsDoNotMatch() {
        RepoSettings settings = settings(Autodiscover.ENABLED, project("a", List.of("*.json")));

        assertThat(keys(settings, Files.of("a/x.tf", "b/x.tf"), "a/x.tf", "b/x.tf"))
                .containsExactly(ProjectKey.at("b"));
    }

    @Test
    void aRefusalComesAlong() {
        Problem why = Problem.of("'workflow' is 'x'", "", "");
        ConfiguredProject refused = new ConfiguredProject(
                ProjectKey.at("a"), DEFAULTS, true, Optional.empty(), Workflow.STANDARD, Optional.of(why));

        assertThat(select(settings(Autodiscover.AUTO, refused), Files.of("a/x.tf"), "a/x.tf"))
                .extracting(Project::refusal)
                .containsExactly(Optional.of(why));
    }

    @Test
    void whatTheFileRefusesAsAWholeIsRefusedForDiscoveredProjects() {
        Problem why = Problem.of("'automerge' is true", "", "");
        RepoSettings settings =
                new RepoSettings(Optional.of("atlantis.yaml"), List.of(), Autodiscover.AUTO, Optional.of(why));

        assertThat(select(settings, Files.of("a/x.tf"), "a/x.tf"))
                .extracting(Project::refusal)
                .containsExactly(Optional.of(why));
    }

    @Test
    void aProjectBehindALinkIsRefused() {
        RepoSettings settings = settings(Autodiscover.AUTO, project("a/b", List.of("../../real/**")));

        assertThat(select(settings, Files.of("real/b/x.tf").link("a"), "real/b/x.tf"))
                .singleElement()
                .satisfies(project -> assertThat(project.refusal())
                        .hasValueSatisfying(problem ->
                                assertThat(problem.sentence()).contains("'a/b' lies behind the symbolic link 'a'")));
    }

    @Test
    void aBranchThatCannotBeComparedIsARefusal() {
        ConfiguredProject endless = new ConfiguredProject(
                ProjectKey.at("a"), DEFAULTS, true, Optional.of("("), Workflow.STANDARD, Optional.empty());

        assertThat(Selector.select(
                                settings(Autodiscover.AUTO, endless),
                                Files.of("a/x.tf"),
                                ChangedFiles.of("a/x.tf"),
                                "main",
                                Selector.Mode.AUTO)
                        .projects())
                .singleElement()
                .satisfies(project -> assertThat(project.refusal()).isPresent());
    }

    @Test
    void projectsComeInTheOrderOfTheirKeysEachOnce() {
        RepoSettings settings = settings(
                Autodiscover.AUTO,
                project("b", DEFAULTS),
                new ConfiguredProject(
                        new ProjectKey("a", "prod", "x"),
                        DEFAULTS,
                        true,
                        Optional.empty(),
                        Workflow.STANDARD,
                        Optional.empty()),
                project("a", DEFAULTS),
                project("a", DEFAULTS));

        assertThat(keys(settings, Files.of("a/x.tf", "b/x.tf"), "b/x.tf", "a/x.tf"))
                .containsExactly(ProjectKey.at("a"), new ProjectKey("a", "prod", "x"), ProjectKey.at("b"));
    }

    @Test
    @Timeout(10)
    void tenThousandProjectsAndAThousandFilesAreNoTrouble() {
        List<ConfiguredProject> projects = new ArrayList<>();
        Set<String> files = new TreeSet<>(Set.of("modules/vpc/main.tf"));
        List<String> patterns = new ArrayList<>(DEFAULTS);
        patterns.addAll(List.of("../../modules/**/*.tf", "!**/*.md", "../*.tfvars"));
        for (int i = 0; i < 10_000; i++) {
            String dir = "live/team-" + i % 100 + "/app-" + i;
            files.add(dir + "/main.tf");
            projects.add(project(dir, patterns));
        }
        String[] changed = files.stream()
                .filter(file -> file.endsWith("7/main.tf"))
                .limit(1000)
                .toArray(String[]::new);
        Files tree = Files.of(files);
        TreeSet<String> sorted = new TreeSet<>(files);

        assertThat(changed).hasSize(1000);
        assertThat(select(
                        new RepoSettings(Optional.empty(), projects, Autodiscover.ENABLED),
                        new Sorted(tree, sorted),
                        changed))
                .hasSize(1000);
        assertThat(select(RepoSettings.none(), new Sorted(tree, sorted), changed))
                .hasSize(1000);
    }

    /** Sorted once, as a real tree is. */
    private record Sorted(Files tree, TreeSet<String> files) implements io.tidelock.core.port.run.SourceTree {
        @Override
        public Optional<byte[]> read(String path, int limit) {
            return tree.read(path, limit);
        }

        @Override
        public Optional<String> id(String path) {
            return tree.id(path);
        }

        @Override
        public java.util.SortedSet<String> links() {
            return tree.links();
        }
    }

    private static ConfiguredProject project(String dir, List<String> patterns) {
        return new ConfiguredProject(
                ProjectKey.at(dir), patterns, true, Optional.empty(), Workflow.STANDARD, Optional.empty());
    }

    private static RepoSettings settings(Autodiscover mode, ConfiguredProject... projects) {
        return new RepoSettings(Optional.of("atlantis.yaml"), List.of(projects), mode);
    }

    private static List<ProjectKey> keys(RepoSettings settings, Files tree, String... changed) {
        return select(settings, tree, changed).stream().map(Project::key).toList();
    }

    private static List<Project> select(
            RepoSettings settings, io.tidelock.core.port.run.SourceTree tree, String... changed) {
        return Selector.select(settings, tree, ChangedFiles.of(changed), "main", Selector.Mode.AUTO)
                .projects();
    }
}
