package io.tidelock.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class DemoTest {
    @Test
    void theScriptPlaysTheWholeStory() {
        Terminal demo = Terminal.run(Map.of(), "demo", "--script");
        assertThat(demo.code()).as(demo.all()).isZero();
        assertThat(demo.out())
                .containsSubsequence(
                        "▶ The pull request is planned",
                        "tidelock/plan  success",
                        "▶ Somebody comments: tidelock apply -d network",
                        "terraform's state of network holds 3 resources",
                        "▶ The pull request is merged",
                        "terraform's state of app holds 2 resources",
                        "locks held: 0",
                        "▶ The end");
        assertThat(demo.err()).isEmpty();
    }

    @Test
    void theScriptPlaysTheSameStoryOnGitLab() {
        Terminal demo =
                Terminal.run(Map.of("TIDELOCK_GH_TOKEN", "of another host"), "demo", "--host", "gitlab", "--script");
        assertThat(demo.code()).as(demo.all()).isZero();
        assertThat(demo.out())
                .containsSubsequence(
                        "/acme/web-shop/-/merge_requests/1",
                        "▶ The merge request is planned",
                        "tidelock/plan  success",
                        "▶ Somebody comments: tidelock apply -d network",
                        "terraform's state of network holds 3 resources",
                        "▶ The merge request is merged",
                        "tidelock/apply  success  2 applied",
                        "locks held: 0",
                        "▶ The end");
        assertThat(demo.err()).isEmpty();
    }

    @Test
    void aHostThatIsNoneIsSaidInOneLine() {
        Terminal demo = Terminal.run(Map.of(), "demo", "--host=sourceforge");
        assertThat(demo.code()).isEqualTo(2);
        assertThat(demo.err()).contains("'sourceforge' is no host of the demo").doesNotContain("\tat ");
    }

    @Test
    void aTerraformThatDoesNothingIsNoticed() {
        Terminal demo = Terminal.run(Map.of("TIDELOCK_TERRAFORM", "/bin/true"), "demo", "--script", "--patience=4");
        assertThat(demo.code()).isEqualTo(1);
        assertThat(demo.err()).contains("✘ waited 4 s for the status tidelock/plan to be success");
    }

    @Test
    void aWrongWebhookSecretIsNoticed() {
        Terminal demo = Terminal.run(Map.of("TIDELOCK_GH_WEBHOOK_SECRET", "wrong"), "demo", "--script", "--patience=3");
        assertThat(demo.code()).isEqualTo(1);
        assertThat(demo.err()).contains("✘ waited 3 s for the status tidelock/plan");
    }

    @Test
    void aWorkerThatRestsIsNoticed() {
        Terminal demo = Terminal.run(Map.of("TIDELOCK_WORKER", "false"), "demo", "--script", "--patience=3");
        assertThat(demo.code()).isEqualTo(1);
        assertThat(demo.err()).contains("✘ waited 3 s for the status tidelock/plan");
    }

    @Test
    void whatIsNotUnderstoodIsSaidInOneLine() {
        Terminal flag = Terminal.run(Map.of(), "demo", "--script", "--slowly");
        assertThat(flag.code()).isEqualTo(1);
        assertThat(flag.err()).contains("the flag --slowly, which is not known").doesNotContain("\tat ");

        Terminal patience = Terminal.run(Map.of(), "demo", "--patience=long");
        assertThat(patience.code()).isEqualTo(2);
        assertThat(patience.err()).contains("expected --patience=SECONDS");
    }

    @Test
    void helpStartsNothing() {
        Terminal demo = Terminal.run(Map.of(), "demo", "--help");
        assertThat(demo.code()).isZero();
        assertThat(demo.out()).contains("--script", "--patience=SECONDS");
    }
}
