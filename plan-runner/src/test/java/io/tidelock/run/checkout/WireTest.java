package io.tidelock.run.checkout;

import static io.tidelock.run.checkout.Scene.START;
import static io.tidelock.run.checkout.Scene.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidelock.core.change.PullRequest;
import io.tidelock.core.port.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WireTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    @Test
    void aPrivateAuthorityIsTrustedWhenItIsGiven() throws Exception {
        SSLContext tls = selfSigned();
        try (Scene scene = new Scene(folder, new GitHost(folder.resolve("host"), Optional.of(tls)))) {
            PullRequest pull = scene.pull(1, scene.push(1, with(START, "a/main.tf", "x")));
            assertThatExceptionOfType(Unavailable.class)
                    .isThrownBy(() -> scene.prepare(pull))
                    .withMessageContaining("certificate")
                    .withMessageContaining("private authority");

            scene.checkouts = JGitCheckouts.with(settings(scene, Optional.of(tls), Optional.empty()));
            assertThat(scene.merged(pull).heads().head()).isEqualTo(pull.head().sha());
        }
    }

    @Test
    void theRequestsOfAFetchShareOneSecureConnection() throws Exception {
        SSLContext tls = selfSigned();
        try (Scene scene = new Scene(folder, new GitHost(folder.resolve("host"), Optional.of(tls)))) {
            scene.checkouts = JGitCheckouts.with(settings(scene, Optional.of(tls), Optional.empty()));
            scene.merged(scene.pull(1, scene.push(1, with(START, "a/main.tf", "x"))));

            assertThat(scene.host.requests()).hasSizeGreaterThan(1);
            assertThat(scene.host.requests())
                    .extracting(GitHost.Request::port)
                    .containsOnly(scene.host.requests().getFirst().port());
        }
    }

    @Test
    void goesThroughTheProxyThatIsGiven() {
        try (Scene scene = new Scene(folder)) {
            PullRequest pull = scene.pull(1, scene.push(1, with(START, "a/main.tf", "x")));
            List<URI> asked = new CopyOnWriteArrayList<>();
            ProxySelector closed = new ProxySelector() {
                @Override
                public List<Proxy> select(URI address) {
                    asked.add(address);
                    return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("localhost", 1)));
                }

                @Override
                public void connectFailed(URI address, SocketAddress socket, IOException failure) {}
            };
            scene.checkouts = JGitCheckouts.with(settings(scene, Optional.empty(), Optional.of(closed)));

            assertThatExceptionOfType(Unavailable.class)
                    .isThrownBy(() -> scene.prepare(pull))
                    .withMessageContaining("no connection");
            assertThat(asked).isNotEmpty();
            assertThat(scene.host.requests()).isEmpty();
        }
    }

    private static CheckoutSettings settings(Scene scene, Optional<SSLContext> tls, Optional<ProxySelector> proxies) {
        return new CheckoutSettings(
                scene.data,
                Duration.ofSeconds(20),
                Duration.ofMinutes(1),
                tls.map(SSLContext::getSocketFactory),
                proxies);
    }

    private SSLContext selfSigned() throws Exception {
        Path store = folder.resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "host",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("host", keys.getCertificate("host"));
        TrustManagerFactory others = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        others.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), others.getTrustManagers(), null);
        return tls;
    }
}
