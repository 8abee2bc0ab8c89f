package io.tidelock.server;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.security.RouteRole;
import io.javalin.util.JavalinBindException;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.server.accept.AdoptRoute;
import io.tidelock.server.accept.EventsRoute;
import io.tidelock.server.watch.Health;
import io.tidelock.server.watch.LockList;
import io.tidelock.server.watch.RunPage;
import io.tidelock.server.watch.Status;
import io.tidelock.server.watch.WebGate;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running Tidelock: its HTTP door and its loops. */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /** Who may come in. A route that says nothing is guarded. */
    private enum Access implements RouteRole {
        OPEN
    }

    /** What is served, route by route, and who guards what is not for everybody. */
    record Routes(
            EventsRoute events,
            AdoptRoute adopt,
            Health health,
            Status status,
            RunPage runs,
            LockList locks,
            WebGate gate) {}

    private final boolean secure;
    private final Javalin http;
    private final BooleanSupplier quiet;
    private final List<AutoCloseable> parts;

    /**
     * Where the server listens.
     *
     * @param port 0 for any free one
     * @param tls what to serve https with; empty for http
     */
    record Address(String host, int port, Optional<SslContextFactory.Server> tls) {}

    private Server(boolean secure, Javalin http, BooleanSupplier quiet, List<AutoCloseable> parts) {
        this.secure = secure;
        this.http = http;
        this.quiet = quiet;
        this.parts = parts;
    }

    /**
     * Opens the door.
     *
     * @param quiet whether nothing is promised and nothing waits to be said
     * @param parts closed in this order when the server stops, after its door
     */
    static Server open(Address address, Routes routes, BooleanSupplier quiet, List<AutoCloseable> parts) {
        try {
            Javalin http = Javalin.create(config -> {
                        configure(config, routes);
                        address.tls().ifPresent(tls -> secure(config, address, tls));
                    })
                    .start(address.host(), address.port());
            return new Server(address.tls().isPresent(), http, quiet, parts);
        } catch (JavalinBindException taken) {
            throw new Refused(
                    Refused.Kind.NOT_ACCEPTABLE,
                    Problem.of(
                            "port " + address.port() + " of " + address.host() + " cannot be listened at: "
                                    + reason(taken),
                            "a free port",
                            "Stop what listens there (perhaps another Tidelock), or choose another with --port."));
        }
    }

    /** In place of the connector that speaks http. */
    private static void secure(JavalinConfig config, Address address, SslContextFactory.Server tls) {
        config.jetty.addConnector((server, http) -> {
            HttpConfiguration https = new HttpConfiguration(http);
            https.addCustomizer(new SecureRequestCustomizer(false));
            ServerConnector connector = new ServerConnector(
                    server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(https));
            connector.setHost(address.host());
            connector.setPort(address.port());
            return connector;
        });
    }

    private static String reason(Throwable trouble) {
        Throwable deepest = trouble;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage());
    }

    private static void configure(JavalinConfig config, Routes routes) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        config.jetty.modifyServer(server -> server.setErrorHandler(Server::unreadable));
        config.routes.beforeMatched(context -> {
            context.header("X-Content-Type-Options", "nosniff");
            if (!context.routeRoles().contains(Access.OPEN)) {
                routes.gate().check(context);
            }
        });
        config.routes.post("/events", routes.events(), Access.OPEN);
        config.routes.post("/adopt", routes.adopt());
        config.routes.get("/healthz", routes.health()::alive, Access.OPEN);
        config.routes.get("/readyz", routes.health()::ready, Access.OPEN);
        config.routes.get("/status", routes.status()::show, Access.OPEN);
        config.routes.get("/runs/{id}", routes.runs()::show);
        config.routes.get("/runs/{id}/log", routes.runs()::log);
        config.routes.get("/locks", routes.locks()::show);
        failures(config.routes);
    }

    /** What goes wrong is answered in one plain line; the rest is for the log. */
    private static void failures(RoutesConfig routes) {
        routes.exception(
                HttpResponseException.class,
                (answer, context) -> say(context, answer.getStatus(), String.valueOf(answer.getMessage())));
        routes.exception(
                Unavailable.class, (trouble, context) -> say(context, 503, "not now: " + trouble.getMessage()));
        routes.exception(IOException.class, (gone, context) -> {
            LOG.info("a request broke off: {}", gone.toString());
            say(context, 400, "the request broke off");
        });
        routes.exception(Exception.class, (bug, context) -> {
            LOG.error("{} {} failed, and that is our bug", context.method(), context.path(), bug);
            say(context, 500, "Tidelock failed inside; its log says more");
        });
    }

    private static void say(Context context, int status, String line) {
        context.status(status).contentType("text/plain; charset=utf-8").result(line + "\n");
    }

    /** Requests that are none, which never get as far as a route. */
    private static boolean unreadable(Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
        Content.Sink.write(response, true, "not served: " + response.getStatus() + "\n", callback);
        return true;
    }

    /** The port it listens on. */
    public int port() {
        return http.port();
    }

    /** Where it is reached on this machine. */
    public URI address() {
        return URI.create((secure ? "https" : "http") + "://localhost:" + port());
    }

    /** True when every promise is kept and every word is said: what a test or a careful operator waits for. */
    public boolean quiet() {
        return quiet.getAsBoolean();
    }

    /** Closes the door, then the loops, then the store. Work that is not done stays promised. */
    @Override
    public void close() {
        http.stop();
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception trouble) {
                LOG.warn("did not stop cleanly: {}", trouble.toString());
            }
        }
    }
}
