package io.tidelock.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class TempoTest {
    private final Tempo tempo = Tempo.usual();

    @Test
    void pausesGrowToTenSecondsAndAfterFiveMinutesToOne() {
        assertThat(between(1, 0.8, 1)).isTrue();
        assertThat(between(2, 1.6, 2)).isTrue();
        assertThat(between(4, 6.4, 8)).isTrue();
        assertThat(IntStream.rangeClosed(5, 32).allMatch(attempt -> between(attempt, 8, 10)))
                .isTrue();
        assertThat(List.of(33, 100, Integer.MAX_VALUE)).allMatch(attempt -> between(attempt, 48, 60));
        Duration fresh = IntStream.rangeClosed(1, 32)
                .mapToObj(attempt -> tempo.before(attempt, 1))
                .reduce(Duration.ZERO, Duration::plus);
        assertThat(fresh).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(6));
    }

    private boolean between(int attempt, double least, double most) {
        return LongStream.of(0, 1, 7, Long.MAX_VALUE)
                .mapToObj(who -> tempo.before(attempt, who))
                .allMatch(pause -> pause.toMillis() >= least * 1000 && pause.toMillis() <= most * 1000);
    }

    @Test
    void thoseWhoStumbledTogetherDoNotComeBackTogether() {
        assertThat(LongStream.rangeClosed(1, 50).mapToObj(who -> tempo.before(5, who)))
                .doesNotHaveDuplicates();
        assertThat(tempo.before(5, 1)).as("by nobody's chance").isEqualTo(tempo.before(5, 1));
    }

    @Test
    void aNoIsDoubtedForItsTimeAndThenBelieved() {
        Doubts<String> doubts = new Doubts<>(Duration.ofMinutes(1));
        Instant begin = Instant.parse("2026-11-21T12:00:00Z");
        assertThat(doubts.about("a", begin)).isTrue();
        assertThat(doubts.about("b", begin.plusSeconds(40))).isTrue();
        assertThat(doubts.about("a", begin.plusSeconds(59))).isTrue();
        assertThat(doubts.about("a", begin.plusSeconds(60))).isFalse();
        assertThat(doubts.about("b", begin.plusSeconds(60))).as("of its own").isTrue();
        assertThat(doubts.about("a", begin.plusSeconds(61))).as("begins anew").isTrue();

        doubts.forget("b");
        assertThat(doubts.about("b", begin.plusSeconds(200)))
                .as("a yes in between")
                .isTrue();
    }
}
