package io.tidelock.server.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OwnStatusesTest {
    private final OwnStatuses own = new OwnStatuses(List.of("tidelock", "atlantis"));

    @Test
    void statusesOfOursAndOfSiblingsAreNotWaitedFor() {
        assertThat(List.of("tidelock/apply", "tidelock/plan: web", "atlantis/apply", "atlantis"))
                .allMatch(own);
    }

    @Test
    void othersAreWaitedFor() {
        assertThat(List.of("ci/tidelock/apply", "tidelock-check", "ci", "")).noneMatch(own);
    }
}
