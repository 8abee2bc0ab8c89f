package io.tidelock.run.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plan depends on; in doubt, everything. */
final class InputsTest {
    @TempDir
    Path root;

    @BeforeEach
    void makeProject() throws IOException {
        write("live/app/main.tf", "module \"net\" {\n  source = \"../../modules/net\" # shared\n}\n# see ../README\n");
        write("modules/net/main.tf", "resource \"terraform_data\" \"x\" { input = file(\"${path.module}/x.txt\") }\n");
        write("modules/net/x.txt", "../../outside is only text here");
        modules("../../modules/net");
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.resolveSibling("."));
        Files.writeString(path, text);
    }

    private void modules(String... dirs) throws IOException {
        StringBuilder list = new StringBuilder("{\"Modules\":[{\"Key\":\"\",\"Source\":\"\",\"Dir\":\".\"}");
        for (String dir : dirs) {
            list.append(",{\"Key\":\"m\",\"Source\":\"s\",\"Dir\":\"")
                    .append(dir)
                    .append("\"}");
        }
        write("live/app/.terraform/modules/modules.json", list + "]}");
    }

    private List<String> inputs(String... arguments) {
        return Inputs.of(root, root.resolve("live/app"), List.of(arguments), List.of());
    }

    @Test
    void areTheProjectAndItsLocalModules() {
        assertThat(inputs("-input=false", "-var=x=1")).containsExactly("live/app", "modules/net");
    }

    @Test
    void downloadedModulesAreFixedByTheTextThatNamesThem() throws IOException {
        modules("../../modules/net", ".terraform/modules/vpc", ".terraform/modules/vpc/sub");
        write("live/app/.terraform/modules/vpc/main.tf", "locals { x = \"../..\" }");
        assertThat(inputs()).containsExactly("live/app", "modules/net");
    }

    @Test
    void nestedModulesAreNotNamedTwice() throws IOException {
        modules("../../modules/net", "./sub", "../../modules/net/inner");
        write("live/app/sub/main.tf", "");
        write("modules/net/inner/main.tf", "");
        assertThat(inputs()).containsExactly("live/app", "modules/net");
    }

    @Test
    void variableFilesCount() throws IOException {
        write("common.tfvars", "a = 1\n");
        write("live/app/own.tfvars", "a = 1\n");
        assertThat(inputs("-var-file=../../common.tfvars", "-var-file", "own.tfvars", "-backend-config=key=x"))
                .containsExactly("common.tfvars", "live/app", "modules/net");
        assertThat(inputs("--var-file=../../common.tfvars")).contains("common.tfvars");
        assertThat(inputs("-var-file=../../missing.tfvars")).isEqualTo(Inputs.ALL);
        assertThat(inputs("-var-file=/etc/hosts")).isEqualTo(Inputs.ALL);
        write("common.tfvars", "file = \"../secret\"\n");
        assertThat(inputs("-var-file=../../common.tfvars")).isEqualTo(Inputs.ALL);
    }

    @Test
    void argumentsAndVariablesThatClimbMayReadAnything() {
        assertThat(inputs("-var=file=../x")).isEqualTo(Inputs.ALL);
        assertThat(Inputs.of(root, root.resolve("live/app"), List.of(), List.of("../x")))
                .isEqualTo(Inputs.ALL);
    }

    @Test
    void theRootIsEverything() throws IOException {
        write("main.tf", "");
        assertThat(Inputs.of(root, root, List.of(), List.of())).isEqualTo(Inputs.ALL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "locals { x = file(\"../x\") }",
                "locals { x = file(\"${path.root}/../x\") }",
                "locals { x = file(\"/etc/x\") }",
                "locals { x = templatefile( \"~/x\", {}) }",
                "locals { x = file(\"${dirname(path.module)}/x\") }",
                "data \"external\" \"x\" {\n  program = [\"sh\", \"x.sh\"]\n}",
                "resource \"aws_s3_object\" \"x\" {\n  source = \"../x\"\n}",
                "resource \"terraform_data\" \"x\" {\n  provisioner \"local-exec\" { command = \"cat ../x\" }\n}",
                "module \"n\" {\n  source = \"../other\"\n}"
            })
    void textThatReachesOutMakesItEverything(String text) throws IOException {
        write("live/app/more.tf", text);
        assertThat(inputs()).isEqualTo(Inputs.ALL);
        Files.delete(root.resolve("live/app/more.tf"));
        write("modules/net/deep/tpl/more.tf", text);
        assertThat(inputs()).isEqualTo(Inputs.ALL);
    }

    @Test
    void linksMakeItEverything() throws IOException {
        Files.createSymbolicLink(root.resolve("modules/net/link"), root.resolve("live"));
        assertThat(inputs()).isEqualTo(Inputs.ALL);
    }

    @Test
    void brokenListOfModulesMakesItEverything() throws IOException {
        write("live/app/.terraform/modules/modules.json", "{\"Modules\":");
        assertThat(inputs()).isEqualTo(Inputs.ALL);
        modules("../../../outside");
        assertThat(inputs()).isEqualTo(Inputs.ALL);
    }
}
