package io.tidelock.config.select;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GlobTest {
    @ParameterizedTest(name = "{1} seen from {0} matches {2}")
    @CsvSource({
        "., **/*.tf, main.tf",
        "., **/*.tf, a/b/main.tf",
        "., *.tf, main.tf",
        "., **, a/b",
        "., ***, a/b",
        "., a/**, a/b/c",
        "., a**, ab/c",
        "., **.tf, a/main.tf",
        "., **/a/**/z, a/z",
        "., **/a/**/z, x/a/b/c/z",
        "., a?c, abc",
        "., [a-c]x, bx",
        "., [^a-c]x, dx",
        "., []]x, ]x",
        "., [\\]-]x, -x",
        "., \\*, *",
        "., a, a/b/c",
        "., */b, a/b/c",
        "., a.tf, a.tf",
        "., ., anything/at/all",
        "net, *.tf, net/main.tf",
        "net, **/*.tf*, net/a/b.tfvars",
        "net, ../modules/**/*.tf, modules/vpc/main.tf",
        "net/eu, ../../shared, shared/x.tf",
        "net, ./a/../b.tf, net/b.tf",
        "net, '', net/a",
        "net, /b.tf, net/b.tf",
        "a[b]c, *.tf, a[b]c/x.tf",
        "., a/é*, a/éx",
        "., ?, 😀"
    })
    void matches(String dir, String pattern, String path) {
        assertThat(Glob.of(dir, pattern))
                .hasValueSatisfying(
                        glob -> assertThat(glob.matches(path, glob.track())).isTrue());
    }

    @ParameterizedTest(name = "{1} seen from {0} does not match {2}")
    @CsvSource({
        "., *.tf, a/main.tf",
        "., a?c, a/c",
        "., a[^b]c, a/c",
        "., [a-c]x, dx",
        "., a.tf, axtf",
        "., a/b, a",
        "., a, ab",
        "., **/a, ba",
        "., A, a",
        "., \\*, a",
        "net, *.tf, main.tf",
        "net, *.tf, network/main.tf",
        "net, **/*.tf, net.tf",
        "net, ../modules/*.tf, modules/vpc/main.tf",
        "a[b]c, *.tf, abc/x.tf",
        "net, **.tf, net/main.tf"
    })
    void doesNotMatch(String dir, String pattern, String path) {
        assertThat(Glob.of(dir, pattern))
                .hasValueSatisfying(
                        glob -> assertThat(glob.matches(path, glob.track())).isFalse());
    }

    @Test
    void aPatternThatLeadsOutOfTheRepositoryIsNone() {
        assertThat(Glob.of("net", "../../x")).isEmpty();
        assertThat(Glob.of(".", "../**")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a", "a[", "!", " ! ", "x/[]", "a\\", "[a\\]"})
    void faultsAreSaid(String pattern) {
        assertThat(Glob.fault(pattern)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "**/*.tf*", "!a", "[a-z]", "\\[", "a]", "a\\\\", "../x"})
    void whatIsRightHasNoFault(String pattern) {
        assertThat(Glob.fault(pattern)).isEmpty();
    }

    @Test
    @Timeout(10)
    void manyStarsTakeNoLongerThanTheyAreLong() {
        Glob glob = Glob.of(".", "**/" + "*a".repeat(400) + "b").orElseThrow();

        assertThat(glob.matches("a".repeat(4000), glob.track())).isFalse();
    }
}
