package io.tidelock.run.checkout;

import static io.tidelock.run.checkout.Scene.START;
import static io.tidelock.run.checkout.Scene.text;
import static io.tidelock.run.checkout.Scene.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.outcome.Heads;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.run.Prospect;
import io.tidelock.testkit.contract.FreeLease;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.transport.UploadPack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FetchTest {
    @TempDir
    Path folder;

    private Scene scene;

    @BeforeEach
    void open() {
        scene = new Scene(folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void needsNoMoreRequestsThanItMust() {
        PullRequest pull = scene.pull(1, scene.push(1, with(START, "a/main.tf", "x")));
        scene.merged(pull);
        assertThat(scene.host.requests())
                .extracting(GitHost.Request::method)
                .as("capabilities, refs, objects")
                .containsExactly("GET", "POST", "POST");
        assertThat(scene.host.requests())
                .allSatisfy(request -> assertThat(request.authorization()).isPresent());

        scene.merged(pull);
        assertThat(scene.host.requests()).as("nothing new: no objects").hasSize(5);
    }

    @Test
    void transfersOnlyWhatIsNew() {
        Random random = new Random(1);
        Map<String, GitScribe.Entry> many = new TreeMap<>(START);
        for (int i = 0; i < 300; i++) {
            byte[] content = new byte[2000];
            random.nextBytes(content);
            many.put("d" + i % 20 + "/f" + i, new GitScribe.Entry(FileMode.REGULAR_FILE, content));
        }
        CommitSha base = scene.advance(many);
        scene.merged(scene.pull(1, scene.push(1, with(many, "a/main.tf", "x"), base)));
        long first = scene.host.sent();

        scene.merged(scene.pull(2, scene.push(2, with(many, "b/main.tf", "y"), base)));
        long second = scene.host.sent() - first;

        assertThat(first).isGreaterThan(600_000);
        assertThat(second).isLessThan(6_000);
    }

    @Test
    void takesABranchThatHasNoTestMergeYet() {
        CommitSha head = scene.push(1, with(START, "a/main.tf", "x"));
        CommitSha base = scene.advance(with(START, "b/main.tf", "y"));

        Prospect.Merged merged = scene.merged(scene.pull(1, head, "main", Optional.of(head)));

        assertThat(merged.heads()).isEqualTo(new Heads(head, base));
    }

    @Test
    void usesTheHostsTestMergeOfTheseVeryHeads() {
        CommitSha head = scene.push(1, with(START, "a/main.tf", "x"));
        CommitSha base = scene.advance(with(START, "b/main.tf", "y"));
        CommitSha test = scene.scribe.commit(with(with(START, "a/main.tf", "x"), "b/main.tf", "y"), base, head);
        scene.scribe.point("refs/pull/1/merge", test);

        assertThat(scene.merged(scene.pull(1, head, "main", Optional.of(test))).commit())
                .isEqualTo(test);

        CommitSha later = scene.scribe.commit(with(START, "b/main.tf", "z"), base);
        scene.scribe.point("refs/heads/main", later);
        Prospect.Merged own = scene.merged(scene.pull(1, head, "main", Optional.of(test)));
        assertThat(own.commit()).as("the test merge is of an older base").isNotEqualTo(test);
        assertThat(text(own.source(), "b/main.tf")).isEqualTo("z");
    }

    @Test
    void staysWithTheMergeItTookFirst() {
        CommitSha head = scene.push(1, with(START, "a/main.tf", "x"));
        CommitSha base = scene.advance(with(START, "b/main.tf", "y"));
        CommitSha first = scene.merged(scene.pull(1, head)).commit();
        CommitSha test = scene.scribe.commit(with(with(START, "a/main.tf", "x"), "b/main.tf", "y"), base, head);
        scene.scribe.point("refs/pull/1/merge", test);
        scene.restart();

        assertThat(scene.merged(scene.pull(1, head, "main", Optional.of(test))).commit())
                .as("a working tree lies there already")
                .isEqualTo(first);
    }

    @Test
    void fetchesTheNamedHeadWhenItsRefLagsBehind() {
        CommitSha old = scene.push(1, with(START, "a/main.tf", "old"));
        CommitSha named = scene.scribe.commit(with(START, "a/main.tf", "new"), old);
        scene.scribe.point("refs/heads/change", named);

        assertThat(scene.merged(scene.pull(1, named)).heads().head()).isEqualTo(named);
    }

    @Test
    void waitsForAHeadThatCannotBeHadYetAndInTheEndTakesTheRef() {
        scene.host.allow(UploadPack.RequestPolicy.ADVERTISED);
        CommitSha old = scene.push(1, with(START, "a/main.tf", "old"));
        CommitSha named = scene.scribe.commit(with(START, "a/main.tf", "new"), old);

        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> scene.prepare(scene.pull(1, named)))
                .withMessageContaining(named.hex());
        scene.scribe.point("refs/pull/1/head", named);
        assertThat(scene.merged(scene.pull(1, named)).heads().head()).isEqualTo(named);

        CommitSha nowhere = new CommitSha("0".repeat(39) + "1");
        assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> scene.prepare(scene.pull(1, nowhere)));
        scene.lease = new FreeLease(scene.lease.job().work(), 9);
        assertThat(scene.merged(scene.pull(1, nowhere)).heads().head()).isEqualTo(named);
    }

    @Test
    void takesTheNamedHeadWhenTheRefIsStillWhereItWas() {
        CommitSha old = scene.push(1, with(START, "a/main.tf", "old"));
        scene.merged(scene.pull(1, old));
        CommitSha rewritten = scene.scribe.commit(with(START, "a/main.tf", "rewritten"), scene.start);
        scene.scribe.point("refs/heads/change", rewritten);

        assertThat(scene.merged(scene.pull(1, rewritten)).heads().head())
                .as("git lags behind a forced push")
                .isEqualTo(rewritten);
    }

    @Test
    void fetchesTheNamedHeadWhenThereIsNoRef() {
        CommitSha named = scene.scribe.commit(with(START, "a/main.tf", "new"), scene.start);
        scene.scribe.point("refs/heads/change", named);

        assertThat(scene.merged(scene.pull(1, named)).heads().head()).isEqualTo(named);
    }

    @Test
    void saysThatTheHeadIsGone() {
        scene.host.allow(UploadPack.RequestPolicy.ADVERTISED);
        CommitSha named = scene.scribe.commit(with(START, "a/main.tf", "new"), scene.start);

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> scene.prepare(scene.pull(1, named)))
                .satisfies(refused -> {
                    assertThat(refused.kind()).isEqualTo(Refused.Kind.NOT_FOUND);
                    assertThat(refused.problem().sentence()).contains("refs/pull/1/head", named.hex());
                });
    }

    @Test
    void saysThatItCannotFetchTheOtherKindOfName() {
        CommitSha sha256 = new CommitSha("a".repeat(64));
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> scene.prepare(scene.pull(1, sha256)))
                .withMessageContaining("SHA-256");
    }

    @Test
    void speaksTheOldProtocolToo() {
        scene.host.speakOldProtocol();
        CommitSha head = scene.push(1, with(START, "a/main.tf", "x"));
        CommitSha base = scene.advance(with(START, "b/main.tf", "y"));
        assertThat(scene.merged(scene.pull(1, head)).heads()).isEqualTo(new Heads(head, base));

        CommitSha next = scene.push(1, with(START, "a/main.tf", "z"), head);
        assertThat(scene.merged(scene.pull(1, next)).heads().head()).isEqualTo(next);
    }

    @Test
    void takesBranchesWithStrangeNames() {
        CommitSha head = scene.push(1, with(START, "a/main.tf", "x"));
        for (String branch : List.of("-x;$(id)", "ümlaut/'quoted'\"", "a", "feature/#1&=%20", "@")) {
            scene.scribe.point("refs/heads/" + branch, scene.start);
            assertThat(scene.merged(scene.pull(1, head, branch, Optional.empty()))
                            .heads()
                            .base())
                    .as(branch)
                    .isEqualTo(scene.start);
        }
        for (String branch : List.of("../../x", "a..b", "x.lock", "", "a b", "a\nb", "*")) {
            assertThatExceptionOfType(Refused.class)
                    .as(branch)
                    .isThrownBy(() -> scene.prepare(scene.pull(1, head, branch, Optional.empty())));
        }
    }

    @Test
    void aBranchMayTakeTheNameOfAFolderOfBranches() {
        CommitSha head = scene.push(1, with(START, "a/main.tf", "x"));
        scene.scribe.point("refs/heads/release", scene.start);
        scene.merged(scene.pull(1, head, "release", Optional.empty()));
        scene.scribe.remove("refs/heads/release");
        scene.scribe.point("refs/heads/release/1", scene.start);
        scene.merged(scene.pull(1, head, "release/1", Optional.empty()));
        scene.scribe.remove("refs/heads/release/1");
        scene.scribe.point("refs/heads/release", scene.start);

        assertThat(scene.merged(scene.pull(1, head, "release", Optional.empty()))
                        .heads()
                        .base())
                .isEqualTo(scene.start);
    }
}
