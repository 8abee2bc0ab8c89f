package io.tidelock.vcs.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.port.host.Standing;
import io.tidelock.core.port.host.Standing.Mergeability;
import io.tidelock.core.port.host.StandingReader.Question;
import io.tidelock.core.project.Requirement;
import io.tidelock.sandbox.model.Protection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Threads that must be resolved, over the wire, while our own required check is pending. */
class ThreadsTest {
    private final SandboxStage stage = new SandboxStage(false);

    @AfterEach
    void leave() {
        stage.close();
    }

    @Test
    void anOpenThreadKeepsItFromBeingMergeableUntilItIsResolved() {
        stage.sandbox()
                .protect(
                        stage.repo().path(),
                        "main",
                        new Protection(true, false, List.of("ours/apply"), false, 0, false, false, true, true));
        PullRef pull = stage.open("Add a bucket", false);
        assertThat(why(pull)).isEmpty();

        stage.sandbox().converse(stage.id(pull), false);
        assertThat(why(pull)).containsExactly("there are threads that nobody has resolved");

        stage.sandbox().converse(stage.id(pull), true);
        assertThat(why(pull)).isEmpty();
    }

    private List<String> why(PullRef pull) {
        Question question =
                new Question(EnumSet.of(Requirement.MERGEABLE), Optional.empty(), name -> name.startsWith("ours/"));
        Standing standing = stage.standingReader().standing(stage.pullReader().pull(pull), question);
        for (int look = 0; look < 500 && standing.mergeability() instanceof Mergeability.Unsettled; look++) {
            LockSupport.parkNanos(20_000_000);
            standing = stage.standingReader().standing(stage.pullReader().pull(pull), question);
        }
        return standing.mergeability() instanceof Mergeability.Blocked blocked ? blocked.why() : List.of();
    }
}
