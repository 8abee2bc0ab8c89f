package io.tidelock.config.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.config.describe.Description;
import io.tidelock.config.operator.OperatorSettings.Comments;
import io.tidelock.config.operator.OperatorSettings.ConfigFile;
import io.tidelock.config.operator.OperatorSettings.Invalid;
import io.tidelock.config.operator.OperatorSettings.LogLevel;
import io.tidelock.config.operator.OperatorSettings.Valid;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.ApplyOn;
import io.tidelock.core.project.Place;
import io.tidelock.core.secret.Secret;
import io.tidelock.core.words.Reaction;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** For every concern: what holds by default, how all of it is set, and by which old names. */
final class OperatorSettingsTest {
    private static final Map<String, String> ENOUGH = Map.of(
            "TIDELOCK_GH_USER", "tide",
            "TIDELOCK_GH_TOKEN", "ghp_hidden",
            "TIDELOCK_GH_WEBHOOK_SECRET", "hush",
            "TIDELOCK_REPO_ALLOWLIST", "github.com/acme/*",
            "HOME", "/home/tide");

    // ---- host

    @Test
    void hostByDefault() {
        OperatorSettings.Host host = settings(Map.of()).hosts().github().orElseThrow();

        assertThat(host.hostname()).isEqualTo("github.com");
        assertThat(host.allowUnsigned()).isFalse();
    }

    @Test
    void hostBySettings() {
        OperatorSettings.Host host = settings(
                        "--gh-hostname",
                        "GHE.acme.com:8443",
                        "--gh-user=bot",
                        "--gh-token",
                        "t1",
                        "--gh-webhook-secret=s1")
                .hosts()
                .github()
                .orElseThrow();

        assertThat(host)
                .isEqualTo(new OperatorSettings.Host("ghe.acme.com:8443", "bot", given("t1"), given("s1"), false));
    }

    @Test
    void oldNamesStillWork() {
        OperatorSettings.Host host = valid(
                        Map.of(
                                "ATLANTIS_GH_HOSTNAME", "ghe.acme.com",
                                "ATLANTIS_GH_USER", "@bot",
                                "ATLANTIS_GH_TOKEN", "t1",
                                "ATLANTIS_GH_WEBHOOK_SECRET", "s1",
                                "ATLANTIS_REPO_ALLOWLIST", "*"),
                        List.of())
                .settings()
                .hosts()
                .github()
                .orElseThrow();

        assertThat(host).isEqualTo(new OperatorSettings.Host("ghe.acme.com", "bot", given("t1"), given("s1"), false));
    }

    @Test
    void leadingAtOfTheUserIsDropped() {
        assertThat(settings("--gh-user", "@bot").hosts().github().orElseThrow().user())
                .isEqualTo("bot");
    }

    @Test
    void secretsMayLieInFiles() {
        Map<String, String> variables = without("TIDELOCK_GH_TOKEN", "TIDELOCK_GH_WEBHOOK_SECRET");
        variables.put("TIDELOCK_GH_TOKEN_FILE", "/run/token");
        variables.put("TIDELOCK_GH_WEBHOOK_SECRET_FILE", "secret");
        OperatorSettings.Host host =
                valid(variables, List.of()).settings().hosts().github().orElseThrow();

        assertThat(host.token()).isEqualTo(new SecretSource.InFile(Path.of("/run/token")));
        assertThat(host.webhookSecret()).isEqualTo(new SecretSource.InFile(Path.of("/work/here/secret")));
    }

    private static final Map<String, String> GITLAB = Map.of(
            "ATLANTIS_GITLAB_HOSTNAME", "https://gitlab.acme.com:8443",
            "ATLANTIS_GITLAB_USER", "@bot",
            "ATLANTIS_GITLAB_TOKEN", "glpat-hidden",
            "ATLANTIS_GITLAB_WEBHOOK_SECRET", "hush",
            "ATLANTIS_REPO_ALLOWLIST", "gitlab.acme.com/*");

    @Test
    void gitLabAloneIsEnough() {
        OperatorSettings.Hosts hosts = valid(GITLAB, List.of()).settings().hosts();
        assertThat(hosts.github()).isEmpty();
        assertThat(hosts.gitlab()).hasValueSatisfying(host -> {
            assertThat(host.hostname()).isEqualTo("https://gitlab.acme.com:8443");
            assertThat(host.user()).isEqualTo("bot");
            assertThat(host.token()).isEqualTo(new SecretSource.Given(new Secret("glpat-hidden")));
            assertThat(host.allowUnsigned()).isFalse();
        });
    }

    @Test
    void bothHostsAtOnce() {
        OperatorSettings.Hosts hosts = settings(
                        "--gitlab-user=bot",
                        "--gitlab-token-file=/run/token",
                        "--gitlab-webhook-secret-file=/run/secret")
                .hosts();
        assertThat(hosts.all()).extracting(OperatorSettings.Host::hostname).containsExactly("github.com", "gitlab.com");
        assertThat(hosts.gitlab().orElseThrow().token()).isEqualTo(new SecretSource.InFile(Path.of("/run/token")));
    }

    @Test
    void gitLabMustBeWhole() {
        assertThat(problems("--gitlab-user=bot"))
                .anyMatch(problem -> problem.contains("no --gitlab-token"))
                .anyMatch(problem -> problem.contains("no --gitlab-webhook-secret"));
        assertThat(problems("--gitlab-hostname=https://gitlab.acme.com/git"))
                .anyMatch(problem -> problem.contains("without a path"));
        assertThat(problems("--gitlab-hostname=https://github.com"))
                .anyMatch(problem -> problem.contains("are both 'github.com'"));
    }

    @Test
    void exactlyOneToken() {
        assertThat(problems("--gh-token-file", "/run/token"))
                .singleElement()
                .asString()
                .contains("TIDELOCK_GH_TOKEN", "--gh-token-file together");
    }

    @Test
    void withoutASecretTheServerDoesNotStartUnlessLoudlyTold() {
        Map<String, String> variables = without("TIDELOCK_GH_WEBHOOK_SECRET");
        assertThat(sentences(OperatorSettings.read(List.of(), around(variables), Optional.empty())))
                .singleElement()
                .asString()
                .contains("no --gh-webhook-secret", "--insecure-no-webhook-secret allows that");

        Valid told = valid(variables, List.of("--insecure-no-webhook-secret"));
        assertThat(told.settings().hosts().github().orElseThrow().allowUnsigned())
                .isTrue();
        assertThat(told.warnings()).anyMatch(warning -> warning.contains("not signed"));
    }

    // ---- access

    @Test
    void accessByDefault() {
        OperatorSettings.Access access = settings(Map.of()).access();

        assertThat(access.bots()).isEmpty();
        assertThat(access.forks()).isFalse();
        assertThat(access.drafts()).isFalse();
    }

    @Test
    void accessBySettings() {
        OperatorSettings.Access access = settings(
                        "--repo-allowlist",
                        "github.com/acme/*, !github.com/acme/secret",
                        "--allow-bots",
                        "renovate[bot],dependabot[bot]",
                        "--allow-fork-prs",
                        "--allow-draft-prs=true")
                .access();

        assertThat(access.repositories().patterns()).containsExactly("github.com/acme/*", "!github.com/acme/secret");
        assertThat(access.bots()).containsExactly("renovate[bot]", "dependabot[bot]");
        assertThat(access.forks()).isTrue();
        assertThat(access.drafts()).isTrue();
    }

    @Test
    void accessByOldNames() {
        OperatorSettings.Access access = settings(
                        Map.of("ATLANTIS_ALLOW_FORK_PRS", "true", "ATLANTIS_ALLOW_DRAFT_PRS", "1"))
                .access();

        assertThat(access.forks()).isTrue();
        assertThat(access.drafts()).isTrue();
    }

    // ---- comments

    @Test
    void commentsByDefault() {
        assertThat(settings(Map.of()).comments()).isEqualTo(new Comments(true, List.of("tidelock", "atlantis"), true));
    }

    @ParameterizedTest
    @CsvSource({
        "--command-words=tidelock,             false, tidelock, false",
        "'--command-words=bare,@bot',          true,  '',       true",
        "'--command-words=tf, bare',           true,  tf,       false",
        "--executable-name=tf-prod,            false, tf-prod,  true",
        "--executable-name=atlantis,           true,  tidelock atlantis, true"
    })
    void commentsBySettings(String flag, boolean bare, String prefixes, boolean mention) {
        assertThat(settings(flag).comments())
                .isEqualTo(new Comments(bare, prefixes.isEmpty() ? List.of() : List.of(prefixes.split(" ")), mention));
    }

    @Test
    void commentsByOldNames() {
        Comments comments = settings(Map.of("ATLANTIS_EXECUTABLE_NAME", "TF", "TIDELOCK_COMMAND_WORDS", "bare"))
                .comments();

        assertThat(comments).isEqualTo(new Comments(true, List.of("TF"), false));
    }

    // ---- server

    @Test
    void serverByDefault() {
        assertThat(settings(Map.of()).server())
                .isEqualTo(new OperatorSettings.Server(
                        "0.0.0.0",
                        4141,
                        Optional.empty(),
                        Path.of("/home/tide/.tidelock"),
                        "tidelock",
                        LogLevel.INFO,
                        Optional.of(Duration.ofSeconds(60)),
                        true));
    }

    @Test
    void serverBySettings() {
        assertThat(settings(
                                "--bind=127.0.0.1",
                                "--port=0",
                                "--url=https://tide.acme.com/base/",
                                "--data-dir=data",
                                "--vcs-status-name=tide",
                                "--log-level=DEBUG",
                                "--sweep-interval=5m",
                                "--worker=false")
                        .server())
                .isEqualTo(new OperatorSettings.Server(
                        "127.0.0.1",
                        0,
                        Optional.of(URI.create("https://tide.acme.com/base")),
                        Path.of("/work/here/data"),
                        "tide",
                        LogLevel.DEBUG,
                        Optional.of(Duration.ofMinutes(5)),
                        false));
    }

    @Test
    void pagesAndAnswersByDefault() {
        assertThat(settings(Map.of()).web())
                .isEqualTo(new OperatorSettings.Web(new SecretSource.Absent(), Optional.empty(), Optional.empty()));
        assertThat(settings(Map.of()).answers())
                .isEqualTo(new OperatorSettings.Answers(
                        Reaction.EYES, true, true, true, OperatorSettings.StatusDetail.TOTAL));
    }

    @Test
    void pagesAndAnswersBySettings() {
        OperatorSettings settings = settings(
                "--web-token=w",
                "--web-basic-auth",
                "--web-username=ann",
                "--web-password=p",
                "--ssl-cert-file=cert.pem",
                "--ssl-key-file=/key.pem",
                "--emoji-reaction=:Tada:",
                "--disable-markdown-folding",
                "--silence-no-projects",
                "--silence-vcs-status-no-plans",
                "--status-detail=Project");

        assertThat(settings.web())
                .isEqualTo(new OperatorSettings.Web(
                        given("w"),
                        Optional.of(new OperatorSettings.Login("ann", given("p"))),
                        Optional.of(new OperatorSettings.Certificate(
                                Path.of("/work/here/cert.pem"), Path.of("/key.pem")))));
        assertThat(settings.answers())
                .isEqualTo(new OperatorSettings.Answers(
                        Reaction.HOORAY, false, false, false, OperatorSettings.StatusDetail.PROJECT));
        assertThat(settings("--silence-vcs-status-no-projects").answers().statusWithoutProjects())
                .isFalse();
    }

    /** Atlantis starts with any word there. */
    @Test
    void aReactionThatNoHostKnowsKeepsNobodyFromStarting() {
        Valid valid = valid(with(Map.of("ATLANTIS_EMOJI_REACTION", "trident")), List.of());
        assertThat(valid.settings().answers().reaction()).isEqualTo(Reaction.EYES);
        assertThat(valid.warnings())
                .singleElement()
                .asString()
                .contains("'trident'", "eyes, +1", "the reaction is eyes");
    }

    @Test
    void pagesByOldNames() {
        OperatorSettings settings = settings(Map.of(
                "ATLANTIS_WEB_BASIC_AUTH", "true",
                "ATLANTIS_WEB_PASSWORD", "p",
                "ATLANTIS_SSL_CERT_FILE", "/c",
                "ATLANTIS_SSL_KEY_FILE", "/k",
                "ATLANTIS_EMOJI_REACTION", "rocket"));

        assertThat(settings.web().login()).contains(new OperatorSettings.Login("atlantis", given("p")));
        assertThat(settings.web().certificate()).isPresent();
        assertThat(settings.answers().reaction()).isEqualTo(Reaction.ROCKET);
    }

    @Test
    void aPasswordThatEverybodyKnowsIsNone() {
        assertThat(problems("--web-basic-auth")).singleElement().asString().contains("no --web-password");
    }

    @ParameterizedTest
    @CsvSource({
        "'',                                          BOTH",
        "--apply-on=never,                            NEVER",
        "--disable-apply,                             NEVER",
        "--disable-apply --apply-on=both,             NEVER",
        "--allow-commands=plan,                       NEVER",
        "--allow-commands=plan --apply-on=comment,    NEVER",
        "--allow-commands=plan --apply-on=both,       MERGE",
        "--disable-apply-all,                         COMMENT",
        "--disable-apply-all --apply-on=both,         BOTH"
    })
    void whoAllowsNoApplyDoesNotWantItDoneByMergingEither(String flags, ApplyOn applyOn) {
        assertThat(settings(flags.isEmpty() ? new String[0] : flags.split(" "))
                        .run()
                        .applyOn())
                .isEqualTo(applyOn);
    }

    @Test
    void theSweepMayBeTurnedOff() {
        assertThat(settings("--sweep-interval=0").server().sweepInterval()).isEmpty();
        assertThat(settings(Map.of("TIDELOCK_SWEEP_INTERVAL", "2m")).server().sweepInterval())
                .contains(Duration.ofMinutes(2));
    }

    @Test
    void serverByOldNames() {
        OperatorSettings.Server server = settings(Map.of(
                        "ATLANTIS_PORT", "8080",
                        "ATLANTIS_ATLANTIS_URL", "http://tide.acme.com",
                        "ATLANTIS_DATA_DIR", "~/data",
                        "ATLANTIS_VCS_STATUS_NAME", "atlantis",
                        "ATLANTIS_LOG_LEVEL", "warn"))
                .server();

        assertThat(server.port()).isEqualTo(8080);
        assertThat(server.url()).contains(URI.create("http://tide.acme.com"));
        assertThat(server.dataDir()).isEqualTo(Path.of("/home/tide/data"));
        assertThat(server.statusName()).isEqualTo("atlantis");
        assertThat(server.logLevel()).isEqualTo(LogLevel.WARN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TIDELOCK_PORT", "ATLANTIS_PORT"})
    void whatKubernetesPutsThereIsNoPort(String name) {
        Valid valid = valid(
                with(Map.of(
                        name,
                        "tcp://10.0.0.1:4141",
                        "TIDELOCK_SERVICE_HOST",
                        "10.0.0.1",
                        "ATLANTIS_PORT_4141_TCP",
                        "tcp://10.0.0.1:4141",
                        "ATLANTIS_REDIS_PORT",
                        "tcp://10.0.0.2:6379",
                        "TIDELOCK_SERVICE_PORT_HTTP",
                        "4141")),
                List.of());

        assertThat(valid.settings().server().port()).isEqualTo(4141);
        assertThat(valid.warnings()).isEmpty();
    }

    // ---- run, keys, net

    @Test
    void runByDefault() {
        assertThat(settings(Map.of()).run())
                .isEqualTo(new OperatorSettings.Run(
                        List.of(),
                        Optional.empty(),
                        4,
                        ApplyOn.BOTH,
                        Duration.ofHours(1),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void runBySettings() {
        assertThat(settings(
                                "--run-env=AWS_*,GOOGLE_CREDENTIALS",
                                "--run-home=~/runs",
                                "--parallel-runs=7",
                                "--apply-on=Merge",
                                "--plan-deadline=1h30m",
                                "--apply-deadline=45s",
                                "--terraform-binary=/opt/terraform")
                        .run())
                .isEqualTo(new OperatorSettings.Run(
                        List.of("AWS_*", "GOOGLE_CREDENTIALS"),
                        Optional.of(Path.of("/home/tide/runs")),
                        7,
                        ApplyOn.MERGE,
                        Duration.ofMinutes(90),
                        Optional.of(Duration.ofSeconds(45)),
                        Optional.of(Path.of("/opt/terraform"))));
    }

    @Test
    void runByOldNames() {
        assertThat(settings(Map.of("ATLANTIS_PARALLEL_POOL_SIZE", "3")).run().parallel())
                .isEqualTo(3);
        assertThat(settings("--parallel-pool-size", "5").run().parallel()).isEqualTo(5);
    }

    @Test
    void projectsRunAbreastUnlessTheOperatorSaysOtherwise() {
        assertThat(settings().rules().abreast()).isEqualTo(Place.Abreast.ALWAYS);
        assertThat(settings("--parallel-plan=false").rules().abreast()).isEqualTo(new Place.Abreast(false, true));
        assertThat(settings(Map.of("ATLANTIS_PARALLEL_APPLY", "false"))
                        .rules()
                        .terms(new RepoRef("github.com", "acme/infra"))
                        .abreast())
                .isEqualTo(new Place.Abreast(true, false));
    }

    @Test
    void oneProcessorRunsTwo() {
        OperatorSettings.Reading reading =
                OperatorSettings.read(List.of(), new Surroundings(ENOUGH, Path.of("/"), 1), Optional.empty());

        assertThat(((Valid) reading).settings().run().parallel()).isEqualTo(2);
    }

    @Test
    void keysAndNetByDefault() {
        OperatorSettings settings = settings(Map.of());

        assertThat(settings.keys()).isEqualTo(new OperatorSettings.Keys(new SecretSource.Absent()));
        assertThat(settings.net())
                .isEqualTo(new OperatorSettings.Net(Optional.empty(), Optional.empty(), Optional.empty(), List.of()));
    }

    @Test
    void keysAndNetBySettings() {
        OperatorSettings settings = valid(
                        with(Map.of("HTTPS_PROXY", "http://u:p@proxy:3128", "no_proxy", "localhost, .acme.com")),
                        List.of("--encryption-key-file=/run/key", "--ca-file=ca.pem"))
                .settings();

        assertThat(settings.keys()).isEqualTo(new OperatorSettings.Keys(new SecretSource.InFile(Path.of("/run/key"))));
        assertThat(settings.net().caFile()).contains(Path.of("/work/here/ca.pem"));
        assertThat(settings.net().httpsProxy()).contains(new Secret("http://u:p@proxy:3128"));
        assertThat(settings.net().noProxy()).containsExactly("localhost", ".acme.com");
        assertThat(settings.toString()).doesNotContain("u:p@");
    }

    @Test
    void theUsualVariableForCertificatesCounts() {
        assertThat(settings(Map.of("SSL_CERT_FILE", "/etc/ca.pem")).net().caFile())
                .contains(Path.of("/etc/ca.pem"));
    }

    // ---- where they come from

    @Test
    void theFileIsWeakest() {
        String file =
                "port: 1\nvcs-status-name: file\nrepo-allowlist: [github.com/a/*, github.com/b/c]\nallow-fork-prs: true\n";
        OperatorSettings settings = ((Valid) OperatorSettings.read(
                        List.of("--port", "4"),
                        around(Map.of(
                                "TIDELOCK_PORT", "3",
                                "ATLANTIS_PORT", "2",
                                "ATLANTIS_VCS_STATUS_NAME", "old",
                                "ATLANTIS_GH_USER", "old",
                                "TIDELOCK_GH_USER", "new",
                                "TIDELOCK_GH_TOKEN", "t",
                                "TIDELOCK_GH_WEBHOOK_SECRET", "s")),
                        Optional.of(file(file))))
                .settings();

        assertThat(settings.server().port()).isEqualTo(4);
        assertThat(settings.server().statusName()).isEqualTo("old");
        assertThat(settings.hosts().github().orElseThrow().user()).isEqualTo("new");
        assertThat(settings.access().repositories().patterns()).containsExactly("github.com/a/*", "github.com/b/c");
        assertThat(settings.access().forks()).isTrue();
    }

    @Test
    void theFileIsNamedByFlagOrVariable() {
        assertThat(OperatorSettings.configFile(List.of("--config=a.yaml"), around(Map.of("ATLANTIS_CONFIG", "b.yaml"))))
                .contains(Path.of("/work/here/a.yaml"));
        assertThat(OperatorSettings.configFile(List.of(), around(Map.of("ATLANTIS_CONFIG", "/b.yaml"))))
                .contains(Path.of("/b.yaml"));
        assertThat(OperatorSettings.configFile(List.of(), around(Map.of()))).isEmpty();
    }

    @Test
    void emptyMeansNotGiven() {
        assertThat(settings(Map.of("TIDELOCK_PORT", "", "ATLANTIS_GH_TEAM_ALLOWLIST", ""))
                        .server()
                        .port())
                .isEqualTo(4141);
        assertThat(settings("--vcs-status-name=").server().statusName()).isEqualTo("tidelock");
    }

    @Test
    void descriptionsShowOriginsAndNoSecrets() {
        String text = Description.of(settings("--port", "8080"));

        assertThat(text).contains("--port", "8080", "TIDELOCK_GH_USER", "****").doesNotContain("ghp_hidden", "hush");
        assertThat(text.lines()).hasSize(Setting.values().length);
        assertThat(text.lines().filter(line -> line.startsWith("bind")))
                .singleElement()
                .asString()
                .contains("0.0.0.0", "default");
        assertThat(settings(Map.of()).toString()).doesNotContain("ghp_hidden", "hush");
    }

    private static OperatorSettings settings(String... arguments) {
        return valid(ENOUGH, List.of(arguments)).settings();
    }

    private static OperatorSettings settings(Map<String, String> more) {
        return valid(with(more), List.of()).settings();
    }

    private static Valid valid(Map<String, String> variables, List<String> arguments) {
        OperatorSettings.Reading reading = OperatorSettings.read(arguments, around(variables), Optional.empty());
        assertThat(reading).isInstanceOf(Valid.class);
        return (Valid) reading;
    }

    private static List<String> problems(String... arguments) {
        return sentences(OperatorSettings.read(List.of(arguments), around(ENOUGH), Optional.empty()));
    }

    private static List<String> sentences(OperatorSettings.Reading reading) {
        assertThat(reading).isInstanceOf(Invalid.class);
        return new ArrayList<>(
                ((Invalid) reading).problems().stream().map(Problem::sentence).toList());
    }

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(ENOUGH);
        all.putAll(more);
        return all;
    }

    private static Map<String, String> without(String... names) {
        Map<String, String> some = new HashMap<>(ENOUGH);
        List.of(names).forEach(some::remove);
        return some;
    }

    private static Surroundings around(Map<String, String> variables) {
        return new Surroundings(variables, Path.of("/work/here"), 4);
    }

    private static ConfigFile file(String text) {
        return new ConfigFile("tidelock-server.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static SecretSource given(String secret) {
        return new SecretSource.Given(new Secret(secret));
    }
}
