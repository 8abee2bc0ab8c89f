package io.tidelock.sandbox.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** A request as the rooms see it. */
public final class Ask {
    private static final int LARGEST_BODY = 64 << 20;

    private final Request request;
    private final Map<String, String> query;
    private byte @Nullable [] body;
    private long received;
    private String user = "";

    Ask(Request request) {
        this.request = request;
        this.query = form(request.getHttpURI().getQuery());
    }

    public String method() {
        return request.getMethod();
    }

    /** The path as sent, percent signs and all. */
    public String path() {
        String path = request.getHttpURI().getPath();
        return path == null ? "/" : path;
    }

    /** Path and query as sent. */
    public String pathAndQuery() {
        return request.getHttpURI().getPathQuery();
    }

    public @Nullable String query(String name) {
        return query.get(name);
    }

    public String query(String name, String otherwise) {
        String value = query.get(name);
        return value == null || value.isEmpty() ? otherwise : value;
    }

    /** All parameters of the address; the last of equal names. */
    public Map<String, String> query() {
        return query;
    }

    public @Nullable String header(String name) {
        return request.getHeaders().get(name);
    }

    /** Scheme, host and port under which the asker reached us. */
    public String base() {
        String host = header("Host");
        return (request.isSecure() ? "https" : "http") + "://" + (host == null ? "localhost" : host);
    }

    public boolean isLoopback() {
        return Request.getRemoteAddr(request).matches("127\\..*|::1|0:0:0:0:0:0:0:1|\\[::1]|\\[0:0:0:0:0:0:0:1]");
    }

    /** The body's bytes, as sent. */
    public byte[] body() {
        byte[] read = body;
        if (read == null) {
            try (InputStream in = stream()) {
                read = in.readNBytes(LARGEST_BODY);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            body = read;
        }
        return read;
    }

    /** The body as it comes, for those who do not want all of it at once. */
    public InputStream stream() {
        return new CountingStream(Content.Source.asInputStream(request), count -> received += count);
    }

    /** The fields of a form in the body. */
    public Map<String, String> form() {
        return form(new String(body(), StandardCharsets.UTF_8));
    }

    /** The token or password of the Authorization header: Basic, token or Bearer. Null when there is none. */
    public @Nullable String credential() {
        String header = header("Authorization");
        if (header == null) {
            return null;
        }
        int space = header.indexOf(' ');
        String value = header.substring(space + 1).strip();
        if (space < 0 || !header.substring(0, space).equalsIgnoreCase("Basic")) {
            return value;
        }
        try {
            String pair = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
            String password = pair.substring(pair.indexOf(':') + 1);
            boolean tokenAsUser = password.isEmpty() || password.equals("x-oauth-basic");
            return tokenAsUser ? pair.replaceFirst(":.*", "") : password;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Notes who asked, for the call log. */
    public void by(String login) {
        user = login;
    }

    String user() {
        return user;
    }

    long received() {
        return received;
    }

    private static Map<String, String> form(@Nullable String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (text == null || text.isEmpty()) {
            return fields;
        }
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            fields.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
        return fields;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
