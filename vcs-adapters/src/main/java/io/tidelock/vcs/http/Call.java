package io.tidelock.vcs.http;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** One request. Headers may hold a credential, which is why this prints as method and address alone. */
public record Call(String method, URI uri, Map<String, String> headers, Optional<byte[]> body) {
    public Call {
        headers = Map.copyOf(headers);
    }

    /** True when repeating it changes nothing. */
    public boolean isRead() {
        return method.equals("GET");
    }

    Call to(URI other) {
        return new Call(method, other, headers, body);
    }

    @Override
    public String toString() {
        return method + " " + uri;
    }
}
