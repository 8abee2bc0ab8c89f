package io.tidelock.config.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.config.compat.CompatRow.Kind;
import io.tidelock.config.compat.CompatRow.Status;
import io.tidelock.config.describe.Manual;
import io.tidelock.config.operator.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class CompatTest {
    private final List<CompatRow> rows = Compat.load().rows();

    /** What later work covers, and by which names what waits for it is known. */
    private static final Map<String, Pattern> LATER = Map.ofEntries(
            later("signing in as a GitHub App", "gh-app-.*|gh-org|.*/github-app/.*"),
            later("teams", ".*-allowlist|team_authz.*"),
            later("requirements", ".*requirements|.*mergeable.*|ignore-vcs.*|discard-approval.*|ATLANTIS_PR_.*"),
            later("locks by mode", ".*repo_lock.*|disable-repo-locking"),
            later("merging by us", ".*automerge.*|.*auto-merge.*|.*delete_source_branch.*"),
            later("what hooks write counts as changed", "include-git-untracked-files"),
            later("cancel", "cancel"),
            later("policy checks", ".*polic(y|ies).*|POLICYCHECKFILE"),
            later("the command API", "api-secret|.*/api/(plan|apply|locks)"),
            later("drift", ".*drift.*"),
            later("metrics", "stats-namespace|metrics.*|.*PROMETHEUS.*"),
            later("notifications", "slack-token|webhook-http-headers|webhooks.*"),
            later("Terraform Cloud", "tfe-.*"),
            later("pages", "GET /|GET /status|any /static.*|.* /locks?\\?.*|GET /jobs/.*|.* /apply/.*"));

    private static Map.Entry<String, Pattern> later(String work, String names) {
        return Map.entry(work, Pattern.compile(names));
    }

    /** As many as there are in Atlantis 0.47: names of the same thing at two levels count twice. */
    @Test
    void hasARowForEverything() {
        Map<Kind, Long> counts = rows.stream().collect(Collectors.groupingBy(CompatRow::kind, Collectors.counting()));

        assertThat(counts)
                .isEqualTo(Map.ofEntries(
                        Map.entry(Kind.FLAGS, 125L),
                        Map.entry(Kind.CONFIG_KEYS, 7L),
                        Map.entry(Kind.COMMANDS, 9L),
                        Map.entry(Kind.COMMENT_FLAGS, 19L),
                        Map.entry(Kind.REPO_KEYS, 15L),
                        Map.entry(Kind.PROJECT_KEYS, 20L),
                        Map.entry(Kind.SERVER_KEYS, 63L),
                        Map.entry(Kind.STEPS, 10L),
                        Map.entry(Kind.STEP_VARIABLES, 24L),
                        Map.entry(Kind.WORKFLOW_KEYS, 14L),
                        Map.entry(Kind.ROUTES, 29L),
                        Map.entry(
                                Kind.OWN_SETTINGS,
                                (long) Setting.values().length
                                        - rows.stream()
                                                .filter(row -> row.kind() == Kind.FLAGS && isSetting(row.name()))
                                                .count())));
    }

    /** The gap, to be seen at every build. */
    @Test
    void tellsWhatIsMissing() {
        String table = new Manual(Compat.load()).counts();

        System.out.println(table);
        long planned =
                rows.stream().filter(row -> row.status() == Status.PLANNED).count();
        assertThat(table.lines()
                        .skip(2)
                        .mapToLong(line -> Long.parseLong(line.split("\\|")[5].strip()))
                        .sum())
                .isEqualTo(planned);
    }

    @Test
    void everySettingHasARow() {
        List<String> known = rows.stream()
                .filter(row -> row.kind() == Kind.FLAGS || row.kind() == Kind.OWN_SETTINGS)
                .map(CompatRow::name)
                .toList();

        assertThat(known)
                .containsAll(Arrays.stream(Setting.values()).map(Setting::key).toList());
    }

    @Test
    void laterWorkCoversWhatIsPlanned() {
        assertThat(rows.stream().filter(row -> row.status() == Status.PLANNED))
                .allSatisfy(row -> assertThat(LATER.entrySet().stream()
                                .filter(work ->
                                        work.getValue().matcher(row.name()).matches())
                                .map(Map.Entry::getKey))
                        .as(row.name())
                        .isNotEmpty());
    }

    @Test
    void whatIsMeantIsObservedAndNotOnlyRead() {
        assertThat(rows.stream()
                        .filter(row ->
                                row.status() == Status.SAME && !row.name().equals("config"))
                        .flatMap(row -> row.test().stream()))
                .noneMatch(test -> test.startsWith("io.tidelock.config.operator."));
    }

    private static boolean isSetting(String name) {
        return Arrays.stream(Setting.values()).anyMatch(setting -> setting.key().equals(name));
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
            String text = Files.readString(found.getFirst());
            int declared = text.indexOf("void " + method + "(");
            assertThat(declared).as(test).isPositive();
            String before = text.substring(Math.max(0, text.lastIndexOf("\n    }\n", declared)), declared);
            assertThat(before)
                    .as(test + " is run")
                    .containsAnyOf("@Test", "@ParameterizedTest", "@Property", "@EnumSource");
        });
    }

    @Test
    void onlyWhatIsMissingRestricts() {
        assertThat(rows.stream().filter(CompatRow::restricts)).noneMatch(CompatRow::honoured);
    }
}
