package io.tidelock.testkit.contract.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.port.host.Permission;
import io.tidelock.core.port.host.Standing;
import io.tidelock.core.port.host.Standing.Mergeability;
import io.tidelock.core.port.host.StandingReader.Question;
import io.tidelock.core.project.Requirement;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code StandingReader} promises. */
public abstract class StandingReaderContract extends HostContract {
    private static final Set<Requirement> BOTH = EnumSet.of(Requirement.APPROVED, Requirement.MERGEABLE);

    @BeforeEach
    void peopleAreThere() {
        stage().permit("rob", Permission.WRITE);
        stage().permit("rita", Permission.WRITE);
    }

    private Standing standing(PullRef pull) {
        return standing(pull, BOTH, Optional.empty());
    }

    private Standing standing(PullRef pull, Set<Requirement> wanted, Optional<Instant> asOf) {
        PullRequest read = read(pull);
        Question question = new Question(wanted, asOf, name -> name.startsWith("ours/"));
        Standing standing = stage().standingReader().standing(read, question);
        for (int look = 0; look < 500 && standing.mergeability() instanceof Mergeability.Unsettled; look++) {
            LockSupport.parkNanos(20_000_000); // hosts think about it for a moment
            standing = stage().standingReader().standing(read, question);
        }
        return standing;
    }

    private static List<String> why(Standing standing) {
        return standing.mergeability() instanceof Mergeability.Blocked blocked ? blocked.why() : List.of();
    }

    @Test
    void nobodyHasApprovedWhatIsNew() {
        assertThat(standing(stage().open("Add a bucket", false)).unapproved()).hasSize(1);
    }

    @Test
    void oneApprovalIsEnoughWhereNoRuleAsksForMore() {
        PullRef pull = stage().open("Add a bucket", false);
        stage().approve(pull, "rob");
        assertThat(standing(pull).unapproved()).isEmpty();
    }

    @Test
    void theHostsRulesMayAskForMore() {
        stage().require(2, List.of());
        PullRef pull = stage().open("Add a bucket", false);
        stage().approve(pull, "rob");
        assertThat(standing(pull).unapproved()).isNotEmpty();
        assertThat(why(standing(pull))).isNotEmpty();
        stage().approve(pull, "rita");
        assertThat(standing(pull).unapproved()).isEmpty();
        assertThat(why(standing(pull))).isEmpty();
    }

    @Test
    void approvalsOfOthersDoNotCount() {
        PullRef other = stage().open("Another", false);
        PullRef pull = stage().open("Add a bucket", false);
        stage().approve(other, "rob");
        assertThat(standing(pull).unapproved()).isNotEmpty();
    }

    @Test
    void anApprovalAfterTheMomentAskedAboutDoesNotCount() {
        PullRef pull = stage().open("Add a bucket", false);
        stage().approve(pull, "rob");
        Set<Requirement> approval = EnumSet.of(Requirement.APPROVED);
        assertThat(standing(pull, approval, Optional.of(Instant.EPOCH)).unapproved())
                .isNotEmpty();
        assertThat(standing(pull, approval, Optional.of(Instant.parse("2100-01-01T00:00:00Z")))
                        .unapproved())
                .isEmpty();
    }

    @Test
    void whatNothingStandsInTheWayOfIsMergeable() {
        assertThat(standing(stage().open("Add a bucket", false)).mergeability()).isEqualTo(Standing.FREE);
    }

    @Test
    void aDraftIsNotMergeable() {
        PullRef pull = stage().open("Add a bucket", true);
        assertThat(why(standing(pull))).singleElement().asString().contains("draft");
    }

    @Test
    void aRequiredCheckMustPass() {
        stage().require(0, List.of("ci/test"));
        PullRef pull = stage().open("Add a bucket", false);
        stage().judge(pull, "ci/test", false);
        assertThat(why(standing(pull))).singleElement().asString().contains("ci/test");
        stage().judge(pull, "ci/test", true);
        assertThat(why(standing(pull))).isEmpty();
    }

    @Test
    void nobodyWaitsForItself() {
        stage().require(0, List.of("ci/test", "ours/apply"));
        PullRef pull = stage().open("Add a bucket", false);
        stage().judge(pull, "ci/test", true);
        stage().judge(pull, "ours/apply", false);
        assertThat(why(standing(pull))).isEmpty();
    }

    @Test
    void besideOursTheOthersCount() {
        stage().require(0, List.of("ci/test", "ours/apply"));
        PullRef pull = stage().open("Add a bucket", false);
        stage().judge(pull, "ci/test", false);
        stage().judge(pull, "ours/apply", false);
        assertThat(why(standing(pull))).singleElement().asString().contains("ci/test");
    }

    @Test
    void whatIsNotAskedForIsGood() {
        PullRef pull = stage().open("Add a bucket", true);
        assertThat(standing(pull, EnumSet.of(Requirement.MERGEABLE), Optional.empty())
                        .unapproved())
                .isEmpty();
        assertThat(standing(pull, EnumSet.of(Requirement.APPROVED), Optional.empty())
                        .mergeability())
                .isEqualTo(Standing.FREE);
    }
}
