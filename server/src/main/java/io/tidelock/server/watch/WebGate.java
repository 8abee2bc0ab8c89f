package io.tidelock.server.watch;

import io.javalin.http.Context;
import io.javalin.http.UnauthorizedResponse;
import io.tidelock.core.secret.Secret;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Lets in who brings the web token (as bearer, or as the password of basic authentication), and, without a token set, who
 * sits on this very machine. A request that came through a proxy is not from this machine, whatever its address.
 */
public final class WebGate {
    private static final List<String> PROXY_MARKS =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");

    private final Optional<Secret> token;

    public WebGate(Optional<Secret> token) {
        this.token = token;
    }

    /** Throws the answer 401 unless the request may be served. */
    public void check(Context context) {
        boolean allowed = token.isPresent() ? brings(context, token.get()) : local(context);
        if (!allowed) {
            context.header("WWW-Authenticate", "Basic realm=\"tidelock\", charset=\"UTF-8\"");
            throw new UnauthorizedResponse(
                    token.isPresent()
                            ? "The web token is needed: as bearer token, or as password of any user name."
                            : "Only for this machine. To look from elsewhere, start the server with --web-token.");
        }
    }

    private static boolean brings(Context context, Secret token) {
        String header = Optional.ofNullable(context.header("Authorization")).orElse("");
        if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return token.equals(new Secret(header.substring(7).trim()));
        }
        if (header.regionMatches(true, 0, "Basic ", 0, 6)) {
            try {
                String pair = new String(
                        Base64.getDecoder().decode(header.substring(6).trim()), StandardCharsets.UTF_8);
                return token.equals(new Secret(pair.substring(pair.indexOf(':') + 1)));
            } catch (IllegalArgumentException notBase64) {
                return false;
            }
        }
        return false;
    }

    private static boolean local(Context context) {
        if (PROXY_MARKS.stream().anyMatch(mark -> context.header(mark) != null)) {
            return false;
        }
        return loopback(context.req().getRemoteAddr())
                && namesThisMachine(context.req().getServerName());
    }

    /** A page elsewhere may point its own name at 127.0.0.1; then the Host header gives it away. */
    private static boolean namesThisMachine(String host) {
        return host.equalsIgnoreCase("localhost") || loopback(host);
    }

    private static boolean loopback(String address) {
        try {
            return InetAddress.ofLiteral(address.replaceAll("^\\[|\\]$", "")).isLoopbackAddress();
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }
}
