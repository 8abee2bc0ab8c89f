package io.tidelock.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tidelock.core.outcome.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that were made to hurt, or were damaged: each is refused with a Problem, soon. */
final class HostileYamlTest {
    /** Generous, for a busy machine; what would hang, hangs for minutes. */
    private static final Duration SOON = Duration.ofSeconds(5);

    static Stream<Arguments> hostile() {
        String laughs = IntStream.range(1, 30)
                .mapToObj(i -> "a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(9) + "]\n")
                .collect(Collectors.joining("", "a0: &a0 [x,x,x]\n", ""));
        String merges = IntStream.range(1, 30)
                .mapToObj(i ->
                        "m" + i + ": &m" + i + " {<<: [" + ("*m" + (i - 1) + ",").repeat(20) + "], k" + i + ": v}\n")
                .collect(Collectors.joining("", "m0: &m0 {k: v}\n", ""));
        String wide = IntStream.range(0, 3000)
                        .mapToObj(i -> "k" + i + ": v, ")
                        .collect(Collectors.joining("", "b: &b {", "}\n"))
                + IntStream.range(0, 3000)
                        .mapToObj(i -> "c" + i + ": {<<: *b}\n")
                        .collect(Collectors.joining());
        return Stream.of(
                row("billion laughs", laughs, "values, aliases counted"),
                row("billion merges", merges, "values, aliases counted"),
                row("wide merges", wide, "values, aliases counted"),
                row("a list that holds itself", "a: &a [*a]\n", "the alias '*a'"),
                row("a mapping that merges itself", "a: &a {<<: *a, b: 1}\n", "the alias '*a'"),
                row("an alias of nothing", "a: *b\n", "the alias '*b'"),
                row("deep lists", "a: " + "[".repeat(300_000), "nested deeper"),
                row("deep mappings", "a: " + "{a: ".repeat(200_000), "nested deeper"),
                row("deep dashes", "- ".repeat(300_000), "nested deeper"),
                row("deep questions", "? ".repeat(300_000), "nested deeper"),
                row("deep questions in brackets", "[? ".repeat(200_000), "nested deeper"),
                row("colons", "a: ".repeat(300_000), "not readable as YAML"),
                row("many anchors", "&a ".repeat(300_000), "not readable as YAML"),
                row("ten megabytes", "a: " + "x".repeat(10_000_000), "the file has 10000003 bytes"),
                row("NUL", "version: 3\na: \"x\0y\"\n", "a NUL character"),
                row("bell", "version: 3\na: \u0007\n", "the character U+0007"),
                row("tabs", "projects:\n\t- dir: x\n", "There is a tab in this line"),
                row("open bracket", "a: [1, 2\n", "not readable as YAML"),
                row("open quote", "a: 'b\n", "not readable as YAML"),
                row("two documents", "a: 1\n---\nb: 2\n", "a second document"),
                row("a list on top", "- a\n", "the file is a list"),
                row("a word on top", "hello\n", "the file is 'hello'"),
                row("a list as key", "? [x]\n: 3\n", "a key that is a list"),
                row("somebody's tag", "a: !foo x\n", "the tag '!foo'"),
                row("a Java tag", "a: !!java.net.URL [x]\n", ""),
                row("a merge of a word", "a: {<<: x}\n", "'<<' with a value that has no keys"),
                row("a key twice", "a: 1\nb: 2\na: 3\n", "the key 'a' a second time"),
                row("another YAML", "%YAML 3.0\n---\na: 1\n", "not readable as YAML"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void hostile(String name, byte[] bytes, String said) {
        List<Problem> problems = assertTimeoutPreemptively(SOON, () -> problems(bytes));

        if (!said.isEmpty()) {
            assertThat(problems).isNotEmpty();
            assertThat(problems.getFirst().sentence())
                    .startsWith("atlantis.yaml")
                    .contains(said);
        }
        assertThat(problems)
                .allSatisfy(problem -> assertThat(problem.sentence()).hasSizeLessThan(600));
    }

    static Stream<Arguments> notUtf8() {
        return Stream.of(
                Arguments.of("Latin-1", "a: \u00e9".getBytes(StandardCharsets.ISO_8859_1)),
                Arguments.of("UTF-16", "\ufeffa: b".getBytes(StandardCharsets.UTF_16LE)),
                Arguments.of("half a character", new byte[] {'a', ':', ' ', (byte) 0xe2, (byte) 0x82}),
                Arguments.of("an overlong slash", new byte[] {'a', ':', ' ', (byte) 0xc0, (byte) 0xaf}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void notUtf8(String name, byte[] bytes) {
        assertThat(problems(bytes))
                .singleElement()
                .satisfies(problem -> assertThat(problem.met()).isIn("the file is not UTF-8", "a NUL character"));
    }

    static Stream<Arguments> largeButHarmless() {
        return Stream.of(
                row("digits", "a: " + "9".repeat(900_000), ""),
                row("quoted words", "a: \"" + "a b ".repeat(200_000) + "\"", ""),
                row("a long block", "a: |\n" + " x\n".repeat(200_000), ""),
                row("a folded block", "a: >\n" + " x\n\n".repeat(100_000), ""),
                row("remarks", "# x\n".repeat(200_000) + "a: 1\n", ""),
                row(
                        "many keys",
                        IntStream.range(0, 60_000)
                                .mapToObj(i -> "k" + i + ": v\n")
                                .collect(Collectors.joining()),
                        ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void largeButHarmless(String name, byte[] bytes, String said) {
        assertThat(assertTimeoutPreemptively(SOON, () -> problems(bytes))).isEmpty();
    }

    @Test
    void nothingIsNotAProblemHere() {
        for (String empty : List.of("", "\n", "# a remark\n", "---\n", "~\n", "\ufeff")) {
            Problems problems = new Problems("atlantis.yaml");
            assertThat(YamlFile.read(empty.getBytes(StandardCharsets.UTF_8), "atlantis.yaml", problems))
                    .isEmpty();
            assertThat(problems.list()).isEmpty();
        }
    }

    private static Arguments row(String name, String text, String said) {
        return Arguments.of(name, text.getBytes(StandardCharsets.UTF_8), said);
    }

    private static List<Problem> problems(byte[] bytes) {
        Problems problems = new Problems("atlantis.yaml");
        Optional<Section> top = YamlFile.read(bytes, "atlantis.yaml", problems);
        assertThat(top.isPresent() || !problems.none()).isTrue();
        return problems.list();
    }
}
