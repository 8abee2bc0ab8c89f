package io.tidelock.config.select;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BranchFilterTest {
    @ParameterizedTest
    @CsvSource({
        "main, main, true",
        "main, maintenance, true",
        "^main$, maintenance, false",
        "release-.*, origin/release-1, true",
        "(?i)MAIN, main, true",
        "^(?P<kind>main|dev)$, dev, true",
        "'', anything, true",
        "[0-9]{2}, v12, true"
    })
    void isFoundAnywhere(String expression, String branch, boolean found) {
        assertThat(BranchFilter.matches(expression, branch)).contains(found);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "a(?=b)", "(?<!a)b", "(a)\\1", "a++", "(?P<a", "(a{100}){100}"})
    void whatAtlantisDoesNotKnowOrHasNoBoundIsAFault(String expression) {
        assertThat(BranchFilter.fault(expression)).isPresent();
    }

    @Timeout(5)
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+$",
                "(a*)*(a*)*(a*)*b",
                "(a|a)*b",
                "(a|aa)+$",
                "(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)\\z!",
                "((((((((((((((((((((a?)?)?)?)?)?)?)?)?)?)?)?)?)?)?)?)?)?)?)?)?b",
                "(((^|^)*)*)*b"
            })
    void anExpressionThatTakesTooLongIsNotAnswered(String expression) {
        assertThat(BranchFilter.matches(expression, "a".repeat(60) + "!").orElse(false))
                .isFalse();
    }
}
