package io.tidelock.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidelock.core.change.ChangedFile;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.change.Side;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.outcome.Heads;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.run.Prospect;
import io.tidelock.core.port.run.SourceTree;
import io.tidelock.core.port.run.WorkingTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@code Checkouts} must do. */
public abstract class CheckoutsContract extends CheckoutsWords {
    // ---- what the base has got meanwhile

    @Test
    void tellsWhatTheBaseHasThatTheHeadHasNot() {
        PullRequest pull = pull(1, START.with("a/main.tf", "new a"));
        advance(START.with("b/main.tf", "new b"));

        assertThat(missed(pull, merged(pull).heads())).containsExactly("b/main.tf");
    }

    @Test
    void theFilesOfTheBaseAreThoseWithoutTheHead() {
        PullRequest pull = pull(1, START.with("a/main.tf", "new a"));
        advance(START.with("b/main.tf", "new b"));

        SourceTree base = house.checkouts().base(pull.ref(), merged(pull).heads(), lease);

        assertThat(text(base, "a/main.tf")).contains("a");
        assertThat(text(base, "b/main.tf")).contains("new b");
    }

    @Test
    void aHeadThatHasAllOfItsBaseMissesNothing() {
        PullRequest pull = pull(1, START.with("a/main.tf", "new a"));

        assertThat(missed(pull, merged(pull).heads())).isEmpty();
    }

    @Test
    void nobodySaysThatAHeadOfAnotherHistoryMissesNothing() {
        PullRequest pull = pull(1, START.with("a/main.tf", "new a"));
        merged(pull);
        CommitSha stranger = house.commit(repo, START.with("a/main.tf", "another a"));
        house.point(repo, "refs/pull/1/head", stranger);
        assertThatExceptionOfType(Refused.class).isThrownBy(() -> prepare(withHead(pull, stranger)));

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> missed(pull, new Heads(stranger, start)))
                .withMessageContaining("no commit in common");
    }

    private Set<String> missed(PullRequest pull, Heads heads) {
        return house.checkouts().missed(pull.ref(), heads, lease).paths();
    }

    // ---- heads

    @Test
    void mergesTheHeadIntoTheLiveBase() {
        PullRequest pull = pull(1, START.with("a/main.tf", "new a"));
        CommitSha base = advance(START.with("b/main.tf", "new b"));

        Prospect.Merged merged = merged(pull);

        assertThat(merged.heads()).isEqualTo(new Heads(pull.head().sha(), base));
        assertThat(text(merged.source(), "a/main.tf")).contains("new a");
        assertThat(text(merged.source(), "b/main.tf")).contains("new b");
    }

    @Test
    void seesABaseThatMovedSinceTheLastTime() {
        PullRequest pull = pull(1, START.with("a/main.tf", "new a"));
        merged(pull);
        CommitSha base = advance(START.with("b/main.tf", "newer b"));

        Prospect.Merged merged = merged(pull);

        assertThat(merged.heads().base()).isEqualTo(base);
        assertThat(text(merged.source(), "b/main.tf")).contains("newer b");
    }

    @Test
    void takesTheHeadThatTheHostHasMovedOnTo() {
        PullRequest pull = pull(1, START.with("a/main.tf", "first"));
        CommitSha later = house.commit(
                repo, START.with("a/main.tf", "second"), pull.head().sha());
        house.point(repo, "refs/pull/1/head", later);

        Prospect.Merged merged = merged(pull);

        assertThat(merged.heads().head()).isEqualTo(later);
        assertThat(text(merged.source(), "a/main.tf")).contains("second");
    }

    @Test
    void takesAHeadThatWasRewritten() {
        PullRequest pull = pull(1, START.with("a/main.tf", "first"));
        merged(pull);
        PullRequest rewritten = pull(1, START.with("b/main.tf", "other"));

        Prospect.Merged merged = merged(rewritten);

        assertThat(merged.heads().head()).isEqualTo(rewritten.head().sha());
        assertThat(text(merged.source(), "a/main.tf")).contains("a");
        assertThat(text(merged.source(), "b/main.tf")).contains("other");
    }

    @Test
    void mergesTheSameHeadsIntoTheSameCommit() {
        PullRequest pull = pull(1, START.with("a/main.tf", "new a"));
        advance(START.with("b/main.tf", "new b"));

        assertThat(merged(pull).commit()).isEqualTo(merged(pull).commit());
    }

    @Test
    void looksAtTheTipOfTheBaseOnceItIsMerged() {
        PullRequest pull = pull(1, START.with("a/main.tf", "new a"));
        Snapshot both = START.with("a/main.tf", "new a").with("b/main.tf", "new b");
        CommitSha merge = house.commit(
                repo, START.with("a/main.tf", "new a"), start, pull.head().sha());
        CommitSha tip = house.commit(repo, both, merge);
        house.point(repo, MAIN, tip);

        Prospect.Merged landed = landed(mergedBy(pull, merge));

        assertThat(landed.heads()).isEqualTo(new Heads(pull.head().sha(), tip));
        assertThat(landed.commit()).isEqualTo(tip);
        assertThat(text(landed.source(), "b/main.tf")).contains("new b");
        assertThat(landed.changed().paths()).containsExactly("a/main.tf");
    }

    @Test
    void knowsWhatASquashedPullRequestChanged() {
        PullRequest pull = pull(1, START.with("a/main.tf", "new a"));
        CommitSha squash = house.commit(repo, START.with("a/main.tf", "new a"), start);
        house.point(repo, MAIN, squash);

        assertThat(landed(mergedBy(pull, squash)).changed().paths()).containsExactly("a/main.tf");
        Side later = new Side(Optional.of(repo), "main", squash); // as hosts name the base after the merge
        assertThat(landed(mergedBy(withBase(pull, later), squash)).changed().paths())
                .containsExactly("a/main.tf");
    }

    @Test
    void waitsForAMergeThatHasNotArrivedInTheBase() {
        PullRequest pull = pull(1, START.with("a/main.tf", "new a"));
        CommitSha merge = house.commit(
                repo, START.with("a/main.tf", "new a"), start, pull.head().sha());

        assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> landed(mergedBy(pull, merge)));
        house.point(repo, MAIN, merge);
        assertThat(landed(mergedBy(pull, merge)).heads().base()).isEqualTo(merge);
    }

    @Test
    void waitsForAMergeThatTheHostDoesNotNameUntilTheBaseHasWhatItBrought() {
        PullRequest pull = pull(1, START.with("a/main.tf", "new a"));
        PullRequest unnamed = mergedBy(pull, Optional.empty());

        assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> landed(unnamed));
        advance(START.with("b/main.tf", "new b"));
        assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> landed(unnamed));
        CommitSha squash = advance(START.with("a/main.tf", "new a").with("b/main.tf", "new b"));
        assertThat(landed(unnamed).heads().base()).isEqualTo(squash);
        assertThat(landed(unnamed).changed().paths()).containsExactly("a/main.tf");
    }

    @Test
    void believesAMergeOnceTheHeadBringsNothingNew() {
        PullRequest pull = pull(1, START.with("a/main.tf", "new a"));
        CommitSha test = house.commit(
                repo, START.with("a/main.tf", "new a"), start, pull.head().sha());
        CommitSha squash = advance(START.with("a/main.tf", "new a"));

        assertThat(landed(mergedBy(pull, test)).heads().base()).isEqualTo(squash);
        CommitSha reverted = advance(START);
        assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> landed(mergedBy(pull, test), LATE));
        assertThat(landed(mergedBy(pull, Optional.empty()), LATE).heads().base())
                .isEqualTo(reverted);
    }

    @Test
    void tellsWhichBaseBranchIsMissing() {
        PullRequest pull = pull(1, START.with("a/main.tf", "new a"));
        Side nowhere = new Side(Optional.of(repo), "gone", start);

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> prepare(withBase(pull, nowhere)))
                .satisfies(refused -> {
                    assertThat(refused.kind()).isEqualTo(Refused.Kind.NOT_FOUND);
                    assertThat(refused.problem().sentence()).contains("gone");
                });
    }

    @Test
    void stopsWithItsLease() {
        PullRequest pull = pull(1, START.with("a/main.tf", "new a"));
        Prospect.Merged merged = merged(pull);
        lease.stop(Stopped.Reason.SUPERSEDED);

        assertThatExceptionOfType(Stopped.class).isThrownBy(() -> prepare(pull));
        assertThatExceptionOfType(Stopped.class)
                .isThrownBy(() -> house.checkouts().tree(pull.ref(), merged, "default", lease));
    }

    // ---- conflicts

    @Test
    void namesTheFilesInConflict() {
        Snapshot ours =
                START.with("b/main.tf", "head b").with("a/main.tf", "head a").with("c", "fine");
        PullRequest pull = pull(1, ours);
        CommitSha base = advance(START.with("b/main.tf", "base b").with("a/main.tf", "base a"));

        assertThat(prepare(pull))
                .isEqualTo(
                        new Prospect.Conflict(new Heads(pull.head().sha(), base), List.of("a/main.tf", "b/main.tf")));
    }

    @Test
    void aFileDeletedHereAndChangedThereIsAConflict() {
        PullRequest pull = pull(1, START.without("a/main.tf"));
        advance(START.with("a/main.tf", "changed"));

        assertThat(prepare(pull))
                .isInstanceOfSatisfying(
                        Prospect.Conflict.class,
                        conflict -> assertThat(conflict.files()).containsExactly("a/main.tf"));
    }

    // ---- changes

    @Test
    void countsChangesFromWhereTheBranchBegan() {
        PullRequest pull =
                pull(1, START.with("a/main.tf", "new a").with("z.tf", "z").without("README.md"));
        advance(START.with("b/main.tf", "new b"));

        assertThat(merged(pull).changed().files())
                .containsExactly(ChangedFile.at("README.md"), ChangedFile.at("a/main.tf"), ChangedFile.at("z.tf"));
    }

    @Test
    void aRenameHasBothItsNames() {
        PullRequest pull = pull(1, START.without("a/main.tf").with("c/main.tf", "a"));

        assertThat(merged(pull).changed().files())
                .containsExactly(new ChangedFile("c/main.tf", Optional.of("a/main.tf")));
    }

    // ---- source

    @Test
    void listsFilesAndLinksInOrder() {
        SourceTree source =
                merged(pull(1, START.link("link", "a/main.tf").with("a-b", ""))).source();

        assertThat(source.files()).containsExactly("README.md", "a-b", "a/main.tf", "b/main.tf", "link");
        assertThat(source.links()).containsExactly("link");
    }

    @Test
    void readsFilesUpToTheLimitAndNothingElse() {
        SourceTree source = merged(pull(1, START.link("link", "a/main.tf").link("dir", "a")))
                .source();

        assertThat(text(source, "README.md")).contains("read me");
        assertThat(source.read("README.md", 7)).isPresent();
        assertThat(source.read("README.md", 6)).isEmpty();
        for (String nothing :
                List.of("none", "a", "a/", "", "/", ".", "..", "../README.md", "/README.md", "link", "dir/main.tf")) {
            assertThat(source.read(nothing, 100)).as(nothing).isEmpty();
        }
    }

    @Test
    void equalContentsHaveEqualIds() {
        SourceTree before =
                merged(pull(1, START.with("other", "1").with("c/main.tf", "a"))).source();
        SourceTree after =
                merged(pull(2, START.with("other", "2").with("c/main.tf", "a"))).source();

        assertThat(before.id("a")).isPresent().isEqualTo(after.id("a")).isEqualTo(before.id("c"));
        assertThat(before.id("a/main.tf")).isPresent().isEqualTo(after.id("c/main.tf"));
        assertThat(before.id(".")).isPresent().isNotEqualTo(after.id("."));
        assertThat(before.id("other")).isPresent().isNotEqualTo(after.id("other"));
        for (String nothing : List.of("none", "a/", "", "/", "..", "a/none", "README.md/none")) {
            assertThat(before.id(nothing)).as(nothing).isEmpty();
        }
    }

    @Test
    void aSourceStaysReadableWhenThePullRequestGoesOn() {
        SourceTree source = merged(pull(1, START.with("a/main.tf", "first"))).source();
        merged(pull(1, START.with("a/main.tf", "second")));

        assertThat(text(source, "a/main.tf")).contains("first");
        assertThat(source.files()).contains("a/main.tf");
    }

    // ---- working trees

    @Test
    void checksTheMergeOut() throws IOException {
        PullRequest pull = pull(1, START.with("a/main.tf", "new a").link("link", "a/main.tf"));
        advance(START.with("b/main.tf", "new b"));
        Prospect.Merged merged = merged(pull);

        WorkingTree tree = tree(pull, merged, "default");

        assertThat(tree.commit()).isEqualTo(merged.commit());
        assertThat(tree.fresh()).isTrue();
        assertThat(tree.root().resolve("a/main.tf")).hasContent("new a");
        assertThat(tree.root().resolve("b/main.tf")).hasContent("new b");
        assertThat(Files.readSymbolicLink(tree.root().resolve("link"))).hasToString("a/main.tf");
        assertThat(tree.root().resolve(".git")).isDirectory();
    }

    @Test
    void keepsATreeAndWhatWasWrittenInIt() throws IOException {
        PullRequest pull = pull(1, START.with("a/main.tf", "new a"));
        Prospect.Merged merged = merged(pull);
        WorkingTree first = tree(pull, merged, "default");
        Files.writeString(first.root().resolve("a/plan.tfplan"), "plan");

        WorkingTree second = tree(pull, merged(pull), "default");

        assertThat(second.fresh()).isFalse();
        assertThat(second.root()).isEqualTo(first.root());
        assertThat(second.root().resolve("a/plan.tfplan")).hasContent("plan");
    }

    @Test
    void aTreeComesBackAtItsPlace() throws IOException {
        PullRequest pull = pull(1, START.with("a/main.tf", "new a"));
        WorkingTree first = tree(pull, merged(pull), "default");
        Files.writeString(first.root().resolve("left"), "over");
        house.checkouts().drop(pull.ref());
        assertThat(first.root()).doesNotExist();
        PullRequest other = pull(2, START.with("b/main.tf", "x"));
        tree(other, merged(other), "default");

        WorkingTree again = tree(pull, merged(pull), "default");

        assertThat(again.root()).isEqualTo(first.root());
        assertThat(again.fresh()).isTrue();
        assertThat(again.root().resolve("left")).doesNotExist();
    }

    @Test
    void eachCommitAndWorkspaceHasItsOwnPlace() {
        Set<Path> places = new HashSet<>();
        PullRequest pull = pull(1, START.with("a/main.tf", "new a"));
        Prospect.Merged merged = merged(pull);
        List<String> workspaces = List.of("default", "prod", "../default", "a/b", "..", ".git", "-x", "Ä", "a=2fb");
        for (String workspace : workspaces) {
            WorkingTree tree = tree(pull, merged, workspace);
            assertThat(tree.fresh()).as(workspace).isTrue();
            assertThat(places.add(tree.root())).as(workspace).isTrue();
        }
        PullRequest later = pull(1, START.with("a/main.tf", "newer a"));
        assertThat(places.add(tree(later, merged(later), "default").root())).isTrue();

        for (Path place : places) {
            assertThat(places)
                    .as("within %s", place)
                    .noneMatch(other -> !other.equals(place) && other.startsWith(place));
        }
    }

    @Test
    void dropsExactlyThisPullRequest() {
        List<PullRequest> others = List.of(pull(10, START.with("x", "1")), pull(11, START.with("x", "2")));
        PullRequest one = pull(1, START.with("x", "3"));
        Path gone = tree(one, merged(one), "default").root();
        List<Path> kept = others.stream()
                .map(pull -> tree(pull, merged(pull), "default").root())
                .toList();
        RepoRef acme = repo;
        repo = house.repo("acme/infra/1");
        start = house.commit(repo, START);
        house.point(repo, MAIN, start);
        PullRequest nested = pull(1, START.with("x", "4"));
        Path alsoKept = tree(nested, merged(nested), "default").root();
        repo = acme;

        house.checkouts().drop(one.ref());

        assertThat(gone).doesNotExist();
        assertThat(kept).allSatisfy(path -> assertThat(path.resolve("x")).isRegularFile());
        assertThat(alsoKept.resolve("x")).isRegularFile();
        assertThat(others)
                .allSatisfy(pull ->
                        assertThat(tree(pull, merged(pull), "default").fresh()).isFalse());
    }

    @Test
    void dropsWhatIsNotThere() {
        house.checkouts().drop(new PullRef(repo, 99));
        house.checkouts().drop(new PullRef(house.repo("acme/never-seen"), 1));
    }
}
