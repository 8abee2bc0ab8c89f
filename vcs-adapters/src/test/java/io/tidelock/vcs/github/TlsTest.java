package io.tidelock.vcs.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.Permission;
import io.tidelock.core.secret.Secret;
import io.tidelock.sandbox.Sandbox;
import io.tidelock.vcs.http.Network;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** An Enterprise server with a certificate of the house. */
class TlsTest {
    private final Sandbox sandbox = Box.sandbox();
    private final String host = "localhost:" + URI.create(sandbox.httpsUrl()).getPort();

    private Permission ask(Network network) {
        String name = sandbox.createRepository(Box.OWNER, Box.newName());
        Secret token = new Secret(sandbox.token(Box.OWNER));
        return GitHub.connect(new GitHubSettings(host, Optional.empty(), () -> token, Optional.empty()), network)
                .pullReader()
                .permission(new RepoRef(host, name), Actor.person(Box.OWNER));
    }

    @Test
    void aCertificateThatIsTrustedOpensTheDoor() throws IOException, GeneralSecurityException {
        assertThat(ask(Network.plain(InstantSource.system()).trust(trusting()))).isEqualTo(Permission.ADMIN);
    }

    @Test
    void aStrangersCertificateDoesNot() {
        assertThatThrownBy(() -> ask(Network.plain(InstantSource.system())))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("no secure connection to " + host);
    }

    private SSLContext trusting() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(sandbox.caCertificate())) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
