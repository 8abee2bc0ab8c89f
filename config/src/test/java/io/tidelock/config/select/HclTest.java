package io.tidelock.config.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HclTest {
    private static final String CLOUD =
            "terraform {\n  cloud {\n    workspaces {\n      name = \"prod\"\n    }\n  }\n}\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                CLOUD,
                "# a { comment\n// another {\n/* and { a\nthird */\n" + CLOUD,
                "resource \"x\" \"y\" {\n  text = <<-EOT\n  terraform { cloud {\n  EOT\n}\n" + CLOUD,
                "x = <<EOT\nterraform {\nEOT\n" + CLOUD,
                "locals {\n  a = \"}${b[\"}\"]}{\"\n  c = { d = [1, 2,\n 3] }\n  e = f ? 1 : (2 +\n3)\n}\n" + CLOUD,
                "locals { a = \"\\\"}\" }\n" + CLOUD,
                "locals { a = \"$${\" }\n" + CLOUD,
                "locals { a = 1 < 2 }\n" + CLOUD,
                "\uFEFF" + CLOUD,
                "terraform { cloud { workspaces { name = \"prod\" } } }",
                "terraform {\r\n  cloud {\r\n    workspaces {\r\n      name = \"prod\" # here\r\n    }\r\n  }\r\n}\r\n",
                "terraform {\n required_version = \">= 1\"\n cloud {\n organization = \"o\"\n workspaces {\n project = \"p\"\n name = \"prod\" } } }"
            })
    void findsTheCloudWorkspace(String text) {
        assertThat(CloudWorkspace.inHcl(text)).contains("prod");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "terraform {}",
                "terraform { cloud { workspaces { tags = [\"a\"] } } }",
                "terraform { cloud { workspaces { name = var.x } } }",
                "terraform { cloud { workspaces { name = \"a-${var.x}\" } } }",
                "terraform { cloud { workspaces { name = \"a\" + \"b\" } } }",
                "terraform { backend \"remote\" { workspaces { name = \"prod\" } } }",
                "module \"x\" { cloud { workspaces { name = \"prod\" } } }",
                "# " + "terraform { cloud { workspaces { name = \"prod\" } } }",
                "terraform { cloud {} }\n" + CLOUD,
                CLOUD + CLOUD,
                CLOUD + "}",
                CLOUD + "terraform {",
                CLOUD + "= 3"
            })
    void otherwiseThereIsNone(String text) {
        assertThat(CloudWorkspace.inHcl(text)).isEmpty();
    }

    @Test
    void jsonIsReadAsWell() {
        assertThat(CloudWorkspace.inJson("{\"terraform\":[{\"cloud\":{\"workspaces\":{\"name\":\"prod\"}}}]}"))
                .contains("prod");
        assertThat(CloudWorkspace.inJson("{\"terraform\":{\"cloud\":{\"workspaces\":{\"tags\":[]}}}}"))
                .isEmpty();
        assertThat(CloudWorkspace.inJson("{\"workspaces\": ")).isEmpty();
        assertThat(CloudWorkspace.inJson("[".repeat(100_000) + "workspaces")).isEmpty();
    }

    @Provide
    Arbitrary<String> rubble() {
        return Arbitraries.of(
                        "a", " ", "\n", "{", "}", "\"", "=", "${", "%{", "\\", "<<E", "E", "#", "/*", "*/", "[", ")",
                        "$")
                .list()
                .ofMaxSize(40)
                .map(pieces -> String.join("", pieces));
    }

    @Property
    void nothingMakesItThrow(@ForAll("rubble") String text) {
        assertThatCode(() -> Hcl.read(text)).doesNotThrowAnyException();
        assertThatCode(() -> Hcl.read(CLOUD + text)).doesNotThrowAnyException();
    }

    @Test
    @Timeout(10)
    void depthAndLengthCostNoMoreThanTheyAreLong() {
        assertThat(Hcl.read("a {\n".repeat(200_000))).isEmpty();
        assertThat(Hcl.read("a {\n".repeat(100_000) + "}\n".repeat(100_000))).isPresent();
        assertThat(Hcl.read("a = \"" + "${\"".repeat(200_000))).isPresent();
        assertThat(Hcl.read("a = <<E\n".repeat(200_000))).isPresent();
        assertThat(Hcl.read("a = " + "<<E ".repeat(200_000))).isPresent();
        assertThat(Hcl.read("/* ".repeat(200_000))).isPresent();
    }
}
