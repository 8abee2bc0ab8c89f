package io.tidelock.sandbox;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes webhooks and remembers them. */
final class Receiver implements AutoCloseable {
    record Got(com.sun.net.httpserver.Headers headers, byte[] body) {
        String event() {
            return String.valueOf(headers.getFirst("X-GitHub-Event"));
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final HttpServer server;
    private final List<Got> received = new CopyOnWriteArrayList<>();
    private volatile int status = 200;

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            received.add(new Got(exchange.getRequestHeaders(), body));
            byte[] answer = "thanks".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/events";
    }

    List<Got> received() {
        return received;
    }

    List<Got> received(String event) {
        return received.stream().filter(got -> got.event().equals(event)).toList();
    }

    void answer(int code) {
        status = code;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
