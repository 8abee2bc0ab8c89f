package io.tidelock.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.port.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VaultTest {
    private static final byte[] LABEL = Vault.label("plan", "acme/infra", "1");
    private static final byte[] PLAIN = "resource ".repeat(1000).getBytes(StandardCharsets.UTF_8);

    private final Vault vault = new Vault(key(1));

    private static byte[] key(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return key;
    }

    @Test
    void whatIsSealedOpensToTheByteWhateverItsSize() {
        Random random = new Random(1);
        for (int size : new int[] {0, 1, 31, 32, 33, 65_535, 65_536, 65_537, 2_000_000}) {
            byte[] plain = new byte[size];
            random.nextBytes(plain);

            assertThat(vault.open(LABEL, vault.seal(LABEL, plain), "it")).isEqualTo(plain);
        }
    }

    @Test
    void theSameBytesAreNeverSealedTheSameWay() {
        assertThat(vault.seal(LABEL, PLAIN)).isNotEqualTo(vault.seal(LABEL, PLAIN));
    }

    @Test
    void whatRepeatsIsPacked() {
        assertThat(vault.seal(LABEL, PLAIN)).hasSizeLessThan(PLAIN.length / 10);
    }

    @Test
    void whatIsSealedDoesNotShow() {
        assertThat(new String(vault.seal(LABEL, PLAIN), StandardCharsets.ISO_8859_1))
                .doesNotContain("resource");
    }

    @Test
    void everyChangedByteIsNoticed() {
        byte[] sealed = vault.seal(LABEL, "state".getBytes(StandardCharsets.UTF_8));
        for (int at = 0; at < sealed.length; at++) {
            byte[] changed = sealed.clone();
            changed[at] ^= 1;

            assertThatThrownBy(() -> vault.open(LABEL, changed, "the state"))
                    .as("byte %d", at)
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("the state cannot be read");
        }
    }

    @Test
    void whatIsCutShortIsNoticed() {
        byte[] sealed = vault.seal(LABEL, PLAIN);

        for (int length : new int[] {0, 1, 21, sealed.length - 1}) {
            assertThatThrownBy(() -> vault.open(LABEL, Arrays.copyOf(sealed, length), "the state"))
                    .isInstanceOf(Refused.class);
        }
    }

    @Test
    void whatIsSealedUnderOneLabelDoesNotOpenUnderAnother() {
        byte[] sealed = vault.seal(Vault.label("plan", "acme/infra", "1"), PLAIN);

        assertThatThrownBy(() -> vault.open(Vault.label("plan", "acme/infra", "2"), sealed, "the plan"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("belong to another row");
    }

    @Test
    void labelsOfDifferentPartsDiffer() {
        assertThat(Vault.label("ab", "c")).isNotEqualTo(Vault.label("a", "bc"));
        assertThat(Vault.label("ab")).isNotEqualTo(Vault.label("a", "b"));
        assertThat(Vault.label("a", "")).isNotEqualTo(Vault.label("a"));
    }

    @Test
    void anotherKeyIsNamed() {
        byte[] sealed = new Vault(key(2)).seal(LABEL, PLAIN);

        assertThatThrownBy(() -> vault.open(LABEL, sealed, "the plan"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("it was encrypted with key");
    }
}
