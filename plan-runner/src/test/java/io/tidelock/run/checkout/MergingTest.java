package io.tidelock.run.checkout;

import static io.tidelock.run.checkout.Scene.START;
import static io.tidelock.run.checkout.Scene.text;
import static io.tidelock.run.checkout.Scene.with;
import static io.tidelock.run.checkout.Scene.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidelock.core.change.ChangedFiles;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.run.Prospect;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MergingTest {
    private static final String LONG = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n";

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
    void aHeadThatHoldsTheBaseIsTheMerge() {
        CommitSha head = scene.push(1, with(START, "a/main.tf", "x"));
        assertThat(scene.merged(scene.pull(1, head)).commit()).isEqualTo(head);
    }

    @Test
    void aBaseThatHoldsTheHeadIsTheMerge() {
        CommitSha head = scene.push(1, with(START, "a/main.tf", "x"));
        CommitSha base = scene.scribe.commit(with(START, "a/main.tf", "y"), head);
        scene.scribe.point("refs/heads/main", base);

        Prospect.Merged merged = scene.merged(scene.pull(1, head));

        assertThat(merged.commit()).isEqualTo(base);
        assertThat(merged.changed()).isEqualTo(ChangedFiles.of());
    }

    @Test
    void twoMachinesMakeTheSameCommit() {
        CommitSha head = scene.push(1, with(START, "a/main.tf", "x"));
        scene.advance(with(START, "b/main.tf", "y"));
        CommitSha here = scene.merged(scene.pull(1, head)).commit();
        JGitCheckouts elsewhere = JGitCheckouts.with(CheckoutSettings.in(folder.resolve("elsewhere")));
        Prospect.Merged there =
                (Prospect.Merged) elsewhere.prepare(scene.pull(1, head), scene.host.remote(scene.ref(1)), scene.lease);

        assertThat(there.commit()).isEqualTo(here).isNotEqualTo(head);
    }

    @Test
    void aFileRenamedHereAndChangedThereIsBoth() {
        CommitSha start = scene.scribe.commit(with(START, "old.tf", LONG), scene.start);
        CommitSha head = scene.push(1, with(START, "new.tf", LONG.replace("ten", "TEN")), start);
        scene.scribe.point(
                "refs/heads/main", scene.scribe.commit(with(START, "old.tf", LONG.replace("one", "ONE")), start));

        Prospect.Merged merged = scene.merged(scene.pull(1, head));

        assertThat(text(merged.source(), "new.tf"))
                .isEqualTo(LONG.replace("one", "ONE").replace("ten", "TEN"));
        assertThat(merged.source().files()).doesNotContain("old.tf");
    }

    @Test
    void aFileRenamedInTheBaseAndChangedHereIsBoth() {
        CommitSha start = scene.scribe.commit(with(START, "old.tf", LONG), scene.start);
        CommitSha head = scene.push(1, with(START, "old.tf", LONG.replace("ten", "TEN")), start);
        scene.scribe.point("refs/heads/main", scene.scribe.commit(with(START, "new.tf", LONG), start));

        Prospect.Merged merged = scene.merged(scene.pull(1, head));

        assertThat(text(merged.source(), "new.tf")).isEqualTo(LONG.replace("ten", "TEN"));
        assertThat(merged.source().files()).doesNotContain("old.tf");
    }

    @Test
    void linksAndFilesAndFoldersInConflict() {
        CommitSha head = scene.push(1, with(START, "thing", GitScribe.Entry.link("a")));
        scene.advance(with(START, "thing", "file"));
        assertThat(scene.prepare(scene.pull(1, head)))
                .isInstanceOfSatisfying(
                        Prospect.Conflict.class,
                        conflict -> assertThat(conflict.files()).containsExactly("thing"));

        CommitSha dir = scene.push(2, with(START, "thing/inner", "x"));
        assertThat(scene.prepare(scene.pull(2, dir)))
                .isInstanceOfSatisfying(
                        Prospect.Conflict.class,
                        conflict -> assertThat(conflict.files()).anyMatch(file -> file.startsWith("thing")));
    }

    @Test
    void changedHereAndDeletedThereWithContentAlike() {
        CommitSha start = scene.scribe.commit(with(START, "old.tf", LONG), scene.start);
        CommitSha head = scene.push(1, with(START, "old.tf", LONG.replace("ten", "TEN")), start);
        scene.scribe.point("refs/heads/main", scene.scribe.commit(START, start));

        assertThat(scene.prepare(scene.pull(1, head)))
                .isInstanceOfSatisfying(
                        Prospect.Conflict.class,
                        conflict -> assertThat(conflict.files()).containsExactly("old.tf"));
    }

    @Test
    void historiesThatCrossAreMerged() {
        Map<String, GitScribe.Entry> files = with(START, "f", LONG);
        CommitSha root = scene.scribe.commit(files, scene.start);
        CommitSha left = scene.scribe.commit(with(files, "left", "l"), root);
        CommitSha right = scene.scribe.commit(with(files, "right", "r"), root);
        Map<String, GitScribe.Entry> both = with(with(files, "left", "l"), "right", "r");
        CommitSha one = scene.scribe.commit(with(both, "f", LONG.replace("one", "ONE")), left, right);
        CommitSha two = scene.push(1, with(both, "f", LONG.replace("ten", "TEN")), right, left);
        scene.scribe.point("refs/heads/main", one);

        Prospect.Merged merged = scene.merged(scene.pull(1, two));

        assertThat(text(merged.source(), "f"))
                .isEqualTo(LONG.replace("one", "ONE").replace("ten", "TEN"));
    }

    @Test
    void historiesWithNothingInCommonAreRefused() {
        CommitSha stranger = scene.scribe.commit(with(START, "a/main.tf", "stranger"));
        scene.scribe.point("refs/pull/1/head", stranger);

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> scene.prepare(scene.pull(1, stranger)))
                .satisfies(refused -> {
                    assertThat(refused.kind()).isEqualTo(Refused.Kind.NOT_ACCEPTABLE);
                    assertThat(refused.problem().sentence()).contains("main", "Rebase");
                });
    }

    @Test
    void filesThatWereDeletedHereStayDeleted() {
        CommitSha head = scene.push(1, without(START, "a/main.tf"));
        scene.advance(with(START, "b/main.tf", "y"));
        assertThat(scene.merged(scene.pull(1, head)).source().files()).containsExactly("README.md", "b/main.tf");
    }
}
