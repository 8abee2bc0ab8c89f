package io.tidelock.config.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.config.compat.Compat;
import io.tidelock.config.compat.CompatRow;
import io.tidelock.config.operator.OperatorSettings.ConfigFile;
import io.tidelock.config.operator.OperatorSettings.Invalid;
import io.tidelock.config.operator.OperatorSettings.Reading;
import io.tidelock.config.operator.OperatorSettings.Valid;
import io.tidelock.core.outcome.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stops the start, and what is only remarked upon. */
final class RefusalsTest {
    private static final Map<String, String> ENOUGH = Map.of(
            "TIDELOCK_GH_USER", "tide",
            "TIDELOCK_GH_TOKEN", "ghp_hidden",
            "TIDELOCK_GH_WEBHOOK_SECRET", "hush",
            "TIDELOCK_REPO_ALLOWLIST", "github.com/acme/*");

    static Stream<CompatRow> unsupported() {
        return Compat.load().rows().stream()
                .filter(row -> row.kind() == CompatRow.Kind.FLAGS && !row.honoured())
                .filter(row -> !row.asksForNothing(unlike(row)));
    }

    @ParameterizedTest
    @MethodSource("unsupported")
    void whatIsNotSupportedStopsTheStartWhenItRestrictsAndElseIsRemarkedUpon(CompatRow row) {
        String variable = row.name().toUpperCase(Locale.ROOT).replace('-', '_');
        String value = unlike(row);

        decided(row, "--" + row.name(), read(ENOUGH, "--" + row.name() + "=" + value));
        decided(row, "ATLANTIS_" + variable, read(with(Map.of("ATLANTIS_" + variable, value))));
        decided(row, "TIDELOCK_" + variable, read(with(Map.of("TIDELOCK_" + variable, value))));
        decided(
                row,
                "server.yaml:1:",
                OperatorSettings.read(
                        List.of(),
                        around(ENOUGH),
                        Optional.of(new ConfigFile(
                                "server.yaml", (row.name() + ": " + value + "\n").getBytes(StandardCharsets.UTF_8)))));
    }

    private static void decided(CompatRow row, String origin, Reading reading) {
        List<String> said = row.restricts() ? problems(reading) : ((Valid) reading).warnings();
        assertThat(said).singleElement().asString().startsWith(origin).contains("not supported", row.why());
    }

    @ParameterizedTest
    @MethodSource("unsupported")
    void itsDefaultAsksForNothing(CompatRow row) {
        String name = "ATLANTIS_" + row.name().toUpperCase(Locale.ROOT).replace('-', '_');
        assertThat(read(with(Map.of(name, row.fallback()))))
                .isInstanceOfSatisfying(
                        Valid.class, valid -> assertThat(valid.warnings()).isEmpty());
        assertThat(read(ENOUGH, "--" + row.name() + "=" + row.fallback())).isInstanceOf(Valid.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gh-team-allowlist",
                "gitlab-group-allowlist",
                "allow-commands",
                "blocked-extra-args",
                "disable-apply-all",
                "disable-autoplan",
                "disable-autoplan-label",
                "disable-automerge-label",
                "disable-unlock-label",
                "enable-policy-checks",
                "var-file-allowlist",
                "web-basic-auth",
                "discard-approval-on-plan",
                "default-tf-version",
                "default-tf-distribution",
                "fail-on-pre-workflow-hook-error",
                "gh-app-id",
                "bitbucket-user",
                "gitea-user",
                "azuredevops-user",
                "locking-db-type"
            })
    void theseRestrictUntilTheyAreEnforced(String name) {
        CompatRow row = Compat.load().flag(name).orElseThrow();
        assertThat(row.honoured() || row.restricts()).isTrue();
    }

    @Test
    void whatHoldsAnywayIsAccepted() {
        Reading reading = read(
                with(Map.of(
                        "ATLANTIS_PARALLEL_PLAN",
                        "true",
                        "ATLANTIS_CHECKOUT_STRATEGY",
                        "merge",
                        "ATLANTIS_TF_DOWNLOAD",
                        "false")),
                "--hide-prev-plan-comments",
                "--silence-fork-pr-errors",
                "--port=1");

        assertThat(((Valid) reading).warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--prot=1,                             the flag --prot; Did you mean --port?",
        "--gh-tokn=x,                          the flag --gh-tokn; Did you mean --gh-token?",
        "--gh-team-alowlist=x,                 the flag --gh-team-alowlist; Did you mean --gh-team-allowlist?",
        "--nonsense,                           the flag --nonsense; Remove it.",
        "-port,                                '-port' with one dash; expected flags only",
        "extra,                                word 1 of the command line belongs to no flag;",
        "--port,                               --port without a value;",
        "--port=high,                          --port is 'high'; a number from 0 to 65535",
        "--port=65536,                         --port is '65536'; a number from 0 to 65535",
        "--port=-1,                            --port is '-1'; a number",
        "--parallel-runs=0,                    --parallel-runs is '0'; a number from 1 to 1000",
        "--allow-fork-prs=maybe,               --allow-fork-prs is 'maybe'; true or false",
        "--url=ftp://x,                        --url is 'ftp://x'; an address like https://",
        "--url=tide.acme.com,                  --url is 'tide.acme.com'; an address like https://",
        "--url=http://x/?q=1,                  --url is; without ? and #",
        "--atlantis-url=x,                     is 'x'; an address like https://",
        "--log-level=loud,                     --log-level is 'loud'; debug",
        "--gh-hostname=https://github.com,     --gh-hostname is 'https://github.com'; without https://",
        "--gh-hostname=a/b,                    --gh-hostname is 'a/b'; a name like",
        "--apply-on=push,                      --apply-on is 'push'; comment, merge, both or never",
        "--ssl-key-file=k,                     --ssl-key-file without --ssl-cert-file; both",
        "--ssl-cert-file=c,                    --ssl-cert-file without --ssl-key-file; both",
        "--plan-deadline=soon,                 --plan-deadline is 'soon'; a time like 90m",
        "--plan-deadline=0,                    --plan-deadline is '0'; a time like 90m",
        "--apply-deadline=5,                   --apply-deadline is '5'; a time like 90m",
        "--sweep-interval=often,               --sweep-interval is 'often'; a time like 90m",
        "--run-env=A-B,                        --run-env is 'A-B'; names of variables",
        "--run-env=*,                          --run-env is '*'; names of variables",
        "'--command-words=,',                  --command-words is ','; at least one word",
        "--command-words=a b,                  --command-words is 'a b'; words of letters",
        "--executable-name=a/b,                --executable-name is 'a/b'; words of letters",
        "--repo-allowlist=https://github.com/*, which holds '://'; host/owner/name",
        "--repo-allowlist=github.com/acme,     holds 'github.com/acme'; matches no repository",
        "'--repo-allowlist=*,!acme/secret',    holds '!acme/secret'; matches no repository",
        "--checkout-strategy=rebase,           --checkout-strategy is 'rebase'; branch or merge",
        "--checkout-depth=deep,                --checkout-depth is 'deep'; a number",
        "--hide-prev-plan-comments=maybe,      --hide-prev-plan-comments is 'maybe'; true or false",
        "--web-basic-auth,                     no --web-password; a password for the pages",
        "--bind=a b,                           --bind is 'a b'; an address of this machine"
    })
    void mistakes(String argument, String said) {
        assertThat(problems(read(ENOUGH, argument)))
                .anySatisfy(sentence -> assertThat(sentence).contains(said.split("; ?")));
    }

    /** As charts and guides for Atlantis set it up. */
    @Test
    void anUnchangedServerOfAtlantisStarts() {
        Reading reading = OperatorSettings.read(
                List.of("--hide-prev-plan-comments", "--enable-diff-markdown-format=true", "--write-git-creds"),
                around(Map.ofEntries(
                        Map.entry("ATLANTIS_GH_USER", "@infra-bot"),
                        Map.entry("ATLANTIS_GH_TOKEN", "ghp_hidden"),
                        Map.entry("ATLANTIS_GH_WEBHOOK_SECRET", "hush"),
                        Map.entry("ATLANTIS_REPO_ALLOWLIST", "github.com/acme/*"),
                        Map.entry("ATLANTIS_ATLANTIS_URL", "https://atlantis.acme.com/"),
                        Map.entry("ATLANTIS_DATA_DIR", "/atlantis-data"),
                        Map.entry("ATLANTIS_PORT", "tcp://10.0.0.1:80"),
                        Map.entry("ATLANTIS_PARALLEL_POOL_SIZE", "10"),
                        Map.entry("ATLANTIS_PARALLEL_PLAN", "true"),
                        Map.entry("ATLANTIS_CHECKOUT_STRATEGY", "merge"),
                        Map.entry("ATLANTIS_CHECKOUT_DEPTH", "100"),
                        Map.entry("ATLANTIS_EMOJI_REACTION", "eyes"),
                        Map.entry("ATLANTIS_SILENCE_NO_PROJECTS", "true"),
                        Map.entry("ATLANTIS_ALLOW_COMMANDS", "version,plan,apply,unlock"),
                        Map.entry("ATLANTIS_LOCKING_DB_TYPE", "boltdb"),
                        Map.entry("ATLANTIS_STATS_NAMESPACE", "acme"),
                        Map.entry("ATLANTIS_WEB_BASIC_AUTH", "true"),
                        Map.entry("ATLANTIS_WEB_USERNAME", "ops"),
                        Map.entry("ATLANTIS_WEB_PASSWORD", "secret"))),
                Optional.of(new ConfigFile(
                        "config.yaml",
                        "autoplan-modules: true\nwebhooks: [{event: apply, kind: slack, channel: x}]\n"
                                .getBytes(StandardCharsets.UTF_8))));

        assertThat(reading)
                .isInstanceOfSatisfying(
                        Valid.class,
                        valid -> assertThat(valid.warnings())
                                .hasSize(3)
                                .allMatch(warning -> warning.contains("has no effect"))
                                .anyMatch(warning -> warning.startsWith("--write-git-creds is 'true'"))
                                .anyMatch(warning -> warning.startsWith("ATLANTIS_STATS_NAMESPACE"))
                                .anyMatch(warning -> warning.contains("'webhooks'")));
    }

    @Test
    void saysEverythingAtOnce() {
        List<String> problems = problems(OperatorSettings.read(
                List.of("--port=x", "--nonsense", "--enable-policy-checks"), around(Map.of()), Optional.empty()));

        assertThat(problems)
                .hasSize(7)
                .anyMatch(problem -> problem.contains("no --gh-user"))
                .anyMatch(problem -> problem.contains("no --gh-token"))
                .anyMatch(problem -> problem.contains("no --gh-webhook-secret"))
                .anyMatch(problem -> problem.contains("no --repo-allowlist"));
    }

    @Test
    void neverRepeatsWhatMayBeASecret() {
        List<String> problems = problems(read(
                with(Map.of("ATLANTIS_API_SECRET", "hidden1", "ATLANTIS_WEBHOOK_HTTP_HEADERS", "{\"hidden2\": 1}")),
                "hidden3",
                "--gh-tokn",
                "hidden4",
                "--slack-token=hidden5",
                "-hidden6=x",
                "--gh-tokenn=hidden7",
                "--web-password=hidden8"));

        assertThat(String.join("\n", problems))
                .doesNotContain("hidden1", "hidden2", "hidden3", "hidden4", "hidden5")
                .doesNotContain("hidden7", "hidden8", "ghp_hidden", "hush");
    }

    @Test
    void twoNamesForOneThing() {
        assertThat(problems(read(ENOUGH, "--url=http://a", "--atlantis-url=http://b")))
                .singleElement()
                .asString()
                .contains("--url and --atlantis-url with different values");
        assertThat(read(ENOUGH, "--url=http://a", "--atlantis-url=http://a")).isInstanceOf(Valid.class);
        assertThat(((Valid) read(ENOUGH, "--port=1", "--port=2"))
                        .settings()
                        .server()
                        .port())
                .isEqualTo(2);
    }

    @Test
    void unknownVariables() {
        Valid valid = (Valid)
                read(with(Map.of("ATLANTIS_NONSENSE", "1", "TIDELOCK_NONSENSE", "1", "TIDELOCK_JAVA_HOME", "/x")));
        assertThat(valid.warnings())
                .hasSize(2)
                .allMatch(warning -> warning.contains("_NONSENSE is not known and has no effect"));

        assertThat(problems(read(with(Map.of("TIDELOCK_ALLOW_BOT", "x")))))
                .singleElement()
                .asString()
                .contains("Did you mean TIDELOCK_ALLOW_BOTS?");
    }

    @Test
    void theFileIsStrict() {
        Reading reading = OperatorSettings.read(
                List.of(),
                around(ENOUGH),
                Optional.of(new ConfigFile(
                        "server.yaml",
                        "prot: 1\nport: [1, 2]\nenable-policy-checks: true\nport: 3\n"
                                .getBytes(StandardCharsets.UTF_8))));

        assertThat(problems(reading))
                .anyMatch(sentence -> sentence.startsWith("server.yaml:4:1: the key 'port' a second time"))
                .anyMatch(sentence -> sentence.startsWith("server.yaml:1:7: the key 'prot', which is not known")
                        && sentence.contains("Did you mean port?"))
                .anyMatch(sentence -> sentence.startsWith("server.yaml:2:1: 'port' is '1,2'"))
                .anyMatch(sentence -> sentence.startsWith(
                        "server.yaml:3:23: 'enable-policy-checks' is 'true', which is not supported yet"));
    }

    @Test
    void whatOnlyTellsOthersIsRemarkedUpon() {
        Reading reading = OperatorSettings.read(
                List.of(),
                around(ENOUGH),
                Optional.of(new ConfigFile(
                        "server.yaml", "webhooks: [{event: apply}]\n".getBytes(StandardCharsets.UTF_8))));

        assertThat(((Valid) reading).warnings())
                .singleElement()
                .asString()
                .contains("the key 'webhooks' of server.yaml:1:1 is not supported yet and has no effect");
    }

    @Test
    void aLineBreakAtTheEndOfASecretIsDropped() {
        Valid valid = (Valid) read(with(Map.of("TIDELOCK_GH_TOKEN", "t\n")));

        assertThat(valid.settings().hosts().github().orElseThrow().token().toString())
                .doesNotContain("t\n");
        assertThat(valid.warnings()).singleElement().asString().contains("ends in a line break");
    }

    private static String unlike(CompatRow row) {
        if (row.type().equals("bool")) {
            return row.fallback().equals("true") && row.fits().isEmpty()
                    ? "false"
                    : row.fits().contains("false") ? "TRUE" : "true";
        }
        return row.type().startsWith("int") ? "77" : "something";
    }

    private static Reading read(Map<String, String> variables, String... arguments) {
        return OperatorSettings.read(List.of(arguments), around(variables), Optional.empty());
    }

    private static List<String> problems(Reading reading) {
        assertThat(reading).isInstanceOf(Invalid.class);
        return ((Invalid) reading).problems().stream().map(Problem::sentence).toList();
    }

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(ENOUGH);
        all.putAll(more);
        return all;
    }

    private static Surroundings around(Map<String, String> variables) {
        return new Surroundings(variables, Path.of("/work/here"), 4);
    }
}
