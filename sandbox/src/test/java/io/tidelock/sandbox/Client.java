package io.tidelock.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Asks the API as a program would, trusting the sandbox's authority. */
final class Client {
    /** An answer; the JSON is missing when the body is none. */
    record Got(int status, JsonNode json, String text, HttpResponse<String> response) {
        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonNode at(String pointer) {
            return json.at(pointer);
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final String base;
    private final String api;
    private final @Nullable String token;

    private Client(HttpClient http, String base, String api, @Nullable String token) {
        this.http = http;
        this.base = base;
        this.api = api;
        this.token = token;
    }

    static Client https(Sandbox sandbox, String user) {
        return new Client(trusting(sandbox.caCertificate()), sandbox.httpsUrl(), "/api/v3", sandbox.token(user));
    }

    /** Speaks to GitLab's API, with its own header for the token. */
    static Client gitlab(Sandbox sandbox, String user) {
        return new Client(trusting(sandbox.caCertificate()), sandbox.httpsUrl(), "/api/v4", sandbox.token(user));
    }

    static Client http(Sandbox sandbox, String user) {
        return new Client(HttpClient.newHttpClient(), sandbox.httpUrl(), "/api/v3", sandbox.token(user));
    }

    Client as(@Nullable String otherToken) {
        return new Client(http, base, api, otherToken);
    }

    Got get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    Got post(String path, String body) {
        return method("POST", path, body);
    }

    Got method(String method, String path, String body) {
        return send(request(path).method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path, String... headers) {
        String root = path.startsWith("/_") || path.startsWith("//")
                ? base + path.replaceFirst("^//", "/")
                : base + api + path;
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root)).timeout(Duration.ofSeconds(20));
        if (token != null) {
            if (api.endsWith("v4")) {
                request.header("PRIVATE-TOKEN", token).header("Content-Type", "application/json");
            } else {
                request.header("Authorization", "token " + token);
            }
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    private Got send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            JsonNode json = type.contains("json") && !response.body().isEmpty()
                    ? JSON.readTree(response.body())
                    : JSON.missingNode();
            return new Got(response.statusCode(), json, response.body(), response);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpClient trusting(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return HttpClient.newBuilder().sslContext(context).build();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
