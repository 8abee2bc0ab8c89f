package io.tidelock.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.port.Refused;
import io.tidelock.core.secret.Secret;
import io.tidelock.testkit.contract.HeldLease;
import io.tidelock.testkit.contract.Sample;
import io.tidelock.testkit.contract.TestClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
    private final TestClock clock = new TestClock();

    @TempDir
    private Path data;

    private static Secret secret(char fill) {
        return new Secret(Base64.getEncoder()
                .encodeToString(String.valueOf(fill).repeat(32).getBytes(StandardCharsets.US_ASCII)));
    }

    private StoreSettings with(char fill) {
        return new StoreSettings(data, Optional.of(secret(fill)), Optional.empty());
    }

    private void keepAState(StoreSettings settings) {
        try (Store store = Store.open(settings, clock)) {
            store.jobs().add(Sample.plan(Sample.pull(1)), clock.instant());
            HeldLease lease = HeldLease.of(store.jobs()
                    .claim("w", clock.instant(), clock.in(Duration.ofDays(1)))
                    .orElseThrow());
            store.states().keep(lease, Sample.INFRA, Sample.NETWORK, Sample.bytes("state"));
        }
    }

    private void assertStateOpens(StoreSettings settings) {
        try (Store store = Store.open(settings, clock)) {
            assertThat(store.states().state(Sample.INFRA, Sample.NETWORK))
                    .hasValueSatisfying(state -> assertThat(state).isEqualTo(Sample.bytes("state")));
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aKeyIsMadeThatOnlyItsOwnerMayRead() throws IOException {
        Store.open(StoreSettings.in(data), clock).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("key"))))
                .isEqualTo("rw-------");
        assertThat(Base64.getDecoder()
                        .decode(Files.readString(data.resolve("key")).strip()))
                .hasSize(32);
    }

    @Test
    void theKeyThatWasMadeIsUsedAgain() {
        keepAState(StoreSettings.in(data));

        assertStateOpens(StoreSettings.in(data));
    }

    @Test
    void aKeyInTheSettingsWritesNoFile() {
        keepAState(with('a'));

        assertThat(data.resolve("key")).doesNotExist();
        assertStateOpens(with('a'));
    }

    @Test
    void aKeyFileElsewhereIsRead(@TempDir Path elsewhere) throws IOException {
        Path file = Files.writeString(elsewhere.resolve("k"), secret('a').reveal() + "\n");
        keepAState(new StoreSettings(data, Optional.empty(), Optional.of(file)));

        assertThat(data.resolve("key")).doesNotExist();
        assertStateOpens(with('a'));
    }

    @Test
    void aMissingKeyFileIsRefused() {
        StoreSettings settings = new StoreSettings(data, Optional.empty(), Optional.of(data.resolve("nowhere")));

        assertThatThrownBy(() -> Store.open(settings, clock))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("nowhere")
                .hasMessageContaining("openssl rand -base64 32");
    }

    @Test
    void aWrongKeyIsRefusedWhenThereIsSomethingToDecrypt() {
        keepAState(with('a'));

        assertThatThrownBy(() -> Store.open(with('b'), clock))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("the key does not fit");
        assertStateOpens(with('a'));
    }

    @Test
    void aKeyMayBeChangedWhileThereIsNothingToDecrypt() {
        Store.open(with('a'), clock).close();

        keepAState(with('b'));

        assertStateOpens(with('b'));
    }

    @Test
    void aLostKeyIsRefusedAndNoNewOneIsMade() throws IOException {
        keepAState(StoreSettings.in(data));
        Files.delete(data.resolve("key"));

        assertThatThrownBy(() -> Store.open(StoreSettings.in(data), clock))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("there is no key");
        assertThat(data.resolve("key")).doesNotExist();
    }

    @Test
    void aKeyOfTheWrongSizeOrFormIsRefusedWithoutShowingIt() {
        for (String wrong : new String[] {"c2hvcnQ=", "not base64 at all!", ""}) {
            StoreSettings settings = new StoreSettings(data, Optional.of(new Secret(wrong)), Optional.empty());

            assertThatThrownBy(() -> Store.open(settings, clock))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("32 bytes in base64")
                    .hasMessageNotContaining(wrong.isEmpty() ? "\u0000" : wrong);
        }
    }
}
