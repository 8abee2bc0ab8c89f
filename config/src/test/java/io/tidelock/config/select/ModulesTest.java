package io.tidelock.config.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.ChangedFiles;
import io.tidelock.core.command.Target;
import io.tidelock.core.project.ConfiguredProject;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.RepoSettings;
import io.tidelock.core.project.RepoSettings.Autodiscover;
import io.tidelock.core.project.Search;
import io.tidelock.core.project.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ModulesTest {
    private static final Search FOLLOWING =
            new Search(Autodiscover.AUTO, Search.FILE_LIST, List.of(), Optional.of(Search.FILE_LIST), false);

    private static final Files TREE = Files.of("modules/vpc/main.tf", "modules/tags/main.tf", "lone/main.tf")
            .with("web/main.tf", "module \"vpc\" {\n  source = \"../modules/vpc\"\n}\n")
            .with("api/main.tf", "module \"t\" {\n  source = \"../modules/tags/\"\n}\n")
            .with("json/main.tf.json", "{\"module\": {\"v\": [{\"source\": \"./../modules/vpc\"}]}}")
            .with("far/main.tf", "module \"v\" {\n  source = \"git::https://x/../modules/vpc\"\n}\n")
            .with("broken/main.tf", "module \"v\" {\n  source = \"../modules/vpc\"\n")
            .with("modules/vpc/tags.tf", "module \"tags\" { source = \"../tags\" }");

    @Test
    void whoUsesAModuleIsPlannedWhenItChanges() {
        assertThat(dirs(FOLLOWING, "modules/vpc/main.tf")).containsExactly("json", "web");
    }

    @Test
    void modulesOfModulesCount() {
        assertThat(dirs(FOLLOWING, "modules/tags/main.tf")).containsExactly("api", "json", "web");
    }

    @Test
    void withoutTheSettingNobodyFollowsModules() {
        assertThat(dirs(Search.USUAL, "modules/vpc/main.tf")).isEmpty();
    }

    @Test
    void thePatternsChooseWhoseModulesCount() {
        Search some =
                new Search(Autodiscover.AUTO, Search.FILE_LIST, List.of(), Optional.of(List.of("web/*.tf")), false);

        assertThat(dirs(some, "modules/vpc/main.tf")).containsExactly("web");
    }

    @Test
    void aConfiguredProjectIsPlannedWhateverItsPatternsSay() {
        ConfiguredProject web = new ConfiguredProject(
                ProjectKey.at("web"),
                List.of("*.nothing"),
                true,
                Optional.empty(),
                Workflow.STANDARD,
                Optional.empty());

        assertThat(dirs(settings(FOLLOWING, web), "modules/vpc/main.tf")).containsExactly("web");
        assertThat(dirs(settings(FOLLOWING, web), "lone/main.tf")).isEmpty();
    }

    @Test
    void modulesThatUseEachOtherDoNotGoOnForEver() {
        Files circle = Files.of("a/x.tf")
                .with("m/main.tf", "module \"n\" { source = \"../n\" }")
                .with("n/main.tf", "module \"m\" { source = \"../m\" }")
                .with("a/x.tf", "module \"m\" { source = \"../m\" }");

        assertThat(Modules.usedBy(List.of("a"), new Tree(circle)).usersOf("n")).containsExactly("a");
    }

    @Test
    void aModuleBehindALinkOrOutsideIsNotLookedFor() {
        Files tree = Files.of("a/y.tf").with("a/x.tf", "module \"m\" { source = \"../../../etc\" }");

        assertThat(Modules.usedBy(List.of("a"), new Tree(tree)).usersOf("etc")).isEmpty();
    }

    @Test
    void ignoredDirectoriesAreNotDiscovered() {
        Search search = FOLLOWING.ignoring(List.of("j*", "lo{ne,st}"));

        assertThat(dirs(search, "modules/vpc/main.tf", "lone/main.tf", "json/main.tf.json", "api/main.tf"))
                .containsExactly("api", "web");
    }

    @Test
    void anIgnoredDirectoryIsNotPlannedByACommentUnlessItIsAProject() {
        Search search = Search.USUAL.ignoring(List.of("lone"));
        Target target = new Target.InDirectory("lone", "default");

        assertThat(Selector.find(settings(search), TREE, ChangedFiles.of("lone/main.tf"), target, "main"))
                .isInstanceOfSatisfying(
                        Selector.Missing.class,
                        missing -> assertThat(missing.problem().met()).contains("ignore_paths"));
        ConfiguredProject lone = new ConfiguredProject(
                ProjectKey.at("lone"), List.of(), true, Optional.empty(), Workflow.STANDARD, Optional.empty());
        assertThat(Selector.find(settings(search, lone), TREE, ChangedFiles.of("x"), target, "main"))
                .isInstanceOf(Selector.Found.class);
    }

    @Test
    void theFileListSaysWhatSpeaksForADirectory() {
        Search search =
                new Search(Autodiscover.AUTO, List.of("**/*.txt", "!skip/**"), List.of(), Optional.empty(), false);
        Files tree = Files.of("a/x.tf", "b/x.tf", "skip/x.tf");

        assertThat(Selector.select(
                                settings(search),
                                tree,
                                ChangedFiles.of("a/x.txt", "b/x.tf", "skip/y.txt"),
                                "main",
                                Selector.Mode.AUTO)
                        .projects())
                .extracting(project -> project.key().dir())
                .containsExactly("a");
    }

    @Test
    void aRestrictedCommentPlansOnlyWhatIsTouched() {
        Search search = new Search(Autodiscover.AUTO, Search.FILE_LIST, List.of(), Optional.empty(), true);
        ConfiguredProject web = new ConfiguredProject(
                new ProjectKey("web", "default", "web"),
                List.of(),
                true,
                Optional.empty(),
                Workflow.STANDARD,
                Optional.empty());
        RepoSettings settings = settings(search, web);
        Target here = new Target.InDirectory("web", "default");
        Target named = new Target.Named("web");

        assertThat(Selector.find(settings, TREE, ChangedFiles.of("web/a.txt"), here, "main"))
                .isInstanceOf(Selector.Found.class);
        assertThat(Selector.find(settings, TREE, ChangedFiles.of("web/deep/a.txt"), here, "main"))
                .isInstanceOf(Selector.Missing.class);
        assertThat(Selector.find(settings, TREE, ChangedFiles.of("web/deep/a.txt"), named, "main"))
                .isInstanceOf(Selector.Found.class);
        assertThat(Selector.find(settings, TREE, ChangedFiles.of("web/a.txt", "api/main.tf"), named, "main"))
                .isInstanceOfSatisfying(
                        Selector.Missing.class,
                        missing -> assertThat(missing.problem().met()).contains("'api/main.tf'"));
    }

    private static List<String> dirs(Search search, String... changed) {
        return dirs(settings(search), changed);
    }

    private static List<String> dirs(RepoSettings settings, String... changed) {
        return Selector.select(settings, TREE, ChangedFiles.of(changed), "main", Selector.Mode.AUTO).projects().stream()
                .map(project -> project.key().dir())
                .toList();
    }

    private static RepoSettings settings(Search search, ConfiguredProject... projects) {
        return new RepoSettings(
                Optional.empty(), List.of(projects), search, Workflow.STANDARD, false, Map.of(), Optional.empty());
    }
}
