package io.tidelock.server.journey;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An HTTP proxy that knows CONNECT only, and takes every name for this machine. */
final class TinyProxy implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    TinyProxy() throws IOException {
        Thread.ofVirtual().start(() -> {
            while (!door.isClosed()) {
                try {
                    Socket client = door.accept();
                    Thread.ofVirtual().start(() -> serve(client));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    String address() {
        return "http://127.0.0.1:" + door.getLocalPort();
    }

    /** The first words of every request, e.g. {@code CONNECT forge.example:8443}. */
    Queue<String> asked() {
        return asked;
    }

    private void serve(Socket client) {
        try (client) {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII), 1);
            String[] words = lines.readLine().split(" ");
            asked.add(words[0] + " " + words[1]);
            for (String line = lines.readLine(); !line.isEmpty(); line = lines.readLine()) {
                // headers, of which we need none
            }
            int port = Integer.parseInt(words[1].substring(words[1].lastIndexOf(':') + 1));
            try (Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                Thread back = Thread.ofVirtual().start(() -> pipe(target, client));
                pipe(client, target);
                back.join();
            }
        } catch (IOException | RuntimeException gone) {
            // the client will notice
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pipe(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException gone) {
            // the other direction ends too
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
