package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.sandbox.PullId;
import io.tidelock.sandbox.Sandbox;
import io.tidelock.sandbox.fault.Effect;
import io.tidelock.sandbox.model.Protection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What stands in the way of a merge by Tidelock, over the wire of both hosts. */
@EnabledOnOs(OS.LINUX)
final class MergedByItselfTest {
    private static final List<String> FLAGS = List.of(
            "--automerge",
            "--apply-on=comment",
            "--repo-config-json={\"repos\":[{\"id\":\"/.*/\",\"delete_source_branch_on_merge\":true}]}");

    @ParameterizedTest
    @EnumSource
    void aHostThatRefusesIsQuotedOnceAndApplySaidAgainMerges(Manners manners, @TempDir Path folder) throws IOException {
        try (Trial trial = new Trial(folder, manners, FLAGS)) {
            Lot lot = new Lot(trial, "refused");
            require(lot, "ci");
            PullId pull = planned(lot);
            judge(lot, pull, false);

            lot.comment(pull, "tidelock apply");
            lot.await("word that it is not merged", () -> !lot.remarks(pull).isEmpty());
            lot.quiet();

            assertThat(lot.remarks(pull))
                    .as(lot.account())
                    .singleElement()
                    .asString()
                    .contains("Not merged, although all of it is applied", "`ci`", "tidelock apply", "by hand");
            assertThat(trial.sandbox.pull(pull).merged()).isFalse();
            assertThat(lot.made()).containsExactly("one");

            judge(lot, pull, true);
            lot.comment(pull, "tidelock apply");
            lot.await("merge", () -> lot.summary(pull).contains("Merged, 1 applied"));
            lot.quiet();
            assertThat(lot.remarks(pull)).hasSize(1);
            assertThat(lot.made()).containsExactly("one");
            assertThat(lot.locks()).isEmpty();
            assertThat(trial.sandbox.branch(lot.repo, "change")).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPushedDuringTheApplyIsNotMerged(Manners manners, @TempDir Path folder) throws IOException {
        try (Trial trial = new Trial(folder, manners, FLAGS)) {
            Lot lot = new Lot(trial, "pushed");
            PullId pull = planned(lot);
            lot.hold("apply");
            lot.comment(pull, "tidelock apply");
            lot.await("apply that runs", () -> lot.calls("apply") == 1);
            String applied = lot.head(pull);
            lot.push("change", Map.of("app/main.tf", lot.resource("two")));
            lot.release("apply");

            lot.await("word that it is not merged", () -> !lot.remarks(pull).isEmpty());
            lot.quiet();
            assertThat(lot.remarks(pull))
                    .as(lot.account())
                    .singleElement()
                    .asString()
                    .contains(
                            "Not merged",
                            applied.substring(0, 7),
                            lot.head(pull).substring(0, 7));
            assertThat(trial.sandbox.pull(pull).merged()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLostAnswerToTheMergeIsNoReasonToSayAnything(Manners manners, @TempDir Path folder) throws IOException {
        try (Trial trial = new Trial(folder, manners, FLAGS)) {
            Lot lot = new Lot(trial, "lost");
            PullId pull = planned(lot);
            trial.sandbox.faults().next(1, "PUT", "/merge$", new Effect.DoneThenDrop());

            lot.comment(pull, "tidelock apply");
            lot.await("merge", () -> lot.summary(pull).contains("Merged, 1 applied"));
            lot.quiet();

            assertThat(lot.remarks(pull)).as(lot.account()).isEmpty();
            assertThat(lot.made()).containsExactly("one");
            assertThat(trial.sandbox.branch(lot.repo, "change")).isNull();
        }
    }

    private static PullId planned(Lot lot) {
        PullId pull = lot.open("change", Map.of("app/main.tf", lot.resource("one")));
        lot.awaitPlanned(pull);
        return pull;
    }

    private static void judge(Lot lot, PullId pull, boolean success) {
        Sandbox sandbox = lot.trial.sandbox;
        if (lot.trial.manners == Manners.GITHUB) {
            sandbox.status(lot.repo, lot.head(pull), success ? "success" : "failure", "ci", "dev");
            return;
        }
        URI statuses = URI.create(sandbox.httpUrl() + "/api/v4/projects/" + lot.repo.replace("/", "%2F") + "/statuses/"
                + lot.head(pull) + "?name=ci&state=" + (success ? "success" : "failed"));
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(statuses)
                    .header("PRIVATE-TOKEN", sandbox.token("dev"))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(201);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    private static void require(Lot lot, String check) {
        boolean named = lot.trial.manners == Manners.GITHUB;
        lot.trial.sandbox.protect(
                lot.repo,
                "main",
                new Protection(named, false, named ? List.of(check) : List.of(), false, 0, false, false, true));
        lot.trial.sandbox.change(lot.repo, repo -> repo.pipelinesMustSucceed = true);
    }
}
