package io.tidelock.run.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs get to see of the server's environment. */
final class ChildEnvironmentTest {
    @TempDir
    Path home;

    private ChildEnvironment of(Map<String, String> server, String... granted) {
        return ChildEnvironment.of(server, List.of(granted), home, home.resolve("empty"));
    }

    @Test
    void configurationIsNamedOnlyWhenItIsThere() throws IOException {
        String missing = home.resolve("missing").toString();
        Map<String, String> server = Map.of("TF_CLI_CONFIG_FILE", missing);
        assertThat(of(server, "TF_*").values())
                .containsEntry("TF_CLI_CONFIG_FILE", home.resolve("empty").toString());

        Files.writeString(home.resolve("missing"), "");
        assertThat(of(server).values()).containsEntry("TF_CLI_CONFIG_FILE", missing);

        Files.writeString(home.resolve(".terraformrc"), "");
        assertThat(of(Map.of()).values()).doesNotContainKey("TF_CLI_CONFIG_FILE");
    }

    @Test
    void patternsMatchWholeNamesAndNothingOfOurs() {
        Map<String, String> server = Map.of(
                "AWS_A", "1", "XAWS_A", "2", "TIDELOCK_X", "3", "ATLANTIS_X", "4", "TF_DATA_DIR", "5", "A.C", "6");
        assertThat(of(server, "AWS_*").values()).containsKey("AWS_A").doesNotContainKey("XAWS_A");
        assertThat(of(server, "*").values())
                .containsKeys("AWS_A", "XAWS_A", "A.C")
                .doesNotContainKeys("TIDELOCK_X", "ATLANTIS_X", "TF_DATA_DIR");
        assertThat(of(server, "TIDELOCK_X", "TF_DATA_DIR").values())
                .containsKey("TIDELOCK_X")
                .doesNotContainKey("TF_DATA_DIR");
        assertThat(of(server, "A*C").values()).containsKey("A.C").doesNotContainKey("AWS_A");
    }

    @Test
    void grantedSecretsAreKnownByTheirNames() {
        Map<String, String> server = Map.of(
                "API_TOKEN", "12345678", "db_password", "12345678x", "PIN_KEY", "1234", "REGION", "somewhere-else");
        assertThat(of(server, "*").secrets())
                .containsExactlyInAnyOrder(new Secret("12345678"), new Secret("12345678x"));
        assertThat(of(server).secrets()).isEmpty();
    }
}
