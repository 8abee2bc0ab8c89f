package io.tidelock.sandbox.hook;

import io.tidelock.sandbox.json.Links;
import io.tidelock.sandbox.model.Hook;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Sends one webhook and waits for its answer, ten seconds at most. */
final class Sender implements AutoCloseable {
    /** A webhook on its way, with the address and secret its hook had at that moment. */
    record Parcel(Hook hook, long id, String guid, String event, String action, byte[] payload, boolean redelivery) {}

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LONGEST_ANSWER = 4096;
    private static final String GITLAB_VERSION = "18.0.0-ee";

    private final Links links;
    private final String version;
    private final Clock clock;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final HttpClient trusting = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .sslContext(trustAll())
            .build();

    Sender(Links links, String version, Clock clock) {
        this.links = links;
        this.version = version;
        this.clock = clock;
    }

    Delivery send(Parcel parcel) {
        Hook hook = parcel.hook();
        boolean form = hook.contentType.equals("form");
        byte[] body = form
                ? ("payload="
                                + URLEncoder.encode(
                                        new String(parcel.payload(), StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8)
                : parcel.payload();
        Map<String, String> headers = headers(parcel, form, body);
        Instant begin = clock.instant();
        int code = 0;
        String status;
        Map<String, String> answerHeaders = new LinkedHashMap<>();
        String answer = "";
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(hook.url))
                    .timeout(PATIENCE)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body));
            headers.forEach(request::header);
            HttpResponse<String> response =
                    (hook.insecureSsl ? trusting : client).send(request.build(), HttpResponse.BodyHandlers.ofString());
            code = response.statusCode();
            status = code >= 200 && code < 300 ? "OK" : "Invalid HTTP Response: " + code;
            response.headers().map().forEach((name, values) -> answerHeaders.put(name, String.join(", ", values)));
            String text = response.body();
            answer = text.substring(0, Math.min(text.length(), LONGEST_ANSWER));
        } catch (HttpTimeoutException e) {
            status = "timed out";
        } catch (IOException | IllegalArgumentException e) {
            status = "failed to connect to host";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            status = "interrupted";
        }
        return new Delivery(
                parcel.id(),
                hook.id,
                parcel.guid(),
                begin,
                parcel.redelivery(),
                Duration.between(begin, clock.instant()),
                parcel.event(),
                parcel.action(),
                code,
                status,
                headers,
                parcel.payload(),
                answerHeaders,
                answer);
    }

    /** Of GitLab's ids of a webhook only the idempotency key is the same when it is sent again. */
    private Map<String, String> gitLabHeaders(Parcel parcel) {
        Hook hook = parcel.hook();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "GitLab/" + GITLAB_VERSION);
        headers.put("X-Gitlab-Event", parcel.event());
        headers.put("X-Gitlab-Webhook-UUID", new UUID(hook.repo.id, hook.id).toString());
        headers.put("X-Gitlab-Instance", links.base());
        headers.put("X-Gitlab-Event-UUID", UUID.randomUUID().toString());
        headers.put("Idempotency-Key", parcel.guid());
        String secret = hook.secret;
        if (secret != null && !secret.isEmpty()) {
            headers.put("X-Gitlab-Token", secret);
        }
        return headers;
    }

    private Map<String, String> headers(Parcel parcel, boolean form, byte[] body) {
        Hook hook = parcel.hook();
        if (hook.gitlab) {
            return gitLabHeaders(parcel);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "*/*");
        headers.put("Content-Type", form ? "application/x-www-form-urlencoded" : "application/json");
        headers.put("User-Agent", "GitHub-Hookshot/sandbox");
        headers.put("X-GitHub-Delivery", parcel.guid());
        headers.put("X-GitHub-Enterprise-Host", links.host());
        headers.put("X-GitHub-Enterprise-Version", version);
        headers.put("X-GitHub-Event", parcel.event());
        headers.put("X-GitHub-Hook-ID", Long.toString(hook.id));
        headers.put("X-GitHub-Hook-Installation-Target-ID", Long.toString(hook.repo.id));
        headers.put("X-GitHub-Hook-Installation-Target-Type", "repository");
        String secret = hook.secret;
        if (secret != null && !secret.isEmpty()) {
            headers.put("X-Hub-Signature", "sha1=" + Signature.hex("HmacSHA1", secret, body));
            headers.put("X-Hub-Signature-256", "sha256=" + Signature.hex("HmacSHA256", secret, body));
        }
        return headers;
    }

    @Override
    public void close() {
        client.shutdownNow();
        trusting.shutdownNow();
    }

    /** For hooks that say insecure_ssl, as the real host offers it. */
    private static SSLContext trustAll() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anyone()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Anyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
