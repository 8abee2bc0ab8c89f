package io.tidelock.run.tool;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a host is asked for, once for all who wait for it. It goes on when nobody waits any more. It has no thread of its own: those
 * who wait see to it that it does not stall.
 *
 * @param <T> what comes of it
 */
final class Download<T> {
    private static final long GLANCE = 100;

    /**
     * How long a host is waited for.
     *
     * @param answer until it begins to answer, and until all of a text is there
     * @param silence while nothing more of a file comes
     * @param file until all of a file is there
     * @param again after a failure, before the host is asked anew
     */
    record Limits(Duration answer, Duration silence, Duration file, Duration again) {
        static final Limits USUAL = new Limits(
                Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofMinutes(15), Duration.ofMinutes(3));
    }

    private final Limits limits;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private CompletableFuture<?> exchange = new CompletableFuture<>();
    private Optional<Path> growing = Optional.empty();
    private Optional<IOException> trouble = Optional.empty();
    private long begun;
    private long moved;
    private long size;
    private long ended;

    Download(Limits limits) {
        this.limits = limits;
    }

    /** @param target the file that the answer is written to; empty for a text */
    synchronized <B> CompletableFuture<HttpResponse<B>> send(
            HttpClient client, HttpRequest request, BodyHandler<B> body, Optional<Path> target) {
        CompletableFuture<HttpResponse<B>> sent = client.sendAsync(request, body);
        exchange = sent;
        growing = target;
        begun = System.nanoTime();
        moved = begun;
        size = 0;
        return sent;
    }

    /** Says what came of it; the first word counts. */
    synchronized void finish(T came) {
        ended = System.nanoTime();
        result.complete(came);
    }

    synchronized void fail(Throwable failed) {
        ended = System.nanoTime();
        Throwable cause =
                failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed;
        result.completeExceptionally(
                trouble.isPresent() ? trouble.get() : cause instanceof IOException ? cause : new IOException(cause));
    }

    /** Whether who wants it now shall have what comes, or came, of this one. */
    synchronized boolean counts() {
        return result.isDone()
                ? System.nanoTime() - ended < limits.again().toNanos()
                : stalled().isEmpty();
    }

    /**
     * Waits for it.
     *
     * @param called throws when whoever waits is called away
     */
    T await(Runnable called) throws IOException, InterruptedException {
        while (true) {
            called.run();
            try {
                return result.get(GLANCE, TimeUnit.MILLISECONDS);
            } catch (TimeoutException waiting) {
                watch();
            } catch (ExecutionException failed) {
                throw failed.getCause() instanceof IOException because ? because : new IOException(failed.getCause());
            }
        }
    }

    /** Gives it up when it has stalled. */
    private void watch() {
        CompletableFuture<?> stalling;
        synchronized (this) {
            if (result.isDone() || trouble.isPresent()) {
                return;
            }
            trouble = stalled();
            if (trouble.isEmpty()) {
                return;
            }
            stalling = exchange;
        }
        stalling.cancel(true); // what depends on it cleans up, and fails
        fail(trouble());
    }

    private synchronized IOException trouble() {
        return trouble.orElseThrow();
    }

    private Optional<IOException> stalled() {
        long now = System.nanoTime();
        if (growing.isEmpty()) {
            return now - begun > limits.answer().toNanos()
                    ? late("the host did not answer within " + words(limits.answer()))
                    : Optional.empty();
        }
        long here = size(growing.get());
        if (here != size) {
            size = here;
            moved = now;
        }
        return now - moved > limits.silence().toNanos()
                ? late("nothing more came for " + words(limits.silence()))
                : now - begun > limits.file().toNanos()
                        ? late("it was not there after " + words(limits.file()))
                        : Optional.empty();
    }

    private static Optional<IOException> late(String what) {
        return Optional.of(new IOException(what));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return 0;
        }
    }

    static String words(Duration time) {
        return time.toSeconds() < 120 ? time.toSeconds() + " seconds" : time.toMinutes() + " minutes";
    }
}
