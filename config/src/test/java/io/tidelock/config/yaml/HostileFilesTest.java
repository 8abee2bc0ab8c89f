package io.tidelock.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tidelock.config.describe.FileCheck;
import io.tidelock.core.outcome.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that were made to hurt, as each of the files that we read: refused with few and short words, soon. */
final class HostileFilesTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    static Stream<Arguments> everywhere() {
        return Stream.of(HostileYamlTest.hostile(), HostileYamlTest.notUtf8())
                .flatMap(files -> files)
                .flatMap(file -> Arrays.stream(FileCheck.Kind.values())
                        .map(kind -> Arguments.of(file.get()[0] + " as " + kind, file.get()[1], kind)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everywhere")
    void isRefused(String name, byte[] bytes, FileCheck.Kind kind) {
        List<Problem> problems = assertTimeoutPreemptively(
                SOON, () -> FileCheck.check(bytes, "f.yaml", Optional.of(kind)).problems());

        assertThat(problems).isNotEmpty().hasSizeLessThan(1000);
        assertThat(problems)
                .allSatisfy(problem -> assertThat(problem.sentence())
                        .hasSizeLessThan(1000)
                        .matches(sentence -> sentence.codePoints().noneMatch(Character::isISOControl)));
    }

    @ParameterizedTest(name = "dir: {0}")
    @CsvSource({"../other", "a/../../b", "..", "a/..", "'a\\b'", "''", "'a/./../../b'", "*/../..", "'../*'"})
    void noDirectoryLeadsOut(String dir) {
        String yaml = "version: 3\nprojects: [{dir: '" + dir + "'}]\n";
        assertThat(FileCheck.check(yaml.getBytes(StandardCharsets.UTF_8), "f.yaml", Optional.of(FileCheck.Kind.REPO))
                        .problems())
                .as(dir)
                .isNotEmpty();
    }

    @ParameterizedTest(name = "repo_config_file: {0}")
    @CsvSource({"../other.yaml", "/etc/passwd", "a/../../b.yaml", "'a\\..\\b'"})
    void noFileOfARepositoryLiesOutside(String file) {
        String yaml = "repos: [{id: /.*/, repo_config_file: '" + file + "'}]\n";
        assertThat(FileCheck.check(yaml.getBytes(StandardCharsets.UTF_8), "f.yaml", Optional.of(FileCheck.Kind.SERVER))
                        .problems())
                .as(file)
                .isNotEmpty();
    }
}
