package io.tidelock.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DirGlobTest {
    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a, a, true",
                "a, a/b, false",
                "*, a, true",
                "*, a/b, false",
                "*, ., true",
                "**, ., true",
                "**, a/b/c, true",
                "a/*, a/b, true",
                "a/*, a, false",
                "a/**, a, true",
                "a/**, a/b/c, true",
                "a/**, ab, false",
                "**/a, a, true",
                "**/a, b/c/a, true",
                "**/a, ba, false",
                "a/**/b, a/b, true",
                "a/**/b, a/x/y/b, true",
                "a/**/b, ab, false",
                "a**, abc, true",
                "a**, a/b, false",
                "a?c, abc, true",
                "a?c, a/c, false",
                "[a-c]x, bx, true",
                "[^a-c]x, bx, false",
                "[!a-c]x, dx, true",
                "[^a]b, /b, false",
                "`{a,b}/c`, b/c, true",
                "`{a,b/c}`, b/c, true",
                "`{a,**}/z`, q/r/z, true",
                "`x{,y}`, x, true",
                "`a\\*b`, `a*b`, true",
                "`a\\*b`, axb, false",
                "a.b, axb, false",
                "a+(b), a+(b), true",
                "`a,b`, `a,b`, true",
                "`[a\\-c]`, b, false",
                "`[]]`, `]`, true"
            })
    void meansWhatDoublestarMeans(String pattern, String dir, boolean matches) {
        assertThat(DirGlob.of(pattern).orElseThrow().matches(dir)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a", "{a", "a\\", "{a,{b}", "[z-a]"})
    void whatIsNoPatternIsAFault(String pattern) {
        assertThat(DirGlob.fault(pattern)).isPresent();
        assertThat(DirGlob.of(pattern)).isEmpty();
    }

    @Test
    @Timeout(10)
    void takesNoLongerForAPatternThatIsMadeToTakeLong() {
        DirGlob glob = DirGlob.of("**/a*a*a*a*a*a*a*a*a*a*b".repeat(20)).orElseThrow();

        assertThat(glob.matches("a".repeat(3_000))).isFalse();
    }
}
