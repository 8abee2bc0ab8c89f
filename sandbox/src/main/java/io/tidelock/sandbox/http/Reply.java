package io.tidelock.sandbox.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** Where an answer goes; counts its bytes, and breaks off where a fault says so. */
public final class Reply {
    /** The connection was closed on purpose in the middle of an answer. */
    static final class BrokenOff extends IOException {
        private static final long serialVersionUID = 1;

        BrokenOff() {
            super("broken off by a fault");
        }
    }

    private final @Nullable Response response;
    private final boolean bodiless;
    private final long cutAfter;
    private long bytes;
    private int status;

    /** With a null response, everything goes nowhere. */
    Reply(@Nullable Response response, boolean bodiless, long cutAfter) {
        this.response = response;
        this.bodiless = bodiless;
        this.cutAfter = cutAfter;
    }

    /** Sends a whole answer. */
    public void send(Answer answer) throws IOException {
        byte[] body = answer.body();
        boolean hasLength = answer.status() != 204 && answer.status() != 304;
        try (OutputStream out = start(answer.status(), answer.headers(), hasLength ? body.length : -1)) {
            if (!bodiless && hasLength) {
                out.write(body);
            }
        }
    }

    /**
     * Begins an answer whose body follows piece by piece.
     *
     * @param length its length if known, else -1
     */
    public OutputStream start(int code, Map<String, String> headers, long length) {
        status = code;
        if (response == null) {
            return OutputStream.nullOutputStream();
        }
        response.setStatus(code);
        headers.forEach((name, value) -> response.getHeaders().put(name, value));
        if (length >= 0) {
            response.getHeaders().put("Content-Length", length);
        }
        OutputStream out = Content.Sink.asOutputStream(response);
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] data, int offset, int length) throws IOException {
                if (bytes + length > cutAfter) {
                    int rest = (int) (cutAfter - bytes);
                    out.write(data, offset, rest);
                    out.flush();
                    bytes = cutAfter;
                    throw new BrokenOff();
                }
                out.write(data, offset, length);
                bytes += length;
            }

            @Override
            public void flush() throws IOException {
                out.flush();
            }

            @Override
            public void close() throws IOException {
                if (bytes < cutAfter) {
                    out.close();
                }
            }
        };
    }

    long bytes() {
        return bytes;
    }

    int status() {
        return status;
    }
}
