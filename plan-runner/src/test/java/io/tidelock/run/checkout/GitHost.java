package io.tidelock.run.checkout;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.host.GitRemote;
import io.tidelock.core.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/** A git host in a test: smart http with basic authentication, a count of bytes, and faults on demand. */
final class GitHost implements AutoCloseable {
    static final String USER = "x-access-token";
    static final String PASSWORD = "ghs_very:secret";

    private final Path folder;
    private final HttpServer server;
    private final Map<RepoRef, Repository> repositories = new ConcurrentHashMap<>();
    private final AtomicLong sent = new AtomicLong();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile Fault fault = exchange -> false;
    private volatile UploadPack.RequestPolicy policy = UploadPack.RequestPolicy.REACHABLE_COMMIT;
    private volatile long cutAfter = Long.MAX_VALUE;
    private volatile boolean newProtocol = true;

    /** @param port the caller's: the same for all that comes over one connection */
    record Request(String method, String path, Optional<String> authorization, int port) {}

    /** Answers a request itself, and says whether it did. */
    @FunctionalInterface
    interface Fault {
        boolean strikes(HttpExchange exchange) throws IOException;
    }

    GitHost(Path folder) {
        this(folder, Optional.empty());
    }

    GitHost(Path folder, Optional<SSLContext> tls) {
        this.folder = folder;
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            if (tls.isPresent()) {
                HttpsServer secure = HttpsServer.create(address, 0);
                secure.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
                server = secure;
            } else {
                server = HttpServer.create(address, 0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String address() {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return scheme + "://localhost:" + server.getAddress().getPort();
    }

    String name() {
        return "localhost:" + server.getAddress().getPort();
    }

    RepoRef repo(String path) {
        return new RepoRef(name(), path);
    }

    GitRemote remote(PullRef pull) {
        return remote(pull, PASSWORD);
    }

    GitRemote remote(PullRef pull, String password) {
        return new GitRemote(
                address() + "/" + pull.repo().path() + ".git",
                Optional.of(USER),
                Optional.of(new Secret(password)),
                "refs/pull/" + pull.number() + "/head",
                "refs/pull/" + pull.number() + "/merge");
    }

    /** The host's own copy. */
    GitScribe scribe(RepoRef repo) {
        return new GitScribe(repositories.computeIfAbsent(repo, this::create));
    }

    private Repository create(RepoRef repo) {
        try {
            Repository made = new FileRepository(
                    folder.resolve(repo.path().replace('/', '+') + ".git").toFile());
            made.create(true);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void fail(Fault next) {
        fault = next;
    }

    void heal() {
        fault = exchange -> false;
        cutAfter = Long.MAX_VALUE;
    }

    void cutAfter(long bytes) {
        cutAfter = bytes;
    }

    void allow(UploadPack.RequestPolicy wanted) {
        policy = wanted;
    }

    void speakOldProtocol() {
        newProtocol = false;
    }

    long sent() {
        return sent.get();
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody(); // or else the connection is closed at the end, and not kept for the next request
            requests.add(new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
                    exchange.getRemoteAddress().getPort()));
            if (fault.strikes(exchange)) {
                return;
            }
            if (!("Basic "
                            + Base64.getEncoder()
                                    .encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8)))
                    .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=git");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            serve(exchange);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        int end = path.indexOf(".git/");
        Repository repository = end < 0 ? null : repositories.get(new RepoRef(name(), path.substring(1, end)));
        if (repository == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        UploadPack pack = new UploadPack(repository);
        pack.setBiDirectionalPipe(false);
        pack.setRequestPolicy(policy);
        String protocol = exchange.getRequestHeaders().getFirst("Git-Protocol");
        if (protocol != null && newProtocol) {
            pack.setExtraParameters(List.of(protocol.split(":")));
        }
        if (path.endsWith("/info/refs")) {
            exchange.getResponseHeaders().set("Content-Type", "application/x-git-upload-pack-advertisement");
            exchange.sendResponseHeaders(200, 0);
            PacketLineOut out = new PacketLineOut(new Meter(exchange.getResponseBody()));
            if (protocol != null && newProtocol) { // with the old one UploadPack says it itself
                out.writeString("# service=git-upload-pack\n");
                out.end();
            }
            pack.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(out), "git-upload-pack");
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/x-git-upload-pack-result");
        exchange.sendResponseHeaders(200, 0);
        InputStream in = exchange.getRequestBody();
        pack.upload(
                "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding")) ? new GZIPInputStream(in) : in,
                new Meter(exchange.getResponseBody()),
                null);
    }

    /** Counts what is sent, and hangs up when it is told to. */
    private final class Meter extends OutputStream {
        private final OutputStream out;
        private long mine;

        Meter(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            mine += length;
            if (mine > cutAfter) {
                throw new IOException("cut");
            }
            sent.addAndGet(length);
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        repositories.values().forEach(Repository::close);
    }
}
