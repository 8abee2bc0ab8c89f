package io.tidelock.vcs.http;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One request. Headers may hold a credential, which is why this prints as method and address alone. */
public record Call(String method, URI uri, Map<String, String> headers, Optional<byte[]> body) {
    private static final String CONDITION = "If-None-Match";

    public Call {
        headers = Map.copyOf(headers);
    }

    /** True when repeating it changes nothing. */
    public boolean isRead() {
        return method.equals("GET");
    }

    /** True when the caller has an answer already and knows what to do with a 304. */
    public boolean isConditional() {
        return headers.containsKey(CONDITION);
    }

    /** The same with one more header. */
    public Call with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Call(method, uri, more, body);
    }

    Call to(URI other) {
        return new Call(method, other, headers, body);
    }

    @Override
    public String toString() {
        return method + " " + uri;
    }
}
