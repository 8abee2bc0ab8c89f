package io.tidelock.vcs.http;

import java.net.ProxySelector;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How hosts are reached.
 *
 * @param trust whose certificates are believed; empty for the Java runtime's own list
 * @param proxy which proxy leads where; empty for none
 * @param connectTimeout until a connection stands, handshake included
 * @param callTimeout for a whole call: repeated reads, redirects and the last byte of the body included
 * @param clock what time it is, to count down to a host's "not before"
 * @param watch told of each call
 */
public record Network(
        Optional<SSLContext> trust,
        Optional<ProxySelector> proxy,
        Duration connectTimeout,
        Duration callTimeout,
        InstantSource clock,
        CallWatch watch) {
    /** The runtime's certificates, no proxy, 10 seconds to connect, 30 for a call, nobody watching. */
    public static Network plain(InstantSource clock) {
        return new Network(
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                clock,
                CallWatch.NOBODY);
    }

    /** The same with another time for a whole call. */
    public Network callTimeout(Duration timeout) {
        return new Network(trust, proxy, connectTimeout, timeout, clock, watch);
    }

    /** The same, believing other certificates. */
    public Network trust(SSLContext context) {
        return new Network(Optional.of(context), proxy, connectTimeout, callTimeout, clock, watch);
    }

    /** The same through a proxy. */
    public Network proxy(ProxySelector selector) {
        return new Network(trust, Optional.of(selector), connectTimeout, callTimeout, clock, watch);
    }

    /** The same with somebody watching. */
    public Network watch(CallWatch other) {
        return new Network(trust, proxy, connectTimeout, callTimeout, clock, other);
    }
}
