package io.tidelock.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code Audit} promises. */
public abstract class AuditContract extends StoreContract {
    /** A line of the trail, as the implementation keeps it. */
    public record Line(Instant at, String who, String what, String where, String detail) {}

    /** The whole trail of the store that was opened, oldest first. */
    protected abstract List<Line> trail();

    private Line note(String who, String what) {
        store().audit().note(clock.instant(), who, what, "acme/infra#1", "Grüße, 世界");
        return new Line(clock.instant(), who, what, "acme/infra#1", "Grüße, 世界");
    }

    @Test
    void whatWasNotedIsKeptToTheLetter() {
        Line line = note("ada", "apply");

        assertThat(trail()).containsExactly(line);
    }

    @Test
    void theTrailIsInTheOrderItWasWritten() {
        Line first = note("zoe", "plan");
        clock.pass(Duration.ofSeconds(-9));
        Line second = note("ada", "apply");

        assertThat(trail()).containsExactly(first, second);
    }

    @Test
    void theSameDoneTwiceIsNotedTwice() {
        Line line = note("ada", "apply");
        note("ada", "apply");

        assertThat(trail()).containsExactly(line, line);
    }
}
