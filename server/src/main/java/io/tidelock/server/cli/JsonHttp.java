package io.tidelock.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks a host's API in JSON, as one person. */
final class JsonHttp implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI api;
    private final Map<String, String> headers;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** @param headers of every request to the API, the credential among them */
    JsonHttp(URI api, Map<String, String> headers) {
        this.api = api;
        this.headers = Map.copyOf(headers);
    }

    /** Any JSON that is open on this machine. */
    JsonNode look(URI address) {
        return read(exchange(HttpRequest.newBuilder(address).GET().build()));
    }

    /** The text of an open page of this machine; status and text where it is answered with anything but 200. */
    String page(URI address) {
        HttpResponse<String> response = exchange(HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(30))
                .GET()
                .build());
        return response.statusCode() == 200 ? response.body() : response.statusCode() + " " + response.body();
    }

    /** The answer to a request that must succeed. */
    JsonNode send(String method, String path, @Nullable Object body) {
        HttpResponse<String> response = call(method, path, body);
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(method + " " + path + " was answered " + response.statusCode() + ": "
                    + read(response).path("message").asText());
        }
        return read(response);
    }

    HttpResponse<String> call(String method, String path, @Nullable Object body) {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(api + path)).timeout(Duration.ofSeconds(30));
            headers.forEach(request::header);
            return exchange(request.method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build());
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(request.method() + " " + request.uri() + " got no answer", broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stop);
        }
    }

    static JsonNode read(HttpResponse<String> response) {
        try {
            return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
        } catch (IOException notJson) {
            return JSON.createObjectNode().put("message", response.body());
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
