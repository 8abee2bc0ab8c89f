package io.tidelock.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** How every outbound connection is made: whom it trusts, and through which proxy it goes. */
final class Outbound {
    private Outbound() {}

    /**
     * Trusts what Java trusts and, besides, the certificates in a PEM file.
     *
     * @throws IllegalArgumentException when the file cannot be read or holds no certificate, saying so
     */
    static SSLContext trusting(Optional<Path> caFile) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (X509Certificate certificate : usual()) {
                store.setCertificateEntry("usual-" + number++, certificate);
            }
            if (caFile.isPresent()) {
                for (Certificate certificate : read(caFile.get())) {
                    store.setCertificateEntry("given-" + number++, certificate);
                }
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalStateException("TLS is not available: " + broken.getMessage(), broken);
        }
    }

    private static List<? extends Certificate> read(Path file) throws GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            List<? extends Certificate> certificates =
                    List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException(
                        "no certificate in " + file + ", expected a PEM file of CA certificates");
            }
            return certificates;
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new IllegalArgumentException(
                    "the CA file " + file + " cannot be read: " + unreadable.getMessage()
                            + ", expected a PEM file of CA certificates",
                    unreadable);
        }
    }

    private static List<X509Certificate> usual() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager trust) {
                return List.of(trust.getAcceptedIssuers());
            }
        }
        return List.of();
    }

    /** Proxies as {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} say, in capitals or not. */
    static ProxySelector proxies(Map<String, String> environment) {
        return new EnvironmentProxies(
                proxy(environment, "HTTPS_PROXY"), proxy(environment, "HTTP_PROXY"), value(environment, "NO_PROXY"));
    }

    private static Optional<Proxy> proxy(Map<String, String> environment, String name) {
        return value(environment, name).map(address -> proxy(name, address));
    }

    /** The address may hold a password, so what is wrong is said without it. */
    private static Proxy proxy(String name, String address) {
        try {
            URI uri = new URI(address.contains("://") ? address : "http://" + address);
            if (uri.getRawUserInfo() != null) {
                throw new IllegalArgumentException(
                        name + " holds a user and a password, which is not supported yet, expected http://HOST:PORT");
            }
            if (uri.getHost() != null && "http".equalsIgnoreCase(uri.getScheme())) {
                return new Proxy(
                        Proxy.Type.HTTP,
                        InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort() > 0 ? uri.getPort() : 80));
            }
        } catch (URISyntaxException notAnAddress) {
            // said below
        }
        throw new IllegalArgumentException(name + " is not the address of an HTTP proxy, expected http://HOST:PORT");
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .or(() -> Optional.ofNullable(environment.get(name.toLowerCase(Locale.ROOT))))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static final class EnvironmentProxies extends ProxySelector {
        private final Optional<Proxy> https;
        private final Optional<Proxy> http;
        private final List<String> direct;

        private EnvironmentProxies(Optional<Proxy> https, Optional<Proxy> http, Optional<String> none) {
            this.https = https;
            this.http = http;
            this.direct = none.map(list -> List.of(list.toLowerCase(Locale.ROOT).split("[,\\s]+")))
                    .orElse(List.of());
        }

        @Override
        public List<Proxy> select(URI uri) {
            String host = Optional.ofNullable(uri.getHost()).orElse("").toLowerCase(Locale.ROOT);
            Optional<Proxy> proxy = "https".equalsIgnoreCase(uri.getScheme()) ? https : http;
            return proxy.isEmpty() || direct(host, uri.getPort()) ? List.of(Proxy.NO_PROXY) : List.of(proxy.get());
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {}

        private boolean direct(String host, int port) {
            return host.equals("localhost")
                    || host.matches("127(\\.[0-9]{1,3}){3}")
                    || host.equals("[::1]")
                    || direct.stream().anyMatch(entry -> matches(entry, host, port));
        }

        /** {@code *}, a name with or without port, or the end of a name: {@code .acme.example} and {@code acme.example}. */
        private static boolean matches(String entry, String host, int port) {
            if (entry.isEmpty()) {
                return false;
            }
            if (entry.equals("*")) {
                return true;
            }
            String name = entry.replaceFirst("^\\*?\\.", "");
            int colon = name.lastIndexOf(':');
            if (colon > 0 && name.indexOf(':') == colon) {
                if (!name.substring(colon + 1).equals(String.valueOf(port))) {
                    return false;
                }
                name = name.substring(0, colon);
            }
            return host.equals(name) || host.endsWith("." + name);
        }
    }
}
