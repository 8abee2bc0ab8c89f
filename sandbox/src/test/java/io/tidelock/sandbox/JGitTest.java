package io.tidelock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.TransportCommand;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Git without a git program, over https with the sandbox's own authority. */
class JGitTest {
    @TempDir
    @Nullable
    Path temporary;

    @Test
    void clonesPushesAndFetchesByHash() throws Exception {
        Path folder = Objects.requireNonNull(temporary);
        try (Sandbox sandbox = Sandbox.start(SandboxSettings.in(folder.resolve("data")))) {
            String first = commit(sandbox, "main", "# one\n");
            commit(sandbox, "main", "# two\n");
            sandbox.setPrivate("owner/infra", true);
            Path work = folder.resolve("work");
            Git.cloneRepository()
                    .setURI(sandbox.httpsUrl() + "/owner/infra.git")
                    .setDirectory(work.toFile())
                    .setDepth(1)
                    .setCredentialsProvider(credentials(sandbox))
                    .setTransportConfigCallback(transport ->
                            ((TransportHttp) transport).setHttpConnectionFactory(new Trusting(sandbox.caCertificate())))
                    .call()
                    .close();
            assertThat(work.resolve("main.tf")).hasContent("# two\n");
            try (Git git = Git.open(work.toFile())) {
                Files.writeString(work.resolve("main.tf"), "# three\n");
                git.commit()
                        .setAll(true)
                        .setMessage("Three")
                        .setAuthor("Ann", "ann@example.test")
                        .setCommitter("Ann", "ann@example.test")
                        .setSign(false)
                        .call();
                prepared(git.push().setRefSpecs(new RefSpec("HEAD:refs/heads/feature")), sandbox)
                        .call();
                PullId pull = sandbox.openPull("owner/infra", "Three", "feature", "main", "owner");
                assertThat(sandbox.pull(pull).headSha())
                        .isEqualTo(git.getRepository().resolve("HEAD").name());
                prepared(git.fetch().setRefSpecs(new RefSpec(first + ":refs/fetched")), sandbox)
                        .call();
                assertThat(git.getRepository().getObjectDatabase().has(ObjectId.fromString(first)))
                        .isTrue();
                prepared(git.fetch().setRefSpecs(new RefSpec("refs/pull/1/head:refs/pull/1")), sandbox)
                        .call();
                assertThat(git.getRepository()
                                .exactRef("refs/pull/1")
                                .getObjectId()
                                .name())
                        .isEqualTo(sandbox.pull(pull).headSha());
            }
        }
    }

    private static String commit(Sandbox sandbox, String branch, String text) {
        if (sandbox.repositories().isEmpty()) {
            sandbox.createRepository("owner", "infra");
        }
        return sandbox.commitFiles("owner/infra", branch, Map.of("main.tf", text), text, "owner");
    }

    private static UsernamePasswordCredentialsProvider credentials(Sandbox sandbox) {
        return new UsernamePasswordCredentialsProvider("anyone", sandbox.token("owner"));
    }

    private static <C extends TransportCommand<C, ?>> C prepared(C command, Sandbox sandbox) {
        return command.setCredentialsProvider(credentials(sandbox))
                .setTransportConfigCallback(transport ->
                        ((TransportHttp) transport).setHttpConnectionFactory(new Trusting(sandbox.caCertificate())));
    }

    /** Trusts one authority. */
    private static final class Trusting extends JDKHttpConnectionFactory {
        private final Path pem;

        Trusting(Path pem) {
            this.pem = pem;
        }

        @Override
        public HttpConnection create(URL url) throws IOException {
            return trusting(super.create(url));
        }

        @Override
        public HttpConnection create(URL url, Proxy proxy) throws IOException {
            return trusting(super.create(url, proxy));
        }

        private HttpConnection trusting(HttpConnection connection) throws IOException {
            try (var in = Files.newInputStream(pem)) {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                store.setCertificateEntry(
                        "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
                TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                trust.init(store);
                TrustManager[] managers = trust.getTrustManagers();
                connection.configure(null, managers, null);
                return connection;
            } catch (GeneralSecurityException e) {
                throw new IOException(e);
            }
        }
    }
}
