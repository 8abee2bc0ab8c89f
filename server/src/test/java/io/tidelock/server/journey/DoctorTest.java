package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.sandbox.Sandbox;
import io.tidelock.sandbox.SandboxSettings;
import io.tidelock.sandbox.fault.Effect;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.server.Server;
import io.tidelock.server.cli.Cli;
import io.tidelock.server.cli.ServerCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code tidelock doctor} finds what is wrong, on both hosts, and says what to do. */
@EnabledOnOs(OS.LINUX)
final class DoctorTest {
    private static final String BOT = "tidelock-bot";
    private static final String SECRET = "a webhook secret of the doctor";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Sandbox sandbox;

    private String said = "";

    private void begin(Manners manners) {
        sandbox = Sandbox.start(
                SandboxSettings.in(folder.resolve("forge")).advertiseHttp().mergeabilityDelay(Duration.ZERO));
        manners.group(sandbox, "acme");
        sandbox.user("dev");
        sandbox.user(BOT);
    }

    private String repository(Manners manners, String name, Permission ours) {
        String repo = manners.repository(sandbox, "acme", name);
        sandbox.commitFiles(repo, "main", Map.of("README.md", "Begin\n"), "Begin", "dev");
        sandbox.permit(repo, BOT, ours);
        return repo;
    }

    @AfterEach
    void end() {
        sandbox.close();
    }

    private List<String> flags(Manners manners, String... more) {
        List<String> flags = new ArrayList<>(manners.flags(sandbox, BOT, SECRET));
        flags.addAll(common());
        flags.addAll(List.of(more));
        return flags;
    }

    private List<String> common() {
        return List.of(
                "--ca-file=" + sandbox.caCertificate(),
                "--repo-allowlist=*/acme/*",
                "--data-dir=" + folder.resolve("data"));
    }

    private int doctor(List<String> flags) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        List<String> words = new ArrayList<>(List.of("doctor"));
        words.addAll(flags);
        int code = new Cli("0", Map.of("PATH", String.valueOf(System.getenv("PATH"))), print, print).run(words);
        said = out.toString(StandardCharsets.UTF_8);
        return code;
    }

    @ParameterizedTest
    @EnumSource(Manners.class)
    void whereAllIsWellEveryLineSaysSo(Manners manners) {
        begin(manners);
        String repo = repository(manners, "infra", Permission.ADMIN);
        try (Server server = ServerCommand.start(
                flags(manners, "--port=0", "--log-level=error"), Map.of("PATH", System.getenv("PATH")), System.err)) {
            String url = "http://localhost:" + server.port();
            manners.hook(sandbox, repo, url + "/events", SECRET);
            int code = doctor(flags(manners, "--url=" + url));
            assertThat(code).as(said).isZero();
        }
        assertThat(said)
                .contains("✔ settings")
                .contains("✔ data folder")
                .contains("✔ database")
                .contains("✔ terraform")
                .contains("✔ address")
                .contains("reached, and we are " + BOT)
                .contains("✔ clock")
                .contains("✔ token")
                .contains("✔ acme/infra")
                .contains("✔ webhook of acme/infra")
                .contains("All ")
                .doesNotContain("✘")
                .doesNotContain("! ");
    }

    @ParameterizedTest
    @EnumSource(Manners.class)
    void whereTeamsDecideItLooksWhetherTheyAreTold(Manners manners) {
        begin(manners);
        repository(manners, "infra", Permission.ADMIN);
        repository(manners, "net", Permission.ADMIN);
        manners.team(sandbox, "acme", "ops", "dev");

        doctor(flags(manners));
        assertThat(said).doesNotContain("teams of");
        doctor(flags(manners, "--gh-team-allowlist=ops:apply", "--gitlab-group-allowlist=acme/ops:apply"));
        assertThat(said).containsOnlyOnce("✔ teams of acme");

        sandbox.faults()
                .next(
                        9,
                        manners == Manners.GITHUB ? "POST" : "GET",
                        manners == Manners.GITHUB ? "/graphql$" : "/members/all/",
                        new Effect.Instead(403, Map.of(), "{\"message\":\"403 Forbidden\"}"));
        doctor(flags(manners, "--gh-team-allowlist=ops:apply", "--gitlab-group-allowlist=acme/ops:apply"));
        assertThat(said).contains("✘ teams of acme").contains("403");
    }

    @ParameterizedTest
    @EnumSource(Manners.class)
    void whatIsMissingIsNamedWithTheNextThingToDo(Manners manners) {
        begin(manners);
        repository(manners, "infra", Permission.READ);
        String hooked = repository(manners, "net", Permission.ADMIN);
        manners.hook(sandbox, hooked, "https://elsewhere.example/events", SECRET);

        int code = doctor(flags(
                manners,
                "--url=https://tidelock.example.invalid",
                "--repo=acme/infra",
                "--repo=acme/net",
                "--repo=acme/nowhere",
                "--repo-allowlist=*/acme/infra,*/acme/nowhere"));

        assertThat(code).isOne();
        assertThat(said)
                .contains("! address")
                .contains("✘ acme/infra")
                .contains(manners == Manners.GITHUB ? "the role write" : "the role Developer")
                .contains("no webhook leads to us, only to https://elsewhere.example/events")
                .contains("expected https://tidelock.example.invalid/events")
                .contains("Settings, Webhooks")
                .contains("it is not on the list of repositories")
                .contains("✘ acme/nowhere")
                .contains(" are wrong");
    }

    @ParameterizedTest
    @EnumSource(Manners.class)
    void aTokenThatIsNotAcceptedIsSaidFirst(Manners manners) {
        begin(manners);
        String flag = manners == Manners.GITHUB ? "--gh-token=ghp_wrong" : "--gitlab-token=glpat-wrong";
        int code = doctor(flags(manners, flag));
        assertThat(code).isOne();
        assertThat(said).contains("✘ ").contains("401").contains("not revoked").doesNotContain("pat-wrong");
    }

    @ParameterizedTest
    @EnumSource(Manners.class)
    void aClockThatIsWrongIsTold(Manners manners) {
        begin(manners);
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).minusMinutes(7));
        String us = "{\"login\":\"" + BOT + "\",\"username\":\"" + BOT + "\"}";
        sandbox.faults().next(1, "GET", "/user$", new Effect.Instead(200, Map.of("Date", date), us));
        doctor(flags(manners));
        assertThat(said).contains("✘ clock").contains("s ahead of").contains("NTP");
    }

    @Test
    void anAppTellsOfItsInstallations() throws IOException {
        begin(Manners.GITHUB);
        String repo = repository(Manners.GITHUB, "infra", Permission.READ);
        sandbox.organization("other", "owner");
        sandbox.createRepository("other", "net");
        sandbox.app().suspend("other");
        Path key = Files.copy(sandbox.app().keyFile(), folder.resolve("app.pem"));
        List<String> flags = new ArrayList<>(List.of(
                "--gh-hostname=" + sandbox.httpsUrl().replaceFirst("^https://", ""),
                "--gh-app-id=" + sandbox.app().id(),
                "--gh-app-key-file=" + key,
                "--gh-webhook-secret=" + SECRET));
        flags.addAll(common());

        assertThat(doctor(flags)).isOne();

        assertThat(said)
                .contains("we are the App sandbox-app")
                .contains("✔ App in acme")
                .contains("✘ App in other")
                .contains("it is suspended")
                .contains("✔ " + repo);
        sandbox.app().newKey();
        sandbox.app().revokeOldKeys();
        assertThat(doctor(flags)).isOne();
        assertThat(said).contains("the GitHub App " + sandbox.app().id() + " is not accepted");
    }

    @Test
    void settingsThatCannotHoldAreAllNamed() {
        begin(Manners.GITHUB);
        assertThat(doctor(List.of("--port=x"))).isOne();
        assertThat(said)
                .contains("✘ settings")
                .contains("--port")
                .contains("--gh-user")
                .contains("wrong");
    }
}
