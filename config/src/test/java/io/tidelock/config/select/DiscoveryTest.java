package io.tidelock.config.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.ChangedFile;
import io.tidelock.core.change.ChangedFiles;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.RepoSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DiscoveryTest {
    /** The tree is the changed files and those of the third column. */
    @ParameterizedTest(name = "{0} speaks for {1}")
    @CsvSource({
        "main.tf, ., ''",
        "a/main.tf, a, ''",
        "a/b/main.tf, a/b, ''",
        "a/x.tf b/x.tf a/y.tf, a b, ''",
        "a/prod.tfvars, a, ''",
        "a/prod.tfvars.json, a, ''",
        "a/main.tf.json, a, ''",
        "a/main.tofu, a, ''",
        "a/main.tofu.json, a, ''",
        "a/terragrunt.hcl, a, ''",
        "a/.terraform.lock.hcl, a, ''",
        "a/env/prod.tfvars, a, ''",
        "env/prod.tfvars, ., ''",
        "a/env/x/prod.tfvars, a/env/x, ''",
        "a/environment/prod.tfvars, a/environment, ''",
        "a/modules/vpc/main.tf, a, a/main.tf",
        "a/modules/vpc/main.tf, a, a/terragrunt.hcl",
        "a/modules/vpc/main.tf, a, a/main.tofu",
        "a/modules/vpc/main.tf, '', a/variables.tf",
        "modules/vpc/main.tf, ., main.tf",
        "modules/vpc/main.tf, '', a/main.tf",
        "a/modules/x/modules/y/z.tf, a, a/main.tf a/modules/x/main.tf",
        "a/mymodules/main.tf, a/mymodules, ''",
        "modules.tf, ., ''",
        "README.md, '', main.tf",
        "a/script.sh, '', a/main.tf",
        "a/terraform.tfstate.tf, '', a/main.tf",
        "a/terraform.tfstate.backup.tf, '', a/main.tf",
        "a/.tflint.hcl, '', a/main.tf",
        "a/.tflint.hcl.tf, '', a/main.tf"
    })
    void changedFilesSpeakForADirectory(String changed, String dirs, String others) {
        Files tree = Files.of((changed + " " + others).strip().split(" "));

        assertThat(discovered(tree, ChangedFiles.of(changed.split(" "))))
                .extracting(ProjectKey::dir)
                .isEqualTo(dirs.isEmpty() ? List.of() : Arrays.asList(dirs.split(" ")));
    }

    @Test
    void aDirectoryThatIsGoneIsNoProject() {
        assertThat(discovered(Files.of("ab/main.tf"), ChangedFiles.of("a/main.tf")))
                .isEmpty();
    }

    @Test
    void aDirectoryWhoseLastTerraformFileIsGoneIsOneWhileAFileIsLeft() {
        assertThat(discovered(Files.of("a/README.md"), ChangedFiles.of("a/main.tf")))
                .containsExactly(ProjectKey.at("a"));
    }

    @Test
    void aRenameSpeaksForBothDirectories() {
        ChangedFiles renamed = new ChangedFiles(List.of(new ChangedFile("b/x.tf", Optional.of("a/x.tf"))));

        assertThat(discovered(Files.of("a/y.tf", "b/x.tf"), renamed))
                .containsExactly(ProjectKey.at("a"), ProjectKey.at("b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/cloud.tf", "a/versions.tf", "a/0.tf"})
    void theWorkspaceIsTheOneOfTheCloudBlock(String file) {
        Files tree = Files.of("a/main.tf", "a/b/c.tf", "a-b.tf")
                .with(file, "terraform {\n cloud {\n workspaces {\n name = \"prod\"\n }\n }\n}\n");

        assertThat(discovered(tree, ChangedFiles.of("a/main.tf"))).containsExactly(new ProjectKey("a", "prod", ""));
    }

    @Test
    void theCloudBlockOfAnotherDirectoryIsNothing() {
        Files tree = Files.of("a/main.tf").with("a/b/x.tf", "terraform { cloud { workspaces { name = \"prod\" } } }");

        assertThat(discovered(tree, ChangedFiles.of("a/main.tf"))).containsExactly(ProjectKey.at("a"));
    }

    @Test
    void anImpossibleWorkspaceIsARefusal() {
        Files tree = Files.of().with("a/x.tf", "terraform { cloud { workspaces { name = \"../x\" } } }");

        assertThat(projects(tree, ChangedFiles.of("a/x.tf")))
                .singleElement()
                .satisfies(project -> assertThat(project.refusal())
                        .hasValueSatisfying(
                                problem -> assertThat(problem.sentence()).contains("'../x'")));
    }

    @Test
    void aDirectoryThatBecameALinkIsARefusal() {
        assertThat(projects(Files.of("b/x.tf").link("a"), ChangedFiles.of("a/x.tf")))
                .singleElement()
                .satisfies(project -> assertThat(project.refusal()).isPresent());
    }

    private static List<ProjectKey> discovered(Files tree, ChangedFiles changed) {
        return projects(tree, changed).stream().map(Project::key).toList();
    }

    private static List<Project> projects(Files tree, ChangedFiles changed) {
        return Selector.select(RepoSettings.none(), tree, changed, "main", Selector.Mode.AUTO)
                .projects();
    }
}
