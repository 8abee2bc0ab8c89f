package io.tidelock.config.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.config.operator.OperatorSettings.Commands;
import io.tidelock.config.operator.OperatorSettings.ConfigFile;
import io.tidelock.config.operator.OperatorSettings.GitHubApp;
import io.tidelock.config.operator.OperatorSettings.Invalid;
import io.tidelock.config.operator.OperatorSettings.Merging;
import io.tidelock.config.operator.OperatorSettings.Reading;
import io.tidelock.config.operator.OperatorSettings.Requirements;
import io.tidelock.config.operator.OperatorSettings.Teams;
import io.tidelock.config.operator.OperatorSettings.Tools;
import io.tidelock.config.operator.OperatorSettings.Valid;
import io.tidelock.core.command.TeamRule;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.Distribution;
import io.tidelock.core.project.MergeMethod;
import io.tidelock.core.secret.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be asked for, who may ask, what must hold, and what runs: by default, as it is set, and by which old names. */
final class CommandSettingsTest {
    private static final Map<String, String> ENOUGH = Map.of(
            "TIDELOCK_GH_USER", "tide",
            "TIDELOCK_GH_TOKEN", "ghp_hidden",
            "TIDELOCK_GH_WEBHOOK_SECRET", "hush",
            "TIDELOCK_REPO_ALLOWLIST", "github.com/acme/*");
    private static final Map<String, String> APP = Map.of(
            "ATLANTIS_GH_APP_ID", "12345678901",
            "ATLANTIS_GH_WEBHOOK_SECRET", "hush",
            "ATLANTIS_REPO_ALLOWLIST", "github.com/acme/*");

    // ---- commands

    @Test
    void commandsByDefault() {
        assertThat(settings().commands())
                .isEqualTo(new Commands(
                        Set.of("version", "plan", "apply", "unlock", "approve_policies", "cancel"),
                        true,
                        true,
                        Optional.empty(),
                        Optional.empty(),
                        List.of("-chdir", "--chdir", "-plugin-dir", "--plugin-dir"),
                        List.of(),
                        false));
    }

    @Test
    void commandsBySettings() {
        assertThat(settings(
                                "--allow-commands=Plan,, apply,",
                                "--disable-apply-all",
                                "--disable-autoplan",
                                "--disable-autoplan-label=no-plan",
                                "--disable-unlock-label=keep",
                                "--blocked-extra-args=-target,-var",
                                "--var-file-allowlist=/etc/vars, shared",
                                "--fail-on-pre-workflow-hook-error")
                        .commands())
                .isEqualTo(new Commands(
                        Set.of("plan", "apply"),
                        false,
                        false,
                        Optional.of("no-plan"),
                        Optional.of("keep"),
                        List.of("-target", "-var"),
                        List.of(Path.of("/etc/vars"), Path.of("/work/here/shared")),
                        true));
    }

    @Test
    void allMeansEveryCommandThatCanBeTyped() {
        assertThat(settings("--allow-commands=all").commands().allowed())
                .containsExactly("version", "plan", "apply", "unlock", "approve_policies", "cancel", "import", "state");
    }

    @Test
    void nothingMeansTheDefault() {
        assertThat(settings("--allow-commands=", "--blocked-extra-args=").commands())
                .isEqualTo(settings().commands());
    }

    // ---- teams, requirements, merging

    @Test
    void nobodyIsRestrictedByDefault() {
        assertThat(settings().teams()).isEqualTo(new Teams(List.of(), List.of()));
        assertThat(settings().requirements()).isEqualTo(new Requirements(false, List.of(), false));
        assertThat(settings().merging()).isEqualTo(new Merging(false, Optional.empty(), Optional.empty()));
    }

    @Test
    void eachHostHasTeamsOfItsOwn() {
        assertThat(settings("--gh-team-allowlist=Dev:plan, ops:*,*:UNLOCK", "--gitlab-group-allowlist=acme/Ops:apply")
                        .teams())
                .isEqualTo(new Teams(
                        List.of(new TeamRule("dev", "plan"), new TeamRule("ops", "*"), new TeamRule("*", "unlock")),
                        List.of(new TeamRule("acme/ops", "apply"))));
    }

    @Test
    void aHostWithoutAListBesideOneThatHasOneIsRemarkedUpon() {
        Map<String, String> both = new HashMap<>(ENOUGH);
        both.putAll(Map.of(
                "TIDELOCK_GITLAB_USER", "bot", "TIDELOCK_GITLAB_TOKEN", "x", "TIDELOCK_GITLAB_WEBHOOK_SECRET", "y"));

        assertThat(((Valid) read(both, "--gh-team-allowlist=ops:apply")).warnings())
                .singleElement()
                .asString()
                .contains("everybody who may write may do everything on gitlab.com", "gitlab-group-allowlist");
        assertThat(((Valid) read(both, "--gitlab-group-allowlist=acme/ops:apply")).warnings())
                .singleElement()
                .asString()
                .contains("everybody who may write may do everything on github.com", "gh-team-allowlist");
        assertThat(((Valid) read(both)).warnings()).isEmpty();
        assertThat(((Valid) read(ENOUGH, "--gh-team-allowlist=ops:apply")).warnings())
                .isEmpty();
    }

    @Test
    void aTeamMayDoWhatItsRuleSays() {
        assertThat(new TeamRule("ops", "*").covers("apply")).isTrue();
        assertThat(new TeamRule("ops", "plan").covers("apply")).isFalse();
        assertThat(new TeamRule("*", "plan").everybody()).isTrue();
    }

    @Test
    void aCommandThatIsNoneIsRemarkedUpon() {
        Reading reading = read(ENOUGH, "--gh-team-allowlist=dev:aply");

        assertThat(((Valid) reading).warnings())
                .singleElement()
                .asString()
                .contains("allows 'aply'", "did you mean apply?");
    }

    @Test
    void requirementsAndMergingBySettings() {
        OperatorSettings settings = settings(
                "--gh-allow-mergeable-bypass-apply",
                "--ignore-vcs-status-names=atlantis-prod,atlantis-dev",
                "--discard-approval-on-plan",
                "--automerge",
                "--automerge-method=Squash",
                "--disable-automerge-label=hold");

        assertThat(settings.requirements())
                .isEqualTo(new Requirements(true, List.of("atlantis-prod", "atlantis-dev"), true));
        assertThat(settings.merging())
                .isEqualTo(new Merging(true, Optional.of(MergeMethod.SQUASH), Optional.of("hold")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--apply-on=merge", "--apply-on=never", "--disable-apply"})
    void mergingByItselfWhereNoCommentAppliesIsRemarkedUpon(String other) {
        Reading reading = read(ENOUGH, "--automerge", other);

        assertThat(((Valid) reading).warnings())
                .singleElement()
                .asString()
                .contains("--automerge", "no comment applies anything before the merge");
        assertThat(((Valid) read(ENOUGH, "--automerge")).warnings()).isEmpty();
    }

    // ---- tools

    @Test
    void toolsByDefault() {
        assertThat(settings().tools())
                .isEqualTo(new Tools(
                        Distribution.TERRAFORM,
                        Optional.empty(),
                        true,
                        URI.create("https://releases.hashicorp.com"),
                        true));
    }

    @Test
    void toolsBySettings() {
        assertThat(settings(
                                "--default-tf-distribution=OpenTofu",
                                "--default-tf-version=v1.8",
                                "--tf-download=false",
                                "--tf-download-url=https://mirror.acme.com/tf/",
                                "--use-tf-plugin-cache=false")
                        .tools())
                .isEqualTo(new Tools(
                        Distribution.OPENTOFU,
                        Optional.of("1.8.0"),
                        false,
                        URI.create("https://mirror.acme.com/tf"),
                        false));
        assertThat(settings("--tf-distribution=opentofu").tools().distribution())
                .isEqualTo(Distribution.OPENTOFU);
    }

    @ParameterizedTest
    @CsvSource({"1.9.8, 1.9.8", "v1.9.8, 1.9.8", "1, 1.0.0", "1.10.0-rc1, 1.10.0-rc1"})
    void versionsHaveThreeNumbers(String text, String version) {
        assertThat(settings("--default-tf-version", text).tools().version()).contains(version);
    }

    // ---- app

    @Test
    void anAppNeedsNoLogin() {
        Map<String, String> variables = new HashMap<>(APP);
        variables.put("ATLANTIS_GH_APP_KEY", "-----BEGIN\nhidden\n-----END\n");
        variables.put("ATLANTIS_GH_APP_INSTALLATION_ID", "77");
        variables.put("ATLANTIS_GH_APP_SLUG", "tide");
        OperatorSettings settings = valid(read(variables));

        assertThat(settings.hosts().app())
                .contains(new GitHubApp(
                        12_345_678_901L,
                        new SecretSource.Given(new Secret("-----BEGIN\nhidden\n-----END\n")),
                        OptionalLong.of(77),
                        Optional.of("tide")));
        assertThat(settings.hosts().github().orElseThrow().user()).isEmpty();
        assertThat(settings.toString()).doesNotContain("hidden");
    }

    @Test
    void checkRunsAreForAnAppOnly() {
        assertThat(valid(read(APP, "--gh-app-key-file=key.pem", "--gh-checks"))
                        .hosts()
                        .app()
                        .orElseThrow()
                        .checks())
                .isTrue();
        assertThat(valid(read(APP, "--gh-app-key-file=key.pem"))
                        .hosts()
                        .app()
                        .orElseThrow()
                        .checks())
                .isFalse();
        Reading asUser = read(
                Map.of(),
                "--gh-user=tide",
                "--gh-token=t",
                "--gh-webhook-secret=s",
                "--repo-allowlist=*",
                "--gh-checks");
        assertThat(((OperatorSettings.Invalid) asUser).problems())
                .extracting(Problem::sentence)
                .anyMatch(sentence -> sentence.contains("--gh-checks") && sentence.contains("GitHub App"));
    }

    @Test
    void theKeyOfAnAppMayLieInAFile() {
        OperatorSettings settings = valid(read(APP, "--gh-app-key-file=key.pem"));

        assertThat(settings.hosts().app().orElseThrow().key())
                .isEqualTo(new SecretSource.InFile(Path.of("/work/here/key.pem")));
    }

    @Test
    void aLoginGoesBeforeAnApp() {
        assertThat(settings("--gh-app-id=1", "--gh-app-key-file=key.pem")
                        .hosts()
                        .app())
                .isEmpty();
        assertThat(settings("--gh-app-id=0").hosts().app()).isEmpty();
    }

    @Test
    void anAppMustBeWhole() {
        assertThat(problems(read(APP))).singleElement().asString().contains("no --gh-app-key-file");
        assertThat(problems(read(APP, "--gh-app-key=a", "--gh-app-key-file=b")))
                .singleElement()
                .asString()
                .contains("--gh-app-key and --gh-app-key-file together");
        assertThat(problems(read(APP, "--gh-app-key=a", "--gh-token=ghp_x")))
                .singleElement()
                .asString()
                .contains("--gh-token without --gh-user, together with a GitHub App");
    }

    @Test
    void anOrganisationIsForNewApps() {
        assertThat(settings("--gh-org=acme").hosts().organisation()).contains("acme");
        assertThat(settings().hosts().organisation()).isEmpty();
    }

    // ---- what is wrong, and where it may stand

    @ParameterizedTest
    @CsvSource({
        "--allow-commands=plan,                     ''",
        "'--allow-commands=plan,aply',              holds 'aply'; or all; Did you mean apply?",
        "--gh-team-allowlist=ops,                   holds 'ops'; a colon between them",
        "--gitlab-group-allowlist=:apply,           holds ':apply'; a colon between them",
        "--automerge-method=fast,                   is 'fast'; merge, rebase or squash",
        "--default-tf-distribution=pulumi,          is 'pulumi'; terraform or opentofu",
        "--default-tf-version=latest,               is 'latest'; a version like 1.9.8",
        "--tf-download-url=ftp://x,                 is 'ftp://x'; an address like",
        "--disable-autoplan=often,                  is 'often'; true or false",
        "--gh-app-id=tide,                          is 'tide'; a number"
    })
    void mistakes(String argument, String said) {
        Reading reading =
                argument.startsWith("--gh-app-id") ? read(APP, argument, "--gh-app-key=x") : read(ENOUGH, argument);
        if (said.isEmpty()) {
            assertThat(reading).isInstanceOf(Valid.class);
        } else {
            assertThat(problems(reading)).singleElement().asString().contains(said.split("; ?"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"flag", "TIDELOCK_", "ATLANTIS_", "file"})
    void everyWayOfSayingItCounts(String way) {
        Map<String, String> said = Map.of(
                "gh-team-allowlist", "ops:apply",
                "allow-commands", "plan",
                "disable-apply-all", "true",
                "automerge-method", "rebase",
                "default-tf-version", "1.9.8");
        Map<String, String> variables = new HashMap<>(ENOUGH);
        said.forEach((key, value) -> {
            if (way.endsWith("_")) {
                variables.put(way + key.toUpperCase(java.util.Locale.ROOT).replace('-', '_'), value);
            }
        });
        List<String> flags = way.equals("flag")
                ? said.entrySet().stream()
                        .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                        .toList()
                : List.of();
        StringBuilder file = new StringBuilder();
        if (way.equals("file")) {
            said.forEach(
                    (key, value) -> file.append(key).append(": ").append(value).append('\n'));
        }
        OperatorSettings settings = valid(OperatorSettings.read(
                Honoured.rows(),
                flags,
                new Surroundings(variables, Path.of("/work/here"), 4),
                Optional.of(new ConfigFile("server.yaml", file.toString().getBytes(StandardCharsets.UTF_8))),
                Optional.empty()));

        assertThat(settings.teams().github()).containsExactly(new TeamRule("ops", "apply"));
        assertThat(settings.commands().allowed()).containsExactly("plan");
        assertThat(settings.commands().applyAll()).isFalse();
        assertThat(settings.merging().method()).contains(MergeMethod.REBASE);
        assertThat(settings.tools().version()).contains("1.9.8");
    }

    private static OperatorSettings settings(String... arguments) {
        return valid(read(ENOUGH, arguments));
    }

    private static OperatorSettings valid(Reading reading) {
        assertThat(reading).isInstanceOf(Valid.class);
        return ((Valid) reading).settings();
    }

    private static List<String> problems(Reading reading) {
        assertThat(reading).isInstanceOf(Invalid.class);
        return ((Invalid) reading).problems().stream().map(Problem::sentence).toList();
    }

    private static Reading read(Map<String, String> variables, String... arguments) {
        return OperatorSettings.read(
                Honoured.rows(),
                List.of(arguments),
                new Surroundings(variables, Path.of("/work/here"), 4),
                Optional.empty(),
                Optional.empty());
    }
}
