package io.tidelock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What GitHub answers to an App: whom it believes, and for what it lends a token. */
final class AppTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Sandbox sandbox;

    @SuppressWarnings("NullAway.Init")
    private Client anybody;

    @BeforeEach
    void begin() {
        sandbox = Sandbox.start(SandboxSettings.in(folder));
        sandbox.organization("acme", "owner");
        sandbox.organization("other", "owner");
        for (String owner : new String[] {"acme", "other"}) {
            String repo = sandbox.createRepository(owner, "infra");
            sandbox.commitFiles(repo, "main", Map.of("a", "b"), "Begin", "owner");
            sandbox.setPrivate(repo, true);
        }
        anybody = Client.https(sandbox, "owner");
    }

    @AfterEach
    void end() {
        sandbox.close();
    }

    private Client app() {
        return anybody.as(WebTokens.of(sandbox.app()));
    }

    private String why(String webToken) {
        Client.Got got = anybody.as(webToken).get("/app");
        return got.status() + " " + got.at("/message").asText();
    }

    @Test
    void believesOnlyWebTokensThatAreSignedAndGoodNow() {
        long now = Instant.now().getEpochSecond();
        String id = Long.toString(sandbox.app().id());
        String strange = WebTokens.of(sandbox.app().newKey(), now - 60, now + 500, id);
        sandbox.app().revokeOldKeys();
        String undecodable = "401 A JSON web token could not be decoded";
        assertThat(why("eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOjF9.c2ln")).isEqualTo(undecodable);
        assertThat(why(WebTokens.of(sandbox.app(), now - 60, now + 500, id))).isEqualTo(undecodable);
        assertThat(why(sandbox.token("owner"))).isEqualTo(undecodable);
        assertThat(anybody.as(strange).get("/app").status()).isEqualTo(200);
    }

    @Test
    void saysWhatIsWrongWithTheTimes() {
        long now = Instant.now().getEpochSecond();
        String id = Long.toString(sandbox.app().id());
        assertThat(why(WebTokens.of(sandbox.app(), now - 600, now - 10, id))).contains("401 'Expiration time' claim");
        assertThat(why(WebTokens.of(sandbox.app(), now - 60, now + 700, id))).contains("too far in the future");
        assertThat(why(WebTokens.of(sandbox.app(), now + 90, now + 500, id))).contains("401 'Issued at' claim");
        assertThat(why(WebTokens.of(sandbox.app(), now - 60, now + 500, "7"))).isEqualTo("404 Integration not found");
        assertThat(why(WebTokens.of(sandbox.app(), now - 60, now + 500, "Iv1." + id)))
                .startsWith("200");
    }

    @Test
    void aTokenIsForOneAccountAndForAWhile() throws Exception {
        long acme = app().get("/repos/acme/infra/installation").at("/id").asLong();
        assertThat(app().get("/orgs/acme/installation").at("/id").asLong()).isEqualTo(acme);
        Client.Got lent = app().post("/app/installations/" + acme + "/access_tokens", "");
        assertThat(Instant.parse(lent.at("/expires_at").asText()))
                .isBetween(Instant.now().plusSeconds(3500), Instant.now().plusSeconds(3601));
        Client bot = anybody.as(lent.at("/token").asText());
        assertThat(bot.get("/repos/acme/infra").status()).isEqualTo(200);
        assertThat(bot.get("/repos/other/infra").status()).isEqualTo(404);
        assertThat(bot.get("/installation/repositories").at("/total_count").asInt())
                .isOne();
        assertThat(bot.get("/user").status()).isEqualTo(403);
        assertThat(bot.get("/user").at("/message").asText()).isEqualTo("Resource not accessible by integration");
        sandbox.app().endTokens();
        assertThat(bot.get("/repos/acme/infra").at("/message").asText()).isEqualTo("Bad credentials");

        sandbox.app().tokenLife(Duration.ZERO);
        String late = app().post("/app/installations/" + acme + "/access_tokens", "")
                .at("/token")
                .asText();
        assertThat(anybody.as(late).get("/repos/acme/infra").status()).isEqualTo(401);
    }

    @Test
    void whereItIsNotInstalledOrSuspendedItGetsNothing() {
        long acme = app().get("/repos/acme/infra/installation").at("/id").asLong();
        sandbox.app().suspend("acme");
        Client.Got no = app().post("/app/installations/" + acme + "/access_tokens", "");
        assertThat(no.status()).isEqualTo(403);
        assertThat(no.at("/message").asText()).isEqualTo("This installation has been suspended");
        sandbox.app().uninstall("acme");
        assertThat(app().get("/repos/acme/infra/installation").status()).isEqualTo(404);
        assertThat(app().post("/app/installations/" + acme + "/access_tokens", "")
                        .status())
                .isEqualTo(404);
        sandbox.app().install("acme");
        assertThat(app().post("/app/installations/" + acme + "/access_tokens", "")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void theKeyIsThatOfTheStartBefore() throws Exception {
        String first = Files.readString(sandbox.app().keyFile());
        sandbox.close();
        sandbox = Sandbox.start(SandboxSettings.in(folder));
        assertThat(Files.readString(sandbox.app().keyFile()))
                .isEqualTo(first)
                .startsWith("-----BEGIN RSA PRIVATE KEY-----");
    }
}
