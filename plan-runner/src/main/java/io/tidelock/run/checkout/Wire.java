package io.tidelock.run.checkout;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.GitRemote;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * The http connections of one fetch. The credential is sent at once, which saves the round trip of being asked for it, but only
 * to the very scheme, host and port it was given for: a redirect elsewhere goes without. Remembers the last answer, since JGit
 * tells failures apart by text only.
 */
final class Wire implements HttpConnectionFactory {
    private final CheckoutSettings settings;
    private final Patience patience;
    private final String origin;
    private final Optional<String> authorization;
    private @Nullable WireConnection last;
    private int status;
    private Optional<Duration> retryAfter = Optional.empty();

    Wire(CheckoutSettings settings, Patience patience, URI address, GitRemote remote) {
        this.settings = settings;
        this.patience = patience;
        this.origin = origin(address);
        this.authorization = remote.user()
                .flatMap(user -> remote.password().map(password -> user + ":" + password.reveal()))
                .map(pair -> "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return create(url, null);
    }

    @Override
    public HttpConnection create(URL url, @Nullable Proxy jgits) throws IOException {
        patience.check();
        if (last != null) {
            last.release();
        }
        URI address = URI.create(url.toString());
        Proxy proxy = settings.proxies()
                .map(selector -> first(selector, address))
                .orElse(jgits == null ? Proxy.NO_PROXY : jgits);
        HttpURLConnection connection = (HttpURLConnection) url.openConnection(proxy);
        if (connection instanceof HttpsURLConnection secure) {
            settings.tls().ifPresent(secure::setSSLSocketFactory);
        }
        if (origin.equals(origin(address))) {
            authorization.ifPresent(value -> connection.setRequestProperty("Authorization", value));
        }
        last = new WireConnection(connection, this::note, patience);
        return last;
    }

    private void note(int answer, @Nullable String retry) {
        status = answer;
        retryAfter = Optional.empty();
        if (retry != null && retry.strip().matches("\\d{1,6}")) {
            retryAfter = Optional.of(Duration.ofSeconds(Long.parseLong(retry.strip())));
        }
    }

    /** The last http status, 0 when nothing was answered. */
    int status() {
        return status;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** An address without user, password, query and fragment; http or https only. */
    static URI address(String url) {
        try {
            URI given = new URI(url.strip());
            String scheme = String.valueOf(given.getScheme()).toLowerCase(Locale.ROOT);
            if (given.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
                String port = given.getPort() == -1 ? "" : ":" + given.getPort();
                return new URI(scheme + "://" + given.getHost() + port + given.getRawPath());
            }
        } catch (URISyntaxException e) {
            // told below, without the address: it may hold a password
        }
        throw new Refused(
                Refused.Kind.NOT_ACCEPTABLE,
                Problem.of(
                        "the repository's git address cannot be used",
                        "an address such as https://host/owner/name.git",
                        "See which clone address the host gives for this repository."));
    }

    private static Proxy first(ProxySelector selector, URI address) {
        List<Proxy> proxies = selector.select(address);
        return proxies == null || proxies.isEmpty() ? Proxy.NO_PROXY : proxies.getFirst();
    }

    private static String origin(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        int port = address.getPort() != -1 ? address.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + String.valueOf(address.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
    }
}
