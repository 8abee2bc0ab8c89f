package io.tidelock.run.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModuleCallsTest {
    @TempDir
    private Path root;

    private Optional<SortedSet<String>> lines(String file, String text) throws IOException {
        return calls(file, text).map(ModuleCalls.Found::lines);
    }

    private Optional<ModuleCalls.Found> calls(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.resolveSibling("."));
        Files.writeString(path, text);
        return ModuleCalls.of(root, root.resolve("p"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            hashicorp/consul/aws                                            | 1.2.3      | true
            hashicorp/consul/aws                                            | = 1.2.3    | true
            app.terraform.io/acme/consul/aws//modules/x                     | 1.2.3-rc1  | true
            hashicorp/consul/aws                                            | ~> 1.2     | false
            hashicorp/consul/aws                                            | >= 1.2.3   | false
            hashicorp/consul/aws                                            | -          | false
            git::https://git.example.com/x.git?ref=v1.2.0                   | -          | true
            git::https://git.example.com/x.git//sub?depth=1&ref=1.2         | -          | true
            github.com/acme/x?ref=0123456789012345678901234567890123456789  | -          | true
            github.com/acme/x?ref=main                                      | -          | false
            github.com/acme/x                                               | -          | false
            git@github.com:acme/x.git                                       | -          | false
            https://example.com/x.zip                                       | -          | false
            s3::https://s3.amazonaws.com/bucket/x.zip                       | -          | false
            """)
    void only_a_version_that_stays_is_fixed(String source, String version, boolean fixed) throws IOException {
        assertThat(ModuleCalls.fixed(source, Optional.ofNullable(version))).isEqualTo(fixed);
        String text = "module \"m\" {\n  source = \"" + source + "\"\n"
                + (version == null ? "" : "  version = \"" + version + "\"\n") + "}\n";
        assertThat(calls("p/main.tf", text).isPresent()).isEqualTo(fixed);
    }

    @Test
    void what_stands_in_local_modules_counts_too() throws IOException {
        calls("m/n/main.tf", "terraform {\n  required_version = \">= 1\"\n}\n");
        calls("m/main.tf", "module \"n\" { source = \"./n\" }\n");
        SortedSet<String> first = lines("p/main.tf", """
                module "m" { source = "../m" }
                terraform {
                  backend "local" { path = "x" }
                }
                """).orElseThrow();

        assertThat(first)
                .containsExactly(
                        "m/n|required_version = \">= 1\"",
                        "m|module [n] ./n ",
                        "p|backend \"local\" { path = \"x\" }",
                        "p|module [m] ../m ");
        assertThat(lines("m/n/main.tf", "terraform {\n  required_version = \">= 2\"\n}\n")
                        .orElseThrow())
                .isNotEqualTo(first);
        assertThat(lines("p/main.tf", "# other\nmodule \"m\" {\n  source = \"../m\" # moved\n  x = 1\n}\n")
                        .orElseThrow())
                .contains("p|module [m] ../m ");
    }

    @Test
    void a_provider_is_needed_unless_terraform_brings_it_along() throws IOException {
        assertThat(calls("p/main.tf", "resource \"terraform_data\" \"it\" {}\nterraform {}\n")
                        .orElseThrow()
                        .providers())
                .isFalse();
        for (String text : new String[] {
            "data \"null_data_source\" \"it\" {}\n",
            "provider \"aws\" {}\n",
            "terraform {\n  required_providers {\n    aws = {}\n  }\n}\n"
        }) {
            assertThat(calls("p/main.tf", text).orElseThrow().providers()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            p/x.tf.json | {}
            p/x.tf      | module "m" {
            p/x.tf      | module "m" { source = var.source }
            p/x.tf      | module "m" { source = "./${var.x}" }
            p/x.tf      | module "m" { source = "../../outside" }
            p/x.tf      | module "m" { source = "./missing" }
            p/x.tf      | module "m" {}
            """)
    void in_doubt_nothing_is_said(String file, String text) throws IOException {
        assertThat(calls("p/main.tf", "locals { x = 1 }\n")).isPresent();
        assertThat(calls(file, text + "\n")).isEmpty();
    }
}
