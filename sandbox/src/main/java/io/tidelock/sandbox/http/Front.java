package io.tidelock.sandbox.http;

import io.tidelock.sandbox.fault.Effect;
import io.tidelock.sandbox.fault.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The two ports. Suffers the faults, keeps the log, and knocks at one door after the other. */
public final class Front implements AutoCloseable {
    /** So that the server itself never ends a hang that was ordered, nor a slow clone. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Faults faults;
    private final CallLog log;
    private final Server server;
    private final ServerConnector http;
    private final ServerConnector https;
    private List<Door> doors = List.of();

    /**
     * Sets up the ports without opening them.
     *
     * @param httpPort 0 for any free one
     * @param httpsPort 0 for any free one
     */
    public Front(
            String bind,
            int httpPort,
            int httpsPort,
            Authority authority,
            Collection<String> hostNames,
            Faults faults,
            CallLog log) {
        this.faults = faults;
        this.log = log;
        QueuedThreadPool threads = new QueuedThreadPool(32);
        threads.setName("sandbox");
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        this.server = new Server(threads);
        HttpConfiguration plain = configuration();
        this.http = new ServerConnector(server, 1, 1, new HttpConnectionFactory(plain));
        HttpConfiguration secure = configuration();
        secure.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(authority.server(hostNames));
        tls.setKeyStorePassword(Authority.password());
        this.https = new ServerConnector(
                server, 1, 1, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(secure));
        http.setHost(bind);
        http.setPort(httpPort);
        https.setHost(bind);
        https.setPort(httpsPort);
        http.setIdleTimeout(PATIENCE.toMillis());
        https.setIdleTimeout(PATIENCE.toMillis());
        server.addConnector(http);
        server.addConnector(https);
        server.setHandler(new Knocker());
        server.setStopTimeout(0);
    }

    /** Takes the ports, so that their numbers are known; who comes waits until {@link #open}. */
    public void bind() {
        try {
            http.open();
            https.open();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open the sandbox's ports: " + e.getMessage(), e);
        }
    }

    /** Begins to serve: from then on these doors are knocked at in turn. */
    public void open(List<Door> rooms) {
        this.doors = List.copyOf(rooms);
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot serve: " + e.getMessage(), e);
        }
    }

    public int httpPort() {
        return http.getLocalPort();
    }

    public int httpsPort() {
        return https.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot close the sandbox's ports", e);
        }
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        configuration.setRequestHeaderSize(64 << 10);
        configuration.setSendServerVersion(false);
        configuration.setOutputBufferSize(64 << 10);
        return configuration;
    }

    private final class Knocker extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Instant begin = Instant.now();
            Ask ask = new Ask(request);
            Effect effect = ask.path().startsWith("/_sandbox/") ? null : faults.take(ask.method(), ask.pathAndQuery());
            long cut = cut(effect);
            Reply reply = new Reply(response, ask.method().equals("HEAD"), cut);
            boolean answered;
            try {
                answered = serve(ask, reply, effect);
            } catch (IOException | RuntimeException e) {
                answered = recover(ask, reply, response, e);
            }
            log.add(new Call(
                    begin,
                    ask.method(),
                    ask.pathAndQuery(),
                    answered || cut < Long.MAX_VALUE ? reply.status() : 0,
                    reply.bytes(),
                    ask.received(),
                    Duration.between(begin, Instant.now()),
                    ask.user()));
            if (answered) {
                callback.succeeded();
            } else {
                request.getConnectionMetaData().getConnection().getEndPoint().close();
                callback.failed(new EofException("closed by a fault"));
            }
            return true;
        }

        private boolean serve(Ask ask, Reply reply, @Nullable Effect effect) throws IOException {
            switch (effect) {
                case null -> knock(ask, reply);
                case Effect.Instead instead -> reply.send(answer(instead.status(), instead.headers(), instead.body()));
                case Effect.DoneBut but -> {
                    knock(ask, new Reply(null, false, Long.MAX_VALUE));
                    reply.send(answer(but.status(), but.headers(), but.body()));
                }
                case Effect.DoneThenDrop drop -> {
                    knock(ask, new Reply(null, false, Long.MAX_VALUE));
                    return false;
                }
                case Effect.DoneThenHang hang -> {
                    knock(ask, new Reply(null, false, Long.MAX_VALUE));
                    sleep(hang.time());
                    return false;
                }
                case Effect.Delay delay -> {
                    sleep(delay.time());
                    knock(ask, reply);
                }
                case Effect.Hang hang -> {
                    sleep(hang.time());
                    return false;
                }
                case Effect.Drop drop -> {
                    return false;
                }
                case Effect.Cut limit -> {
                    knock(ask, reply);
                    return reply.bytes() < limit.bytes();
                }
                case Effect.Stall stall -> {
                    try {
                        knock(ask, reply);
                    } finally {
                        if (reply.bytes() >= stall.bytes()) {
                            sleep(stall.time());
                        }
                    }
                    return reply.bytes() < stall.bytes();
                }
            }
            return true;
        }

        private long cut(@Nullable Effect effect) {
            return switch (effect) {
                case Effect.Cut limit -> limit.bytes();
                case Effect.Stall stall -> stall.bytes();
                case null, default -> Long.MAX_VALUE;
            };
        }

        private Answer answer(int status, Map<String, String> headers, String body) {
            return new Answer(status, headers, body.getBytes(StandardCharsets.UTF_8));
        }

        private void knock(Ask ask, Reply reply) throws IOException {
            for (Door door : doors) {
                if (door.serve(ask, reply)) {
                    return;
                }
            }
            reply.send(Answer.text(404, "text/plain; charset=utf-8", "Not Found\n"));
        }

        private boolean recover(Ask ask, Reply reply, Response response, Exception problem) {
            if (response.isCommitted() || problem instanceof Reply.BrokenOff) {
                return false;
            }
            System.getLogger(Front.class.getName())
                    .log(System.Logger.Level.WARNING, ask.method() + " " + ask.path() + " failed", problem);
            try {
                reply.send(Answer.text(500, "application/json; charset=utf-8", "{\"message\":\"Server Error\"}"));
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        private void sleep(Duration time) {
            try {
                Thread.sleep(time);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
