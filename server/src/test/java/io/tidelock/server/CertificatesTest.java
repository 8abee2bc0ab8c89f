package io.tidelock.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificatesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void keysOfEveryKindAreRead(String kind) throws GeneralSecurityException, IOException {
        PrivateKey key = KeyPairGenerator.getInstance(kind).generateKeyPair().getPrivate();

        assertThat(Certificates.key(file("PRIVATE KEY", key.getEncoded()))).isEqualTo(key);
    }

    @Test
    void theOlderFormOfRsaIsReadToo() throws GeneralSecurityException, IOException {
        PrivateKey key = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
        byte[] inner = Arrays.copyOfRange(key.getEncoded(), 26, key.getEncoded().length);

        assertThat(Certificates.key(file("RSA PRIVATE KEY", inner))).isEqualTo(key);
    }

    @Test
    void whatIsNoKeyIsSaid() throws IOException {
        Path none = file("PRIVATE KEY", new byte[] {1, 2, 3});
        Path locked = file("ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3});

        assertThatThrownBy(() -> Certificates.key(none)).hasMessageContaining("of no known kind");
        assertThatThrownBy(() -> Certificates.key(locked)).hasMessageContaining("openssl pkcs8 -topk8 -nodes");
    }

    private Path file(String kind, byte[] bytes) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return Files.writeString(
                Files.createTempFile(folder, "key", ".pem"),
                "some words before\n-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }
}
