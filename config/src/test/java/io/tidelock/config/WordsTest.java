package io.tidelock.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What configuration and comments have in common: paths, workspaces, and words that were mistyped. */
final class WordsTest {
    @ParameterizedTest
    @CsvSource({
        ".,              .",
        "/,              .",
        "'',             .",
        "a,              a",
        "/a/b/,          a/b",
        "./a//b/.,       a/b",
        "a/../b,         b",
        "a/..,           .",
        "...,            ...",
        "..a/b..,        ..a/b.."
    })
    void cleanPaths(String path, String clean) {
        assertThat(RepoPath.clean(path)).contains(clean);
        assertThat(RepoPath.clean(clean)).contains(clean);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../a", "a/../../b", "/..", "./../a/.."})
    void pathsThatLeadOut(String path) {
        assertThat(RepoPath.clean(path)).isEmpty();
    }

    @Test
    void parentsAndChildren() {
        assertThat(RepoPath.parent("a/b/main.tf")).isEqualTo("a/b");
        assertThat(RepoPath.parent("main.tf")).isEqualTo(".");
        assertThat(RepoPath.join("a", "main.tf")).isEqualTo("a/main.tf");
        assertThat(RepoPath.join(".", "main.tf")).isEqualTo("main.tf");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\b", "a\nb", "a\u0000", "a\u202eb", "a\u2028b", "a\u200bb"})
    void strangePaths(String path) {
        assertThat(RepoPath.strange(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "prod", "prod-eu", "a.b", "a_b", "1", "a@b", "\u00fcber"})
    void workspaces(String name) {
        assertThat(WorkspaceName.fault(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a..b",
                "a/b",
                "a\\b",
                "$a",
                "a b",
                "a\tb",
                "a\u00a0b",
                "-a",
                "~a",
                "a\u0000",
                "a\u202e"
            })
    void notWorkspaces(String name) {
        assertThat(WorkspaceName.fault(name)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"plna,plan", "pla,plan", "aply,apply", "unlcok,unlock", "PLAN,plan", "verison,version", "appply,apply"})
    void mistypedWords(String met, String meant) {
        assertThat(DidYouMean.among(met, List.of("plan", "apply", "unlock", "version", "help")))
                .contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "p", "deploy", "plan", "xxxx", "something-else-altogether"})
    void otherWords(String met) {
        assertThat(DidYouMean.among(met, List.of("plan", "unlock", "version", "help")))
                .isEmpty();
    }

    @Test
    void longWordsAreNotCompared() {
        assertThat(DidYouMean.near("x".repeat(1_000_000), "y".repeat(1_000_000)))
                .isFalse();
    }
}
