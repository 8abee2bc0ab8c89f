package io.tidelock.config.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidelock.core.change.ChangedFiles;
import io.tidelock.core.command.Target;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.ConfiguredProject;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.RepoSettings;
import io.tidelock.core.project.RepoSettings.Autodiscover;
import io.tidelock.core.project.Workflow;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LookupTest {
    private static final Files TREE = Files.of(
                    "main.tf",
                    "apps/web/main.tf",
                    "apps/api/main.tofu",
                    "apps/json/x.tf.json",
                    "docs/a.md",
                    "twin/x.tf")
            .link("linked");

    private static final RepoSettings SETTINGS = new RepoSettings(
            Optional.of("atlantis.yaml"),
            List.of(
                    project("apps/web", "prod", "web"),
                    project("apps/web", "staging", "web-staging"),
                    project("twin", "default", "one"),
                    project("twin", "default", "two"),
                    project("gone", "default", "gone"),
                    project("linked/x", "default", "behind"),
                    new ConfiguredProject(
                            new ProjectKey("apps/web", "release", "release"),
                            List.of(),
                            false,
                            Optional.of("^release-"),
                            Workflow.STANDARD,
                            Optional.empty())),
            Autodiscover.DISABLED);

    @ParameterizedTest
    @CsvSource({"web, apps/web, prod", "web-staging, apps/web, staging", "two, twin, default"})
    void findsByName(String name, String dir, String workspace) {
        assertThat(named(name)).isEqualTo(found(new ProjectKey(dir, workspace, name)));
    }

    @ParameterizedTest
    @CsvSource({
        "apps/web, prod, web",
        "apps/web, staging, web-staging",
        "./apps//web/, prod, web",
        "apps/api, default, ''",
        "apps/api, other, ''",
        "apps/json, default, ''",
        "., default, ''",
        "apps/../apps/web, prod, web"
    })
    void findsByDirectoryAndWorkspace(String dir, String workspace, String name) {
        String clean = dir.equals(".") ? "." : dir.contains("web") ? "apps/web" : dir;

        assertThat(in(dir, workspace)).isEqualTo(found(new ProjectKey(clean, workspace, name)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wbe | no project in atlantis.yaml is named 'wbe'; expected behind, gone, one, two, web, web-staging. Did you mean -p web?",
                "Web | Did you mean -p web?",
                "zzzzzz | Use -p with a name, or -d with the directory.",
                "release | 'release' is not for the base branch 'main'",
                "gone | the project 'gone' is in 'gone', which does not exist",
                "behind | lies behind the symbolic link 'linked'"
            })
    void saysWhyANameIsNotFound(String name, String said) {
        assertThat(sentence(named(name))).contains(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "apps/web | default | a workspace that atlantis.yaml has for it: prod, staging. Use -d apps/web -w prod",
                "twin | default | 2 projects are in 'twin' with the workspace 'default'; expected the name of one: one, two. Use -p one",
                "apps/ap | default | there is no directory 'apps/ap'",
                "apps/ap | default | Did you mean -d apps/api?",
                "docs | default | the directory 'docs' holds no terraform files",
                "apps | default | the directory 'apps' holds no terraform files",
                "linked | default | lies behind the symbolic link 'linked'",
                "linked/a | default | lies behind the symbolic link 'linked'",
                "../x | default | a directory inside the repository",
                "/etc | default | a directory inside the repository",
                "apps/api | a/b | a character that no workspace may hold"
            })
    void saysWhyADirectoryIsNotFound(String dir, String workspace, String said) {
        assertThat(sentence(in(dir, workspace))).contains(said);
    }

    @Test
    void withoutAFileThereIsNoName() {
        assertThat(sentence(Selector.find(RepoSettings.none(), TREE, NOTHING, new Target.Named("web"), "main")))
                .contains("there is no tidelock.yaml or atlantis.yaml", "Use -d");
    }

    @Test
    void aProjectOfTheRightBaseBranchIsFound() {
        assertThat(Selector.find(SETTINGS, TREE, NOTHING, new Target.Named("release"), "release-1"))
                .isEqualTo(found(new ProjectKey("apps/web", "release", "release")));
    }

    @Test
    void aRefusalComesAlong() {
        Problem why = Problem.of("'automerge' is true", "", "");
        RepoSettings settings =
                new RepoSettings(Optional.of("atlantis.yaml"), List.of(), Autodiscover.AUTO, Optional.of(why));

        assertThat(Selector.find(settings, TREE, NOTHING, new Target.InDirectory(".", "default"), "main"))
                .isEqualTo(new Selector.Found(new Project(ProjectKey.at("."), Workflow.STANDARD, Optional.of(why))));
    }

    @Test
    void allProjectsAreNotOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Selector.find(SETTINGS, TREE, NOTHING, new Target.All(), "main"));
    }

    private static final ChangedFiles NOTHING = new ChangedFiles(List.of());

    private static ConfiguredProject project(String dir, String workspace, String name) {
        return new ConfiguredProject(
                new ProjectKey(dir, workspace, name),
                List.of("*.tf"),
                true,
                Optional.empty(),
                Workflow.STANDARD,
                Optional.empty());
    }

    private static Selector.Finding named(String name) {
        return Selector.find(SETTINGS, TREE, NOTHING, new Target.Named(name), "main");
    }

    private static Selector.Finding in(String dir, String workspace) {
        return Selector.find(SETTINGS, TREE, NOTHING, new Target.InDirectory(dir, workspace), "main");
    }

    private static Selector.Finding found(ProjectKey key) {
        return new Selector.Found(Project.standard(key));
    }

    private static String sentence(Selector.Finding finding) {
        assertThat(finding).isInstanceOf(Selector.Missing.class);
        return ((Selector.Missing) finding).problem().sentence();
    }
}
