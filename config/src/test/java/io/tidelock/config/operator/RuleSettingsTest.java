package io.tidelock.config.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.config.operator.OperatorSettings.ConfigFile;
import io.tidelock.config.repo.Terms;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.RepoSettings.Autodiscover;
import io.tidelock.core.project.Search;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What holds for repositories: by default, as it is set, and by which old names. */
final class RuleSettingsTest {
    private static final Map<String, String> ENOUGH = Map.of(
            "TIDELOCK_GH_USER", "tide",
            "TIDELOCK_GH_TOKEN", "ghp_hidden",
            "TIDELOCK_GH_WEBHOOK_SECRET", "hush",
            "TIDELOCK_REPO_ALLOWLIST", "github.com/acme/*");
    private static final RepoRef INFRA = new RepoRef("github.com", "acme/infra");

    @Test
    void byDefaultProjectsAreFoundAsAtlantisFindsThem() {
        assertThat(settings(Map.of()).rules().terms(INFRA)).isEqualTo(Terms.USUAL);
    }

    @Test
    void oldNamesSetHowProjectsAreFound() {
        Search search = settings(Map.of(
                        "ATLANTIS_AUTODISCOVER_MODE", "enabled",
                        "ATLANTIS_AUTOPLAN_FILE_LIST", "**/*.tf, !skip/**, **/*.tf",
                        "ATLANTIS_AUTOPLAN_MODULES", "true",
                        "ATLANTIS_RESTRICT_FILE_LIST", "true"))
                .rules()
                .search();

        List<String> files = List.of("**/*.tf", "!skip/**", "**/*.tf");
        assertThat(search).isEqualTo(new Search(Autodiscover.ENABLED, files, List.of(), Optional.of(files), true));
    }

    @Test
    void filesThatHooksMakeCountWhenSoAsked() {
        assertThat(settings(Map.of()).rules().madeFiles()).isFalse();
        assertThat(settings(Map.of("ATLANTIS_INCLUDE_GIT_UNTRACKED_FILES", "true"))
                        .rules()
                        .madeFiles())
                .isTrue();
    }

    @Test
    void patternsForModulesSwitchThemOn() {
        assertThat(settings(Map.of(), "--autoplan-modules-from-projects", "stacks/**/*.tf")
                        .rules()
                        .search()
                        .modules())
                .contains(List.of("stacks/**/*.tf"));
    }

    @Test
    void wordsAndPatternsThatAreNoneStopTheStart() {
        assertThat(problems(read(Map.of(), "--autodiscover-mode=sometimes", "--autoplan-file-list=[a")))
                .anySatisfy(problem -> assertThat(problem).contains("expected auto, enabled or disabled"))
                .anySatisfy(problem -> assertThat(problem).contains("that no ']' closes"));
    }

    @Test
    void theFileAboutRepositoriesIsRead() {
        OperatorSettings settings = valid(OperatorSettings.read(
                List.of("--repo-config", "repos.yaml"),
                around(Map.of()),
                Optional.empty(),
                file("repos: [{id: /.*/, allow_custom_workflows: true}]")));

        assertThat(settings.rules().terms(INFRA).customWorkflows()).isTrue();
    }

    @Test
    void jsonIsTakenAsTheFile() {
        OperatorSettings settings = settings(
                Map.of("ATLANTIS_REPO_CONFIG_JSON", "{\"repos\": [{\"id\": \"/.*/\", \"workflow\": \"default\"}]}"));

        assertThat(settings.rules().repositories().entries()).hasSize(1);
    }

    @Test
    void theFileIsNamedByAnySource() {
        assertThat(OperatorSettings.ruleFile(
                        List.of(), around(Map.of("ATLANTIS_REPO_CONFIG", "a/repos.yaml")), Optional.empty()))
                .contains(Path.of("/work/here/a/repos.yaml"));
        assertThat(OperatorSettings.ruleFile(List.of(), around(Map.of()), file("repo-config: /b.yaml")))
                .contains(Path.of("/b.yaml"));
        assertThat(OperatorSettings.ruleFile(List.of(), around(Map.of()), Optional.empty()))
                .isEmpty();
    }

    @Test
    void mistakesInItStopTheStart() {
        assertThat(problems(OperatorSettings.read(
                        List.of("--repo-config=r.yaml"),
                        around(Map.of()),
                        Optional.empty(),
                        file("repos: [{id: /.*/, alow_custom_workflows: true}, {}]"))))
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).startsWith("r.yaml:1:"));
    }

    @Test
    void fileAndJsonTogetherStopTheStart() {
        assertThat(problems(read(Map.of(), "--repo-config=r.yaml", "--repo-config-json={}")))
                .singleElement()
                .asString()
                .contains("together; expected one of them");
    }

    @Test
    void aFileThatWasNotReadStopsTheStart() {
        assertThat(problems(read(Map.of(), "--repo-config=r.yaml")))
                .singleElement()
                .asString()
                .contains("can be read");
    }

    private static OperatorSettings settings(Map<String, String> more, String... arguments) {
        return valid(read(more, arguments));
    }

    private static OperatorSettings valid(OperatorSettings.Reading reading) {
        assertThat(reading).isInstanceOf(OperatorSettings.Valid.class);
        return ((OperatorSettings.Valid) reading).settings();
    }

    private static OperatorSettings.Reading read(Map<String, String> more, String... arguments) {
        return OperatorSettings.read(List.of(arguments), around(more), Optional.empty());
    }

    private static List<String> problems(OperatorSettings.Reading reading) {
        return ((OperatorSettings.Invalid) reading)
                .problems().stream().map(Problem::sentence).toList();
    }

    private static Surroundings around(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(ENOUGH);
        all.putAll(more);
        return new Surroundings(all, Path.of("/work/here"), 4);
    }

    @Test
    void aProgramMakesListsOfTeamsPointlessAndThatIsSaid() {
        String program = "--repo-config-json={\"team_authz\": {\"command\": \"may\"}}";

        assertThat(read(Map.of(), program, "--gh-team-allowlist=ops:apply"))
                .isInstanceOfSatisfying(
                        OperatorSettings.Valid.class,
                        valid -> assertThat(valid.warnings())
                                .singleElement()
                                .asString()
                                .contains("the lists of teams have no effect"));
        assertThat(((OperatorSettings.Valid) read(Map.of(), program)).warnings())
                .isEmpty();
    }

    private static Optional<ConfigFile> file(String text) {
        return Optional.of(new ConfigFile("r.yaml", text.getBytes(StandardCharsets.UTF_8)));
    }
}
