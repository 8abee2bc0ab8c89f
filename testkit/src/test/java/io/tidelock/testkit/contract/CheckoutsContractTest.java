package io.tidelock.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.ChangedFile;
import io.tidelock.core.change.ChangedFiles;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Heads;
import io.tidelock.core.port.host.GitRemote;
import io.tidelock.core.port.run.Checkouts;
import io.tidelock.core.port.run.Prospect;
import io.tidelock.core.port.run.SourceTree;
import io.tidelock.core.port.run.WorkingTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fake keeps the contract, and the contract catches those that do not. */
final class CheckoutsContractTest {
    @TempDir
    Path folder;

    @Nested
    final class Fake extends CheckoutsContract {
        @Override
        protected GitHouse open() {
            return new FakeHouse(folder, checkouts -> checkouts);
        }
    }

    @Test
    void catchesAWrongHead() {
        assertThat(failures(real -> new Broken(real) {
                    @Override
                    public Prospect prepare(PullRequest pull, GitRemote remote, Lease lease) {
                        return switch (super.prepare(pull, remote, lease)) {
                            case Prospect.Merged merged ->
                                new Prospect.Merged(
                                        new Heads(
                                                pull.head().sha(),
                                                merged.heads().base()),
                                        merged.commit(),
                                        merged.source(),
                                        merged.changed());
                            case Prospect.Conflict conflict -> conflict;
                        };
                    }
                }))
                .contains("takesTheHeadThatTheHostHasMovedOnTo");
    }

    @Test
    void catchesABaseThatIsNotLive() {
        assertThat(failures(real -> new Broken(real) {
                    private final Map<PullRef, Prospect> remembered = new HashMap<>();

                    @Override
                    public Prospect prepare(PullRequest pull, GitRemote remote, Lease lease) {
                        Prospect prospect = super.prepare(pull, remote, lease);
                        Prospect before = remembered.putIfAbsent(pull.ref(), prospect);
                        boolean sameHead = before != null
                                && before.heads().head().equals(prospect.heads().head());
                        return before != null && sameHead ? before : prospect;
                    }
                }))
                .contains("seesABaseThatMovedSinceTheLastTime");
    }

    @Test
    void catchesADiffOfTheTwoTips() {
        assertThat(failures(real -> new Broken(real) {
                    @Override
                    public Prospect prepare(PullRequest pull, GitRemote remote, Lease lease) {
                        Prospect prospect = super.prepare(pull, remote, lease);
                        if (!(prospect instanceof Prospect.Merged merged)
                                || merged.heads().base().equals(pull.base().sha())) {
                            return prospect;
                        }
                        List<ChangedFile> files =
                                new ArrayList<>(merged.changed().files());
                        files.add(ChangedFile.at("b/main.tf")); // what only the base changed
                        return new Prospect.Merged(
                                merged.heads(), merged.commit(), merged.source(), new ChangedFiles(files));
                    }
                }))
                .contains("countsChangesFromWhereTheBranchBegan");
    }

    @Test
    void catchesATreeThatMoves() {
        assertThat(failures(real -> new Broken(real) {
                    @Override
                    public WorkingTree tree(PullRef pull, Prospect.Merged prospect, String workspace, Lease lease) {
                        WorkingTree tree = super.tree(pull, prospect, workspace, lease);
                        Path moved =
                                tree.root().resolveSibling(UUID.randomUUID().toString());
                        if (!tree.fresh()) {
                            return tree;
                        }
                        try {
                            Files.move(tree.root(), moved);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        return new WorkingTree(moved, tree.commit(), true);
                    }
                }))
                .contains("keepsATreeAndWhatWasWrittenInIt", "aTreeComesBackAtItsPlace");
    }

    @Test
    void catchesADropByTheBeginningOfTheNumber() {
        assertThat(failures(real -> new Broken(real) {
                    private final Set<PullRef> seen = new HashSet<>();

                    @Override
                    public WorkingTree tree(PullRef pull, Prospect.Merged prospect, String workspace, Lease lease) {
                        seen.add(pull);
                        return super.tree(pull, prospect, workspace, lease);
                    }

                    @Override
                    public void drop(PullRef pull) {
                        seen.stream()
                                .filter(other -> other.toString().startsWith(pull.toString()))
                                .forEach(super::drop);
                    }
                }))
                .containsExactly("dropsExactlyThisPullRequest");
    }

    @Test
    void catchesFreshnessThatIsNotTrue() {
        assertThat(failures(real -> new Broken(real) {
                    @Override
                    public WorkingTree tree(PullRef pull, Prospect.Merged prospect, String workspace, Lease lease) {
                        WorkingTree tree = super.tree(pull, prospect, workspace, lease);
                        return new WorkingTree(tree.root(), tree.commit(), true);
                    }
                }))
                .contains("keepsATreeAndWhatWasWrittenInIt");
    }

    @Test
    void catchesADeafHolderOfALease() {
        assertThat(failures(real -> new Broken(real) {
                    @Override
                    public Prospect prepare(PullRequest pull, GitRemote remote, Lease lease) {
                        return super.prepare(
                                pull, remote, new FreeLease(lease.job().work()));
                    }
                }))
                .containsExactly("stopsWithItsLease");
    }

    @Test
    void catchesAMergeThatIsTakenForTheBranchsTip() {
        assertThat(failures(real -> new Broken(real) {
                    @Override
                    public Prospect.Merged landed(PullRequest pull, GitRemote remote, Lease lease) {
                        Prospect.Merged landed = super.landed(pull, remote, lease);
                        return new Prospect.Merged(
                                new Heads(pull.head().sha(), pull.testMerge().orElse(landed.commit())),
                                pull.testMerge().orElse(landed.commit()),
                                landed.source(),
                                landed.changed());
                    }
                }))
                .containsExactlyInAnyOrder(
                        "looksAtTheTipOfTheBaseOnceItIsMerged", "believesAMergeOnceTheHeadBringsNothingNew");
    }

    /** Works, but for what a test breaks. */
    private abstract static class Broken implements Checkouts {
        private final Checkouts real;

        Broken(Checkouts real) {
            this.real = real;
        }

        @Override
        public Prospect prepare(PullRequest pull, GitRemote remote, Lease lease) {
            return real.prepare(pull, remote, lease);
        }

        @Override
        public Prospect.Merged landed(PullRequest pull, GitRemote remote, Lease lease) {
            return real.landed(pull, remote, lease);
        }

        @Override
        public ChangedFiles missed(PullRef pull, Heads heads, Lease lease) {
            return real.missed(pull, heads, lease);
        }

        @Override
        public SourceTree base(PullRef pull, Heads heads, Lease lease) {
            return real.base(pull, heads, lease);
        }

        @Override
        public WorkingTree tree(PullRef pull, Prospect.Merged prospect, String workspace, Lease lease) {
            return real.tree(pull, prospect, workspace, lease);
        }

        @Override
        public void drop(PullRef pull) {
            real.drop(pull);
        }
    }

    private List<String> failures(UnaryOperator<Checkouts> broken) {
        return new Judged(folder, broken).failures();
    }
}
