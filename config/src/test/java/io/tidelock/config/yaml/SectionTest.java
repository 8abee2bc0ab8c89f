package io.tidelock.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.outcome.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SectionTest {
    private final Problems problems = new Problems("x.yaml");

    @Test
    void aliasesMeanWhatTheyPointTo() {
        Section top = read("""
            base: &base {dir: a, workspace: one}
            list: &list [x, y]
            copy: *base
            again: *list
            merged:
              <<: *base
              workspace: two
            both:
              <<: [*base, {dir: other, name: n}]
            """);

        assertThat(top.field("copy").section().orElseThrow().field("dir").string())
                .contains("a");
        assertThat(top.field("again").strings()).contains(List.of("x", "y"));
        Section merged = top.field("merged").section().orElseThrow();
        assertThat(merged.field("dir").string()).contains("a");
        assertThat(merged.field("workspace").string()).contains("two");
        Section both = top.field("both").section().orElseThrow();
        assertThat(both.field("dir").string()).contains("a");
        assertThat(both.field("name").string()).contains("n");
        assertThat(problems.list()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true,true", "True,true", "yes,true", "on,true", "false,false", "NO,false", "off,false"})
    void truth(String text, boolean value) {
        assertThat(read("k: " + text).field("k").bool()).contains(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"maybe", "1", "\"true\"", "[true]", "{a: b}", "'yes'"})
    void notTruth(String text) {
        assertThat(read("k: " + text).field("k").bool()).isEmpty();
        assertThat(sentences())
                .singleElement()
                .asString()
                .startsWith("x.yaml:1:")
                .contains("expected true or false");
    }

    @ParameterizedTest
    @CsvSource({"3,3", "-1,-1", "007,7", "3.0,3"})
    void numbers(String text, int value) {
        assertThat(read("k: " + text).field("k").integer()).hasValue(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"three", "'3'", "3.5", "99999999999", "0x3", "[3]"})
    void notNumbers(String text) {
        assertThat(read("k: " + text).field("k").integer()).isEmpty();
        assertThat(sentences()).singleElement().asString().contains("expected a whole number");
    }

    @Test
    void theLineThatEndsADocumentMayComeLast() {
        assertThat(read("---\nk: 3\n---\n").field("k").integer()).hasValue(3);
        assertThat(read("k: 3\n...\n---\n# nothing more\n").field("k").integer())
                .hasValue(3);
    }

    @ParameterizedTest
    @CsvSource({"1.10,1.10", "007,007", "2020-01-01,2020-01-01", "true,true", "'\"x\"',x", "!!str 5,5"})
    void textIsTakenAsItWasTyped(String text, String value) {
        assertThat(read("k: " + text).field("k").string()).contains(value);
        assertThat(problems.list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "~", "null"})
    void aKeyWithoutAValueIsNoKey(String text) {
        Field field = read("k: " + text).field("k");
        assertThat(field.present()).isFalse();
        assertThat(field.string()).isEmpty();
        assertThat(field.strings()).isEmpty();
        assertThat(field.sections()).isEmpty();
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void saysEverythingAtOnceAndWhere() {
        Section top = read("""
            version: three
            projcts: []
            list: x
            map: 7
            projects:
              - dir: a
              - b
            """);
        top.field("version").integer();
        top.field("list").strings();
        top.field("map").section();
        top.field("projects").sections();
        top.refuseTheRest();

        assertThat(sentences())
                .containsExactly(
                        "x.yaml:1:10: 'version' is 'three'; expected a whole number",
                        "x.yaml:3:7: 'list' is 'x'; expected a list of texts. Write 'list: [\"x\"]'.",
                        "x.yaml:4:6: 'map' is 7; expected keys with values",
                        "x.yaml:7:5: 'b' in 'projects'; expected keys with values",
                        "x.yaml:2:1: the unknown key 'projcts' in the file; expected one of version, list, map, projects."
                                + " Did you mean 'projects'?");
    }

    @Test
    void duplicateKeysNameTheFirst() {
        read("a: 1\nb:\n  c: 1\n  c: 2\n");
        assertThat(sentences())
                .containsExactly(
                        "x.yaml:4:3: the key 'c' a second time; expected each key once. The first is in line 3.");
    }

    @Test
    void aFileFullOfMistakesIsNotAnsweredWithABook() {
        String text = "bad: 1\n".repeat(3000);
        read(text);
        assertThat(problems.list()).hasSize(50);
    }

    private List<String> sentences() {
        return problems.list().stream().map(Problem::sentence).toList();
    }

    private Section read(String text) {
        return YamlFile.read(text.getBytes(StandardCharsets.UTF_8), "x.yaml", problems)
                .orElseThrow(() -> new AssertionError(problems.list().toString()));
    }
}
