package io.tidelock.vcs.gitlab;

import io.tidelock.vcs.http.Answer;
import io.tidelock.vcs.http.Call;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.core.Configuration;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.glassfish.jersey.client.ClientRequest;
import org.glassfish.jersey.client.ClientResponse;
import org.glassfish.jersey.client.HttpUrlConnectorProvider;
import org.glassfish.jersey.client.spi.AsyncConnectorCallback;
import org.glassfish.jersey.client.spi.Connector;
import org.glassfish.jersey.client.spi.ConnectorProvider;

/**
 * Makes gitlab4j send through us instead of the JDK's {@code HttpURLConnection}, which repeats a POST whose answer was lost, knows
 * neither our certificates nor our time limits, and follows any redirect. Jersey finds it as a service, which is why it is public;
 * a client that does not carry {@link #PROPERTY} gets what it would have got without us.
 */
public final class WireConnectors implements ConnectorProvider {
    /** Name of the client's property that holds the sender. */
    static final String PROPERTY = "io.tidelock.vcs.gitlab.sender";

    /** Sends a call and gives its answer, which is a success. */
    interface Sender {
        Answer send(Call call);
    }

    @Override
    public Connector getConnector(Client client, Configuration configuration) {
        return configuration.getProperty(PROPERTY) instanceof Sender sender
                ? new WireConnector(sender)
                : new HttpUrlConnectorProvider().getConnector(client, configuration);
    }

    private record WireConnector(Sender sender) implements Connector {
        @Override
        public ClientResponse apply(ClientRequest request) {
            Optional<byte[]> body = body(request);
            Map<String, String> headers = new HashMap<>();
            request.getStringHeaders().forEach((name, values) -> headers.put(name, String.join(", ", values)));
            Answer answer = sender.send(new Call(request.getMethod(), request.getUri(), headers, body));
            ClientResponse response = new ClientResponse(status(answer), request);
            answer.headers().forEach((name, values) -> values.forEach(value -> response.header(name, value)));
            response.setEntityStream(new ByteArrayInputStream(answer.body()));
            return response;
        }

        private static Response.StatusType status(Answer answer) {
            return Response.Status.fromStatusCode(answer.status());
        }

        private static Optional<byte[]> body(ClientRequest request) {
            if (!request.hasEntity()) {
                return Optional.empty();
            }
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            request.setStreamProvider(length -> written);
            try {
                request.writeEntity();
            } catch (IOException e) {
                throw new UncheckedIOException("a form that cannot be written", e);
            }
            return Optional.of(written.toByteArray());
        }

        /** gitlab4j never asks so. */
        @Override
        public Future<?> apply(ClientRequest request, AsyncConnectorCallback callback) {
            callback.response(apply(request));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public String getName() {
            return "tidelock";
        }

        @Override
        public void close() {
            // nothing is held open here
        }
    }
}
