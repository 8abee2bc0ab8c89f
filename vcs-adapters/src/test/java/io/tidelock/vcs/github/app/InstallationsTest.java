package io.tidelock.vcs.github.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.secret.Secret;
import io.tidelock.vcs.http.Answer;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When tokens of an App are fetched, and what the App shows for them. */
final class InstallationsTest {
    private static final KeyPair PAIR = pair();

    private Instant here = Instant.parse("2026-11-27T10:00:00Z");
    private Secret key = pem(PAIR);
    private final Hub hub = new Hub();

    private Installations installations(Optional<Long> only) {
        return new Installations("123", () -> key, only, hub, () -> here);
    }

    private static final Optional<String> INFRA = Optional.of("infra");

    @Test
    void aTokenServesAllRepositoriesOfItsAccountUntilTenMinutesBeforeItsEnd() {
        Installations all = installations(Optional.empty());
        Secret first = all.token("acme", INFRA);
        here = here.plus(Duration.ofMinutes(49));
        assertThat(all.token("ACME", Optional.of("net"))).isEqualTo(first);
        here = here.plus(Duration.ofMinutes(2));
        assertThat(all.token("acme", INFRA)).isNotEqualTo(first);
        assertThat(hub.asked)
                .containsExactly(
                        "GET /repos/acme/infra/installation",
                        "POST /app/installations/1/access_tokens",
                        "POST /app/installations/1/access_tokens");
    }

    @Test
    void eachAccountHasATokenOfItsOwn() {
        hub.installed.put("other", 2L);
        Installations all = installations(Optional.empty());
        assertThat(all.token("acme", INFRA)).isNotEqualTo(all.token("other", Optional.empty()));
        assertThat(hub.asked)
                .containsExactly(
                        "GET /repos/acme/infra/installation",
                        "POST /app/installations/1/access_tokens",
                        "GET /orgs/other/installation",
                        "POST /app/installations/2/access_tokens");
    }

    @Test
    void theOneInstallationThatWasNamedIsUsedForAll() {
        Installations all = installations(Optional.of(1L));
        assertThat(all.token("acme", INFRA)).isEqualTo(all.token("other", INFRA));
        assertThat(hub.asked).containsExactly("POST /app/installations/1/access_tokens");
    }

    @Test
    void aHostThatKnowsOnlyTheListOfInstallationsWillDo() {
        hub.onlyTheList = true;
        installations(Optional.empty()).token("ACME", INFRA);
        assertThat(hub.asked)
                .endsWith("GET /app/installations?per_page=100&page=1", "POST /app/installations/1/access_tokens");
    }

    @Test
    void whereItIsNotInstalledItSaysSo() {
        assertThatThrownBy(() -> installations(Optional.empty()).token("stranger", INFRA))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem().sentence())
                                .contains("not installed for stranger/infra", "Install"));
    }

    @Test
    void anAppThatWasInstalledAnewIsFoundAgain() {
        Installations all = installations(Optional.empty());
        Secret old = all.token("acme", INFRA);
        hub.installed.put("acme", 7L);
        all.drop("acme", old);
        Secret renewed = all.token("acme", INFRA);
        all.drop("acme", old); // by a call that was under way at the same time
        assertThat(all.token("acme", INFRA)).isEqualTo(renewed);
        all.token("acme", INFRA);
        assertThat(hub.asked)
                .endsWith(
                        "POST /app/installations/1/access_tokens",
                        "GET /repos/acme/infra/installation",
                        "POST /app/installations/7/access_tokens");
    }

    @Test
    void aPermissionThatWasAddedSinceIsHadWithTheNextRefusal() {
        Installations all = installations(Optional.empty());
        Secret first = all.token("acme", INFRA);
        assertThat(all.outgrown("acme", first)).as("it is as new as can be").isFalse();
        assertThat(all.token("acme", INFRA)).isEqualTo(first);

        here = here.plus(Duration.ofMinutes(2));
        assertThat(all.outgrown("acme", first)).isTrue();
        Secret second = all.token("acme", INFRA);
        assertThat(second).isNotEqualTo(first);
        assertThat(all.outgrown("acme", first)).as("somebody else was faster").isTrue();
        assertThat(all.token("acme", INFRA)).isEqualTo(second);
        assertThat(all.outgrown("acme", second)).isFalse();
        here = here.plus(Duration.ofMinutes(2));
        assertThat(all.outgrown("acme", second))
                .as("it was renewed for that lately")
                .isFalse();
        here = here.plus(Duration.ofMinutes(8));
        assertThat(all.outgrown("acme", second)).isTrue();
    }

    @Test
    void aTokenThatCannotBeRenewedServesToItsEnd() {
        Installations all = installations(Optional.empty());
        Secret first = all.token("acme", INFRA);
        hub.down = true;
        here = here.plus(Duration.ofMinutes(55));
        assertThat(all.token("acme", INFRA)).isEqualTo(first);
        here = here.plus(Duration.ofMinutes(6));
        assertThatThrownBy(() -> all.token("acme", INFRA)).isInstanceOf(Unavailable.class);
    }

    @Test
    void anHourThatIsWrongHereIsCorrectedByTheHosts() {
        hub.ahead = Duration.ofHours(-3);
        Installations all = installations(Optional.empty());
        Secret first = all.token("acme", INFRA);
        assertThat(hub.refused).isEqualTo(1);
        here = here.plus(Duration.ofMinutes(49));
        assertThat(all.token("acme", INFRA)).isEqualTo(first);
        here = here.plus(Duration.ofMinutes(2));
        assertThat(all.token("acme", INFRA)).isNotEqualTo(first);
        assertThat(hub.refused).isEqualTo(1);
    }

    @Test
    void aKeyThatIsChangedIsUsedForTheNextToken() {
        Installations all = installations(Optional.empty());
        all.token("acme", INFRA);
        KeyPair fresh = pair();
        hub.trusted = fresh;
        here = here.plus(Duration.ofMinutes(55));
        all.token("acme", INFRA);
        assertThat(hub.refused).isEqualTo(1);
        key = pem(fresh);
        here = here.plus(Duration.ofMinutes(10));
        all.token("acme", INFRA);
        assertThat(hub.refused).isEqualTo(1);
    }

    @Test
    void theNameIsAskedOnce() {
        Installations all = installations(Optional.empty());
        assertThat(all.slug()).isEqualTo("our-app");
        assertThat(all.slug()).isEqualTo("our-app");
        assertThat(hub.asked).containsExactly("GET /app");
    }

    @Test
    void noTokenIsEverToldInAMessage() {
        Installations all = installations(Optional.empty());
        String token = all.token("acme", INFRA).reveal();
        assertThat(all.redact("said " + token)).isEqualTo("said ****");
    }

    @Test
    void bothFormsOfAKeyAreRead() {
        String pkcs8 = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(PAIR.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        assertThat(AppKey.read(new Secret(pkcs8))).isEqualTo(PAIR.getPrivate());
        assertThat(AppKey.read(pem(PAIR))).isEqualTo(PAIR.getPrivate());
        assertThat(AppKey.read(new Secret(pem(PAIR).reveal().replace("\n", "\\n"))))
                .isEqualTo(PAIR.getPrivate());
    }

    @Test
    void whatIsNoKeyIsNamedAndNeverPrinted() {
        String damaged = pem(PAIR).reveal().replaceFirst("[A-Za-z0-9+/]{64}\n", "");
        for (String wrong : List.of("", "secret words", damaged, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nsecret\n")) {
            assertThatThrownBy(() -> AppKey.check(new Secret(wrong)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("private key of the GitHub App")
                    .hasMessageNotContaining("secret");
        }
    }

    // ---- a GitHub as far as Apps see it

    private final class Hub implements Installations.Desk {
        final List<String> asked = new ArrayList<>();
        final Map<String, Long> installed = new HashMap<>(Map.of("acme", 1L));
        KeyPair trusted = PAIR;
        Duration ahead = Duration.ZERO;
        boolean down;
        boolean onlyTheList;
        int refused;
        private int lent;

        @Override
        public Answer ask(String method, String path, Secret webToken) {
            if (down) {
                throw Unavailable.notDone("down", null);
            }
            if (!good(webToken.reveal())) {
                refused++;
                return answer(401, "{\"message\":\"no\"}");
            }
            asked.add(method + " " + path);
            if (path.equals("/app")) {
                return answer(200, "{\"slug\":\"our-app\"}");
            }
            if (method.equals("POST")) {
                long id = Long.parseLong(path.split("/")[3]);
                return installed.containsValue(id)
                        ? answer(
                                201,
                                "{\"token\":\"ghs_" + ++lent + "\",\"expires_at\":\""
                                        + here.plus(ahead).plus(Duration.ofHours(1)) + "\"}")
                        : answer(404, "{}");
            }
            if (onlyTheList && path.startsWith("/app/installations?")) {
                return answer(
                        200,
                        "[{\"id\":9,\"account\":{\"login\":\"other\"}},{\"id\":1,\"account\":{\"login\":\"acme\"}}]");
            }
            Long id = onlyTheList ? null : installed.get(path.split("/")[2]);
            return id == null ? answer(404, "{}") : answer(200, "{\"id\":" + id + "}");
        }

        private boolean good(String webToken) {
            try {
                String[] parts = webToken.split("\\.");
                Signature signature = Signature.getInstance("SHA256withRSA");
                signature.initVerify(trusted.getPublic());
                signature.update((parts[0] + "." + parts[1]).getBytes(UTF_8));
                JsonNode claims =
                        new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
                long now = here.plus(ahead).getEpochSecond();
                return signature.verify(Base64.getUrlDecoder().decode(parts[2]))
                        && claims.path("iss").asText().equals("123")
                        && claims.path("iat").asLong() <= now
                        && claims.path("exp").asLong() > now
                        && claims.path("exp").asLong() <= now + 600;
            } catch (GeneralSecurityException | IOException e) {
                throw new AssertionError(e);
            }
        }

        private Answer answer(int status, String body) {
            String date =
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(here.plus(ahead).atOffset(ZoneOffset.UTC));
            return new Answer(status, Map.of("Date", List.of(date)), body.getBytes(UTF_8));
        }

        @Override
        public RuntimeException meaning(String method, String path, Answer answer) {
            return answer.status() == 404
                    ? new Refused(Refused.Kind.NOT_FOUND, Problem.of("not there", "", ""))
                    : Unavailable.notDone("not accepted", null);
        }

        @Override
        public RuntimeException unreadable(String method, String path, String why) {
            return new IllegalStateException(why);
        }
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** PKCS#1, which is what follows the 26 bytes that PKCS#8 puts in front for a key of this size. */
    private static Secret pem(KeyPair pair) {
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        byte[] pkcs1 = java.util.Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
        return new Secret("-----BEGIN RSA PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pkcs1)
                + "\n-----END RSA PRIVATE KEY-----\n");
    }
}
