package io.tidelock.core.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlanFingerprintTest {
    private static final PlanFingerprint PLAN =
            of(Map.of("backend", "1", "null_resource.a: create", "2", "null_resource.b: provisioners", "3"));

    private static PlanFingerprint of(Map<String, String> parts, String... unseen) {
        return new PlanFingerprint(new TreeMap<>(parts), List.of(unseen));
    }

    @Test
    void the_same_parts_are_equivalent() {
        PlanFingerprint same =
                of(Map.of("null_resource.b: provisioners", "3", "null_resource.a: create", "2", "backend", "1"));

        assertThat(PLAN.equivalentTo(same)).isTrue();
        assertThat(PLAN.differences(same)).isEmpty();
    }

    @Test
    void what_is_unseen_is_not_even_equivalent_to_itself() {
        PlanFingerprint blind = of(Map.of("backend", "1"), "the ephemeral resource ephemeral.x.y");

        assertThat(blind.equivalentTo(blind)).isFalse();
        assertThat(blind.differences(blind))
                .containsExactly("cannot be compared: the ephemeral resource ephemeral.x.y");
        assertThat(PlanFingerprint.unknown("why").equivalentTo(PlanFingerprint.unknown("why")))
                .isFalse();
        assertThat(PLAN.differences(PlanFingerprint.unknown("why"))).containsExactly("cannot be compared: why");
    }

    @Test
    void nothing_is_not_equivalent_to_nothing() {
        PlanFingerprint nothing = of(Map.of());

        assertThat(nothing.equivalentTo(nothing)).isFalse();
        assertThat(nothing.differences(nothing)).hasSize(1);
        assertThat(PLAN.differences(nothing)).hasSize(1);
    }

    @Test
    void differences_are_said_in_short_sentences() {
        PlanFingerprint fresh = of(Map.of(
                "backend", "0",
                "null_resource.b: provisioners", "4",
                "null_resource.b: update", "5",
                "null_resource.c: create", "6",
                "null_resource.c: provisioners", "7"));

        assertThat(PLAN.differences(fresh))
                .containsExactly(
                        "backend differs",
                        "null_resource.a: only in the earlier plan",
                        "null_resource.b: provisioners differ",
                        "null_resource.b: update, only in the new plan",
                        "null_resource.c: only in the new plan");
    }

    @Test
    void nobody_can_change_one_afterwards() {
        TreeMap<String, String> parts = new TreeMap<>(Map.of("backend", "1"));
        PlanFingerprint fingerprint = new PlanFingerprint(parts, List.of());
        parts.put("backend", "2");

        assertThat(fingerprint.parts()).containsEntry("backend", "1");
        assertThatThrownBy(() -> fingerprint.parts().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
