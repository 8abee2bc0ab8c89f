package io.tidelock.config.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.config.compat.CompatRow.Kind;
import io.tidelock.config.compat.CompatRow.Status;
import io.tidelock.config.operator.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class CompatTest {
    private final List<CompatRow> rows = Compat.load().rows();

    @Test
    void hasARowForEverything() {
        Map<Kind, Long> counts = rows.stream().collect(Collectors.groupingBy(CompatRow::kind, Collectors.counting()));

        assertThat(counts)
                .isEqualTo(Map.ofEntries(
                        Map.entry(Kind.FLAGS, 125L),
                        Map.entry(Kind.CONFIG_KEYS, 1L),
                        Map.entry(Kind.COMMANDS, 9L),
                        Map.entry(Kind.COMMENT_FLAGS, 18L),
                        Map.entry(Kind.REPO_KEYS, 15L),
                        Map.entry(Kind.PROJECT_KEYS, 20L),
                        Map.entry(Kind.SERVER_KEYS, 26L),
                        Map.entry(Kind.STEPS, 10L),
                        Map.entry(Kind.STEP_VARIABLES, 24L),
                        Map.entry(Kind.ROUTES, 29L)));
    }

    @Test
    void namesAreUnique() {
        assertThat(rows.stream().map(row -> row.kind() + " " + row.name())).doesNotHaveDuplicates();
    }

    @Test
    void everyRowSaysWhy() {
        assertThat(rows).allSatisfy(row -> assertThat(row.why()).as(row.name()).endsWith("."));
    }

    @Test
    void renamedRowsNameASetting() {
        List<String> settings =
                Arrays.stream(Setting.values()).map(Setting::key).toList();

        assertThat(rows.stream().filter(row -> row.kind() == Kind.FLAGS)).allSatisfy(row -> {
            assertThat(row.ours().isPresent() || row.status() != Status.RENAMED)
                    .as(row.name())
                    .isTrue();
            row.ours().ifPresent(ours -> assertThat(settings).contains(ours));
        });
    }

    @Test
    void whatMattersAndIsThereIsASetting() {
        List<String> settings =
                Arrays.stream(Setting.values()).map(Setting::key).toList();

        assertThat(rows.stream()
                        .filter(row -> row.kind() == Kind.FLAGS
                                && (row.status() == Status.SAME || row.status() == Status.RENAMED)))
                .allSatisfy(row -> assertThat(settings).contains(row.ours().orElse(row.name())));
    }

    @Test
    void sameMeansThatATestLooked() {
        assertThat(rows.stream().filter(row -> row.status() == Status.SAME))
                .allSatisfy(row -> assertThat(row.test()).as(row.name()).isPresent());
    }

    @Test
    void theTestsThatRowsNameAreThere() {
        assertThat(rows.stream().flatMap(row -> row.test().stream()).distinct()).allSatisfy(test -> {
            String type = test.substring(0, test.indexOf('#'));
            String method = test.substring(test.indexOf('#') + 1);
            String file = "src/test/java/" + type.replace('.', '/') + ".java";
            List<Path> found = Stream.of("core", "config", "vcs-adapters", "plan-runner", "sandbox", "server")
                    .map(module -> Path.of("..", module, file))
                    .filter(Files::exists)
                    .toList();
            assertThat(found).as(test).hasSize(1);
            assertThat(Files.readString(found.getFirst())).as(test).contains("void " + method + "(");
        });
    }

    @Test
    void onlyWhatIsMissingRestricts() {
        assertThat(rows.stream().filter(CompatRow::restricts)).noneMatch(CompatRow::honoured);
    }
}
