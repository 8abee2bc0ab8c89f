package io.tidelock.benchmarks.scene;

import io.tidelock.sandbox.hook.Delivery;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Webhooks from several connections, one after the other on each, as fast as they are answered. It shares the machine with the
 * server, so it costs as little as can be: the body and its signature are made once, the id alone differs.
 */
public final class Flood {
    private final String path;
    private final byte[] head;
    private final byte[] body;

    /** @param sample a webhook as the forge sends it */
    public Flood(Delivery sample, String secret) {
        this.path = "/events";
        this.body = sample.payload();
        this.head = head(sample, secret, body);
    }

    /**
     * What came of it.
     *
     * @param answered ids that got a 2xx
     * @param sent ids that were sent, at least in part
     * @param millis how long each answer took
     * @param refused how many got another answer
     */
    public record Result(List<String> answered, List<String> sent, List<Double> millis, int refused, double seconds) {
        public double perSecond() {
            return answered.size() / seconds;
        }

        /** The answer time that this part of the answers did not need longer than. */
        public double quantile(double part) {
            List<Double> sorted = millis.stream().sorted().toList();
            return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(part * sorted.size())));
        }
    }

    public int bytes() {
        return body.length;
    }

    /** Sends for so long, or until the server is gone. Ids begin with the prefix. */
    public Result run(int port, int connections, Duration time, String prefix) {
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        List<Connection> all = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Connection connection = new Connection(port, prefix + i + "-", end);
            all.add(connection);
            threads.add(Thread.ofPlatform().daemon().name("flood " + i).start(connection::run));
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new Result(
                all.stream().flatMap(connection -> connection.answered.stream()).toList(),
                all.stream().flatMap(connection -> connection.sent.stream()).toList(),
                all.stream().flatMap(connection -> connection.millis.stream()).toList(),
                all.stream().mapToInt(connection -> connection.refused).sum(),
                seconds);
    }

    private final class Connection {
        private final int port;
        private final String prefix;
        private final long end;
        private final List<String> answered = new ArrayList<>();
        private final List<String> sent = new ArrayList<>();
        private final List<Double> millis = new ArrayList<>();
        private int refused;

        Connection(int port, String prefix, long end) {
            this.port = port;
            this.prefix = prefix;
            this.end = end;
        }

        void run() {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setTcpNoDelay(true);
                InputStream in = new BufferedInputStream(socket.getInputStream());
                OutputStream out = socket.getOutputStream();
                for (int i = 0; System.nanoTime() < end; i++) {
                    String id = prefix + i;
                    sent.add(id);
                    long begin = System.nanoTime();
                    out.write(request(id));
                    int status = answer(in);
                    millis.add((System.nanoTime() - begin) / 1e6);
                    if (status >= 200 && status < 300) {
                        answered.add(id);
                    } else {
                        refused++;
                    }
                }
            } catch (IOException gone) {
                // the server was killed: what was not answered was not promised
            }
        }
    }

    private byte[] request(String id) {
        byte[] line = ("X-GitHub-Delivery: " + id + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + line.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(line, 0, all, head.length, line.length);
        System.arraycopy(body, 0, all, head.length + line.length, body.length);
        return all;
    }

    private byte[] head(Delivery sample, String secret, byte[] payload) {
        StringBuilder text = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        for (Map.Entry<String, String> header : sample.requestHeaders().entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith("x-github-event") || name.startsWith("x-github-hook") || name.equals("user-agent")) {
                text.append(header.getKey())
                        .append(": ")
                        .append(header.getValue())
                        .append("\r\n");
            }
        }
        text.append("Content-Type: application/json\r\nContent-Length: ")
                .append(payload.length)
                .append("\r\n");
        text.append("X-Hub-Signature-256: sha256=")
                .append(hmac(secret, payload))
                .append("\r\n");
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** The status of one answer, whose body is read away. */
    private static int answer(InputStream in) throws IOException {
        int status = Integer.parseInt(line(in).split(" ")[1]);
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        in.skipNBytes(length);
        return status;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    private static String hmac(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
