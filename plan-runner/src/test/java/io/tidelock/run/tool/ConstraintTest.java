package io.tidelock.run.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Constraints mean what they mean to terraform. */
final class ConstraintTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.9.8          | 1.9.8  | true",
                "= 1.9.8        | 1.9.9  | false",
                "1.9            | 1.9.0  | true",
                "!= 1.9.8       | 1.9.9  | true",
                "> 1.9.8        | 1.9.8  | false",
                ">= 1.9.8       | 1.9.8  | true",
                "< 2            | 1.99.9 | true",
                "<= 1.5         | 1.5.1  | false",
                "~> 1.5         | 1.7.0  | true",
                "~> 1.5         | 2.0.0  | false",
                "~> 1.5         | 1.4.9  | false",
                "~> 1.5.0       | 1.5.9  | true",
                "~> 1.5.0       | 1.6.0  | false",
                "~> 1           | 9.0.0  | true",
                ">= 1.3, < 1.6  | 1.5.7  | true",
                ">= 1.3, < 1.6  | 1.6.0  | false",
                ">= 1.3         | 1.10.0-rc1 | false",
                "1.10.0-rc1     | 1.10.0-rc1 | true",
                "> 1.10.0-rc1   | 1.10.0 | true",
                "v1.2.3         | 1.2.3  | true"
            })
    void allows(String constraint, String version, boolean allowed) {
        assertThat(Constraint.of(constraint)
                        .orElseThrow()
                        .allows(Version.of(version).orElseThrow()))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "latest", "^1.2", ">= 1.2 < 2", "1.2.*", ">="})
    void whatCannotBeReadAsksForNothing(String text) {
        assertThat(Constraint.of(text)).isEmpty();
    }

    @Test
    void oneVersionByName() {
        assertThat(Constraint.of("= 1.5.7").orElseThrow().exact()).contains(new Version(1, 5, 7, ""));
        assertThat(Constraint.of(">= 1.5.7").orElseThrow().exact()).isEmpty();
    }
}
