package io.tidelock.vcs.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLHandshakeException;

/**
 * Sends calls over {@code java.net.http}. A call ends within the network's call timeout, whatever the other side does. Reads
 * are confirmed by ETag where that is possible, and repeated up to twice when the host stumbles; one that hangs is asked again when a
 * third of the time is over, in case it was that connection. Writes are sent once.
 * Redirects are followed within the origin only, so that a credential stays with the host it is for. Any thread.
 */
public final class Wire {
    private static final int MAX_REDIRECTS = 3;
    private static final int MAX_REPEATS = 2;
    private static final int MAX_BODY = 32 * 1024 * 1024;

    private final HttpClient client;
    private final Duration timeout;
    private final CallWatch watch;
    private final KnownAnswers known = new KnownAnswers(500, 8L * 1024 * 1024);

    public Wire(Network network) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(network.connectTimeout());
        network.trust().ifPresent(builder::sslContext);
        builder.proxy(network.proxy().orElse(HttpClient.Builder.NO_PROXY));
        this.client = builder.build();
        this.timeout = network.callTimeout();
        this.watch = network.watch();
    }

    /** Sends, and waits for the whole answer, whatever its status. */
    public Answer send(Call call) throws NoAnswer {
        long deadline = System.nanoTime() + timeout.toNanos();
        for (int repeat = 0; ; repeat++) {
            long pause = pauseBefore(repeat + 1);
            boolean last = !call.isRead() || repeat == MAX_REPEATS;
            long until = last || repeat > 0 ? deadline : deadline - timeout.toNanos() * 2 / 3;
            try {
                Answer answer = revalidated(call, until);
                if (last || !stumbled(answer) || left(deadline) <= pause) {
                    return answer;
                }
            } catch (NoAnswer e) {
                if (last || !e.retryable() || left(deadline) <= pause) {
                    throw e;
                }
            }
            rest(call, pause);
        }
    }

    /** A failure that asks for no particular patience. */
    private static boolean stumbled(Answer answer) {
        return answer.status() >= 500
                && answer.status() <= 504
                && answer.header("Retry-After").isEmpty();
    }

    /** Milliseconds to wait before the n-th repetition: about 0.2 and 0.7 seconds, never the same twice. */
    private static long pauseBefore(int repeat) {
        long middle = repeat == 1 ? 200 : 700;
        return ThreadLocalRandom.current().nextLong(middle / 2, middle * 3 / 2);
    }

    private static long left(long deadline) {
        return TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }

    private static void rest(Call call, long millis) throws NoAnswer {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswer("interrupted while calling " + call.uri().getHost(), false, false, e);
        }
    }

    private Answer revalidated(Call call, long deadline) throws NoAnswer {
        if (call.isConditional()) {
            Answer answer = redirected(call, deadline);
            if (answer.status() != 304) {
                known.keep(call, answer);
            }
            return answer;
        }
        Optional<KnownAnswers.Known> before = known.of(call);
        if (before.isEmpty()) {
            Answer answer = redirected(call, deadline);
            known.keep(call, answer);
            return answer;
        }
        Map<String, String> headers = new HashMap<>(call.headers());
        headers.put("If-None-Match", before.get().etag());
        Answer answer = redirected(new Call(call.method(), call.uri(), headers, call.body()), deadline);
        if (answer.status() == 304) {
            return before.get().answer();
        }
        known.keep(call, answer);
        return answer;
    }

    private Answer redirected(Call call, long deadline) throws NoAnswer {
        Call now = call;
        for (int redirect = 0; ; redirect++) {
            Answer answer = once(now, deadline);
            Optional<URI> next = redirect < MAX_REDIRECTS ? next(now, answer) : Optional.empty();
            if (next.isEmpty()) {
                return answer;
            }
            now = now.to(next.get());
        }
    }

    /**
     * Where a redirect leads that keeps the origin. The call is repeated there word for word, as hosts ask for with 301, 302 and 307
     * when a repository was renamed; a 303 means something else than that to a write.
     */
    private static Optional<URI> next(Call call, Answer answer) {
        boolean follow = switch (answer.status()) {
            case 301, 302, 307, 308 -> true;
            case 303 -> call.isRead();
            default -> false;
        };
        if (!follow) {
            return Optional.empty();
        }
        try {
            return answer.header("Location")
                    .map(location -> call.uri().resolve(location))
                    .filter(to -> sameOrigin(call.uri(), to));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not an address
        }
    }

    /** True when both have the same scheme, host and port: what may see the same credential. */
    public static boolean sameOrigin(URI one, URI other) {
        return one.getHost() != null
                && one.getHost().equalsIgnoreCase(other.getHost())
                && one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getPort() == other.getPort();
    }

    private Answer once(Call call, long deadline) throws NoAnswer {
        long start = System.nanoTime();
        int status = 0;
        OptionalLong remaining = OptionalLong.empty();
        try {
            Answer answer = unpacked(call, exchange(call, deadline));
            status = answer.status();
            remaining = answer.number("X-RateLimit-Remaining");
            return answer;
        } finally {
            watch.called(
                    call.uri().getHost(),
                    call.method(),
                    status,
                    Duration.ofNanos(System.nanoTime() - start),
                    remaining);
        }
    }

    /** The client's own timeout ends with the headers; waiting on the future bounds the body too. */
    private HttpResponse<byte[]> exchange(Call call, long deadline) throws NoAnswer {
        long start = System.nanoTime();
        CompletableFuture<HttpResponse<byte[]>> future = client.sendAsync(
                request(call), HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_BODY));
        try {
            return future.get(Math.max(1, left(deadline)), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw noAnswer(call, start, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            future.cancel(true);
            throw noAnswer(call, start, e);
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new NoAnswer("interrupted while calling " + call.uri().getHost(), true, false, e);
        }
    }

    private HttpRequest request(Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri()).timeout(timeout);
        call.headers().forEach(request::setHeader);
        request.setHeader("Accept-Encoding", "gzip");
        return request.method(
                        call.method(),
                        call.body()
                                .map(HttpRequest.BodyPublishers::ofByteArray)
                                .orElse(HttpRequest.BodyPublishers.noBody()))
                .build();
    }

    private static NoAnswer noAnswer(Call call, long start, Throwable cause) {
        String host = call.uri().getAuthority();
        return switch (cause) {
            case HttpConnectTimeoutException e ->
                new NoAnswer("no connection to " + host + " within its time limit", false, false, e);
            case ConnectException e -> new NoAnswer("no connection to " + host + detail(e), false, true, e);
            case SSLHandshakeException e ->
                new NoAnswer("no secure connection to " + host + detail(e), false, false, e);
            case HttpTimeoutException e -> late(host, start, e);
            case TimeoutException e -> late(host, start, e);
            case IOException e -> new NoAnswer("the connection to " + host + " broke" + detail(e), true, true, e);
            default -> throw new IllegalStateException("calling " + host + " failed", cause);
        };
    }

    private static NoAnswer late(String host, long start, Throwable cause) {
        long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        return new NoAnswer("no answer from " + host + " within " + waited + " ms", true, true, cause);
    }

    private static String detail(Throwable e) {
        return e.getMessage() == null ? "" : ": " + e.getMessage();
    }

    private Answer unpacked(Call call, HttpResponse<byte[]> response) throws NoAnswer {
        Map<String, List<String>> headers = new HashMap<>(response.headers().map());
        byte[] body = response.body();
        String encoding = response.headers().firstValue("Content-Encoding").orElse("");
        headers.keySet()
                .removeIf(name -> name.equalsIgnoreCase("Content-Encoding")
                        || name.equalsIgnoreCase("Content-Length")
                        || name.startsWith(":"));
        if (encoding.equalsIgnoreCase("gzip") && body.length > 0) {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
                body = in.readNBytes(MAX_BODY + 1);
            } catch (IOException e) {
                throw new NoAnswer("the answer of " + call.uri().getAuthority() + " was damaged", true, true, e);
            }
            if (body.length > MAX_BODY) {
                IOException large = new IOException("more than " + MAX_BODY + " bytes");
                throw new NoAnswer("the answer of " + call.uri().getAuthority() + " was too large", true, false, large);
            }
        }
        return new Answer(response.statusCode(), headers, body);
    }
}
