package io.tidelock.server.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Passes connections on, byte by byte; while it is shut, nobody listens at its port. */
final class Turnstile implements AutoCloseable {
    private final URI target;
    private final Set<Socket> through = ConcurrentHashMap.newKeySet();
    private int port;
    private @Nullable ServerSocket door;

    Turnstile(String target) {
        this.target = URI.create(target);
        open();
    }

    synchronized int port() {
        return port;
    }

    synchronized void open() {
        try {
            ServerSocket fresh = new ServerSocket();
            fresh.setReuseAddress(true);
            fresh.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 128);
            port = fresh.getLocalPort();
            door = fresh;
            Thread.ofVirtual().name("turnstile").start(() -> accept(fresh));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Also ends what has passed. */
    @Override
    public synchronized void close() {
        try {
            if (door != null) {
                door.close();
            }
            for (Socket socket : through) {
                socket.close();
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                Socket one = listening.accept();
                Socket other = new Socket(target.getHost(), target.getPort());
                pass(one, other);
                pass(other, one);
            } catch (IOException shut) {
                continue;
            }
        }
    }

    private void pass(Socket from, Socket to) {
        through.add(from);
        Thread.ofVirtual().name("passage").start(() -> {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException over) {
                // whoever was to hear it has gone
            } finally {
                through.remove(from);
            }
        });
    }
}
