package io.tidelock.server.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.sandbox.http.Authority;
import io.tidelock.server.Server;
import io.tidelock.server.cli.ServerCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server serves https by itself, with the operator's certificate. */
class HttpsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private X509Certificate certificate;

    @SuppressWarnings("NullAway.Init")
    private Path chain;

    @SuppressWarnings("NullAway.Init")
    private Path key;

    /** Any will do: the sandbox's own is at hand. */
    @BeforeEach
    void certificate() throws GeneralSecurityException, IOException {
        Path ca = Files.createDirectory(folder.resolve("ca"));
        Authority.in(ca);
        char[] password = "sandbox".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(ca.resolve("ca.p12"))) {
            store.load(in, password);
        }
        certificate = (X509Certificate) store.getCertificate("ca");
        chain = pem("cert.pem", "CERTIFICATE", certificate.getEncoded());
        key = pem("key.pem", "PRIVATE KEY", store.getKey("ca", password).getEncoded());
    }

    @Test
    void pagesAreServedOverHttps() throws GeneralSecurityException, IOException {
        try (Server server = start(chain, key)) {
            assertThat(server.address().getScheme()).isEqualTo("https");
            assertThat(ask(server, "/healthz")).startsWith("HTTP/1.1 200").contains("{\"status\":\"ok\"}");
            assertThat(ask(server, "/locks")).startsWith("HTTP/1.1 200");
            try (Socket plain = new Socket("localhost", server.port())) {
                assertThat(ask(plain, "/healthz")).doesNotContain("200 OK");
            }
        }
    }

    @Test
    void whatIsWrongWithTheFilesStopsTheStart() throws GeneralSecurityException, IOException {
        Path nothing = Files.writeString(folder.resolve("nothing.pem"), "nothing\n");
        byte[] another = KeyPairGenerator.getInstance("EC")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        Path others = pem("others.pem", "PRIVATE KEY", another);

        assertThatThrownBy(() -> start(chain, folder.resolve("none.pem")))
                .hasMessageContaining("none.pem cannot be read")
                .hasMessageContaining("--ssl-key-file");
        assertThatThrownBy(() -> start(chain, nothing)).hasMessageContaining("no private key in " + nothing);
        assertThatThrownBy(() -> start(nothing, nothing)).hasMessageContaining("no certificate in " + nothing);
        assertThatThrownBy(() -> start(chain, others)).hasMessageContaining("is not that of the first certificate");
    }

    private Server start(Path certificateFile, Path keyFile) {
        return ServerCommand.start(
                Door.flags(
                        folder.resolve("data"),
                        List.of("--gh-webhook-secret=" + Door.SECRET),
                        List.of("--ssl-cert-file=" + certificateFile, "--ssl-key-file=" + keyFile)),
                Map.of("PATH", "/usr/local/bin:/usr/bin:/bin"),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    }

    /** Speaks to whoever shows the very certificate that the operator gave. */
    private String ask(Server server, String path) throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Known()}, null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", server.port())) {
            String answer = ask(socket, path);
            assertThat(socket.getSession().getPeerCertificates()).containsExactly(certificate);
            return answer;
        }
    }

    private static String ask(Socket socket, String path) throws IOException {
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private Path pem(String name, String kind, byte[] bytes) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return Files.writeString(
                folder.resolve(name), "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    /** Whom it is shown is looked at afterwards. */
    private static final class Known extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] shown, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
