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
 * Lets in who brings the web token (as bearer, or as the password of basic authentication) or the user name with its password,
 * and, with neither of them set, who sits on this very machine. A request that came through a proxy is not from this machine, whatever its address.
 */
public final class WebGate {
    private static final List<String> PROXY_MARKS =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");

    /** Who knows both may look. */
    public record Login(String user, Secret password) {
        private boolean is(String givenUser, String givenPassword) {
            boolean user = new Secret(this.user).equals(new Secret(givenUser));
            return password.equals(new Secret(givenPassword)) & user;
        }
    }

    private final Optional<Secret> token;
    private final Optional<Login> login;

    /** With neither a token nor a login, only this very machine may look. */
    public WebGate(Optional<Secret> token, Optional<Login> login) {
        this.token = token;
        this.login = login;
    }

    /** Throws the answer 401 unless the request may be served. */
    public void check(Context context) {
        boolean open = token.isEmpty() && login.isEmpty();
        if (open ? !local(context) : !brings(context)) {
            context.header("WWW-Authenticate", "Basic realm=\"tidelock\", charset=\"UTF-8\"");
            throw new UnauthorizedResponse(refusal(open));
        }
    }

    private String refusal(boolean open) {
        if (open) {
            return "Only for this machine. To look from elsewhere, start the server with --web-token.";
        }
        return login.isPresent()
                ? "User name and password are needed."
                : "The web token is needed: as bearer token, or as password of any user name.";
    }

    private boolean brings(Context context) {
        String header = Optional.ofNullable(context.header("Authorization")).orElse("");
        if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return isToken(header.substring(7).trim());
        }
        if (header.regionMatches(true, 0, "Basic ", 0, 6)) {
            try {
                String pair = new String(
                        Base64.getDecoder().decode(header.substring(6).trim()), StandardCharsets.UTF_8);
                int colon = pair.indexOf(':');
                String user = pair.substring(0, Math.max(0, colon));
                String password = pair.substring(colon + 1);
                return isToken(password)
                        | login.filter(known -> known.is(user, password)).isPresent();
            } catch (IllegalArgumentException notBase64) {
                return false;
            }
        }
        return false;
    }

    private boolean isToken(String given) {
        return token.filter(known -> known.equals(new Secret(given))).isPresent();
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
