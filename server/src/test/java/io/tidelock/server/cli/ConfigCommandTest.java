package io.tidelock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aGoodFileIsSaidToBeOne() throws IOException {
        write("atlantis.yaml", "version: 3\nprojects: [{dir: a, workflow: theirs}]\n");

        assertThat(run("check")).isZero();
        assertThat(said(out)).isEqualTo("atlantis.yaml (of a repository): nothing is wrong\n");
    }

    @Test
    void aMistakeIsShownInItsLine() throws IOException {
        write("atlantis.yaml", "version: 3\nprojects:\n  - dir: a\n    worksapce: b\n");

        assertThat(run("check", "atlantis.yaml")).isEqualTo(1);
        assertThat(said(out))
                .startsWith(
                        "atlantis.yaml (of a repository): 1 problem\n\natlantis.yaml:4:5: the unknown key 'worksapce'")
                .contains("Did you mean 'workspace'?\n  4 |     worksapce: b\n          ^\n");
    }

    @Test
    void whatWouldBeRedIsAProblem() throws IOException {
        write("tidelock.yaml", "version: 3\nprojects: [{dir: a, policy_check: true}]\n");

        assertThat(run("check")).isEqualTo(1);
        assertThat(said(out)).contains("tidelock.yaml:2:", "not supported yet");
    }

    @Test
    void aFileIsToldByItsKeys() throws IOException {
        write("r.yaml", "repos: [{id: /.*/, alowed_overrides: []}]\n");
        write("s.yaml", "repo-allowlist: x\nprot: 1\n");
        write("t.yaml", "repos: [{id: /.*/, custom_policy_check: true}]\n");

        assertThat(run("check", "r.yaml", "s.yaml", "t.yaml")).isEqualTo(1);
        assertThat(said(out))
                .contains("r.yaml (about repositories): 1 problem", "Did you mean 'allowed_overrides'?")
                .contains(
                        "s.yaml (of settings): ",
                        "s.yaml:2:7: the key 'prot'",
                        "Did you mean port?",
                        "  2 | prot: 1\n            ^\n")
                .doesNotContain("no --gh-user")
                .contains(
                        "t.yaml (about repositories): 1 problem", "'custom_policy_check' of the server's file is true");
    }

    @Test
    void programsGetJson() throws IOException {
        write("atlantis.yaml", "version: 4\n");

        assertThat(run("check", "--json")).isEqualTo(1);
        JsonNode problem = new ObjectMapper().readTree(said(out)).path(0);
        assertThat(problem.path("file").asText()).isEqualTo("atlantis.yaml");
        assertThat(problem.path("line").asInt()).isEqualTo(1);
        assertThat(problem.path("column").asInt()).isEqualTo(10);
        assertThat(problem.path("met").asText()).isEqualTo("'version' is 4");
        assertThat(problem.path("expected").asText()).isEqualTo("2 or 3");
    }

    @Test
    void whatStandsInAFileDoesNotCommandTheTerminal() throws IOException {
        write("atlantis.yaml", "version: 3\n\"\\e[2Jx\": 1\nb: \u0085\n");

        run("check");
        assertThat(said(out)).doesNotContain("\u001b", "\u0085");
    }

    @Test
    void explainsWhatHoldsAndWhereThatIsWritten() throws IOException {
        write("repos.yaml", """
                repos:
                - id: /.*/
                  allowed_overrides: [workflow]
                  branch: /^main$/
                - id: github.com/acme/infra
                  autodiscover: {mode: disabled}
                """);

        assertThat(run("explain", "--repo-config=repos.yaml", "--repo=github.com/acme/infra"))
                .isZero();
        assertThat(said(out))
                .containsPattern("allowed_overrides +\\[workflow\\] +repos.yaml:3:3 \\(entry 1\\)\n")
                .containsPattern("autodiscover +\\{mode: disabled\\} +repos.yaml:6:3 \\(entry 2\\)\n")
                .containsPattern("branch +all +default\n")
                .containsPattern("allow_custom_workflows +false +default\n");
        run("explain", "--repo-config=repos.yaml", "--repo=github.com/acme/other", "--branch", "dev");
        assertThat(said(out)).contains("the base branch dev is not served here");
        assertThat(run("explain", "--repo-config=repos.yaml", "--repo=infra")).isEqualTo(2);
    }

    @Test
    void explainsWhoMayDoWhat() throws IOException {
        write("program.yaml", "team_authz: {command: ./may.sh, args: [--strict]}\n");

        run("explain", "--gh-team-allowlist=*:plan,Ops:apply,leads:*", "--repo=github.com/acme/infra");
        assertThat(said(out))
                .contains("note: of those who may write, these may: plan anybody, apply ops or leads, unlock leads,");
        run("explain", "--repo-config=program.yaml", "--repo=github.com/acme/infra");
        assertThat(said(out)).contains("note: who may do what, the program of team_authz says: ./may.sh --strict");
    }

    @Test
    void explainsTheServerAndWhereEachSettingComesFrom() throws IOException {
        write("server.yaml", "port: 8080\nrepo-allowlist: [github.com/acme/*]\n");

        assertThat(run("explain", "--config", "server.yaml", "--data-dir=/data", "--repo", "acme/infra"))
                .isZero();
        assertThat(said(out))
                .startsWith("For github.com/acme/infra\n")
                .containsPattern("  gh-user +tide +ATLANTIS_GH_USER\n")
                .containsPattern("  gh-token +\\*\\*\\*\\* +TIDELOCK_GH_TOKEN\n")
                .containsPattern("  port +8080 +server.yaml:1:7\n")
                .containsPattern("  data-dir +/data +--data-dir\n")
                .containsPattern("The server, by default\n(.*\n)*  bind +0.0.0.0\n")
                .doesNotContain("ghp_hidden", "hush");
        assertThat(said(err)).contains("the server would not start yet: no --gh-webhook-secret");
    }

    @Test
    void explainsTheFileOfThisFolderByTheOperatorsTerms() throws IOException {
        write("server.yaml", "repo-allowlist: [github.com/other/*]\n");
        write("atlantis.yaml", "version: 3\nprojects:\n- dir: net\n  workflow: mine\n");

        assertThat(run("explain", "--config=server.yaml", "--repo=acme/infra")).isEqualTo(1);
        assertThat(said(out))
                .contains(
                        "note: it is not on the list of repo-allowlist",
                        "By atlantis.yaml of this folder",
                        "The project in net\n")
                .containsPattern(
                        "workflow +default +default\n +not as asked for: atlantis.yaml:4:13: 'workflow' is 'mine'")
                .contains("  red: atlantis.yaml:4:");
    }

    private void whole() throws IOException {
        write("repos.yaml", """
                repos:
                - id: /.*/
                  allowed_overrides: [plan_requirements]
                  apply_requirements: [mergeable]
                - id: github.com/acme/infra
                  apply_requirements: []
                  autodiscover: {mode: disabled}
                  repo_locks: {mode: on_apply}
                """);
        write("atlantis.yaml", """
                version: 3
                parallel_plan: false
                autodiscover: {mode: enabled}
                projects:
                - name: web
                  dir: env/prod
                  workspace: prod
                  terraform_version: 1.9.8
                  plan_requirements: [approved]
                  apply_requirements: [approved]
                  autoplan: {enabled: false}
                """);
    }

    @Test
    void explainsEachProjectKeyByKey() throws IOException {
        whole();

        run("explain", "--repo-config=repos.yaml", "--repo=github.com/acme/infra", "--parallel-apply=false");

        assertThat(said(out))
                .containsPattern("parallel_plan +false +atlantis.yaml:2:16\n")
                .containsPattern("parallel_apply +false +--parallel-apply\n")
                .containsPattern("automerge +false +default\n")
                .containsPattern(
                        "autodiscover.mode +disabled +repos.yaml:7:3 \\(entry 2\\)\n"
                                + " +not as asked for: 'autodiscover.mode' is enabled at atlantis.yaml:3:22, and the server decides\n")
                .contains("The project web in env/prod, workspace prod\n")
                .containsPattern("terraform_version +1.9.8 +atlantis.yaml:8:22\n")
                .containsPattern("terraform_distribution +terraform +default\n")
                .containsPattern("autoplan.enabled +false +atlantis.yaml:11:23\n")
                .containsPattern("plan_requirements +\\[approved\\] +atlantis.yaml:9:3\n")
                .containsPattern("apply_requirements +\\[mergeable\\] +repos.yaml:4:3 \\(entry 1\\)\n"
                        + " +not as asked for: atlantis.yaml:10:3: 'apply_requirements' is \\[approved\\]")
                .containsPattern("repo_locks +\\{mode: on_apply\\} +repos.yaml:8:3 \\(entry 2\\)\n")
                .containsPattern("A project that no entry names\n(.*\n)* +plan_requirements +\\[\\] +default\n");
    }

    @Test
    void whatTheServersFlagsSayIsExplainedAsWell() throws IOException {
        whole();

        run(
                "explain",
                "--repo-config=repos.yaml",
                "--repo=github.com/acme/other",
                "--disable-repo-locking",
                "--default-tf-version=1.8.0",
                "--autodiscover-mode=auto");

        assertThat(said(out))
                .containsPattern("repo_locks +\\{mode: disabled\\} +--disable-repo-locking\n")
                .containsPattern("autodiscover.mode +enabled +atlantis.yaml:3:22\n")
                .containsPattern(
                        "A project that no entry names\n(.*\n)* +terraform_version +1.8.0 +--default-tf-version\n");
    }

    @Test
    void programsGetTheExplanationAsJson() throws IOException {
        whole();

        run("explain", "--json", "--repo-config=repos.yaml", "--repo=github.com/acme/infra");

        JsonNode told = new ObjectMapper().readTree(said(out));
        JsonNode web = told.at("/repository/projects/0");
        assertThat(web.path("name").asText()).isEqualTo("web");
        assertThat(web.path("keys"))
                .anySatisfy(key -> {
                    assertThat(key.path("key").asText()).isEqualTo("terraform_version");
                    assertThat(key.path("value").asText()).isEqualTo("1.9.8");
                    assertThat(key.path("origin").asText()).isEqualTo("atlantis.yaml:8:22");
                })
                .anySatisfy(key -> {
                    assertThat(key.path("key").asText()).isEqualTo("apply_requirements");
                    assertThat(key.at("/refused/line").asInt()).isEqualTo(10);
                });
        assertThat(told.at("/repository/rules")).isNotEmpty();
        assertThat(told.path("settings"))
                .anySatisfy(one -> assertThat(one.path("key").asText()).isEqualTo("port"));
        assertThat(told.path("problems")).isNotEmpty();
    }

    @Test
    void whatIsWrongWithASettingIsSaidBesideTheRest() {
        assertThat(run("explain", "--prot=1")).isEqualTo(1);
        assertThat(said(err)).contains("the flag --prot, which is not known", "Did you mean --port?");
        assertThat(said(out)).contains("The server, by default");
    }

    @Test
    void editorsGetASchema() {
        assertThat(run("schema")).isZero();
        assertThat(said(out)).contains("\"$schema\"", "\"when_modified\"");
        assertThat(run("schema", "server")).isZero();
        assertThat(said(out)).contains("\"allowed_overrides\"");
        assertThat(run("schema", "operator")).isZero();
        assertThat(said(out)).contains("\"repo-allowlist\"");
        assertThat(run("schema", "nothing")).isEqualTo(2);
    }

    @Test
    void whatIsNotUnderstoodIsSaid() {
        assertThat(run("chek")).isEqualTo(2);
        assertThat(run("check", "--as", "nothing", "x")).isEqualTo(2);
        assertThat(run("check", "--jsn")).isEqualTo(2);
        assertThat(run("check")).as("no file here").isEqualTo(1);
        assertThat(run("check", "absent.yaml")).isEqualTo(1);
        assertThat(said(err)).contains("'--jsn' is not a flag", "there is no tidelock.yaml or atlantis.yaml here");
        assertThat(run("--help")).isZero();
    }

    private int run(String... words) {
        return new ConfigCommand(
                        folder,
                        Map.of(
                                "ATLANTIS_GH_USER", "tide",
                                "TIDELOCK_GH_TOKEN", "ghp_hidden",
                                "TIDELOCK_WEB_PASSWORD", "hush"),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(words));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static String said(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
