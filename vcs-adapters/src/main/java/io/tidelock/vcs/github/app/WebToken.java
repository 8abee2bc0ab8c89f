package io.tidelock.vcs.github.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidelock.core.secret.Secret;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** A JSON Web Token by which an App speaks for itself, RS256. */
final class WebToken {
    /** Its beginning, for clocks that differ a little. GitHub takes no token from the future. */
    private static final Duration BACK = Duration.ofSeconds(60);

    /** Its end. GitHub takes ten minutes at most. */
    private static final Duration LIFE = Duration.ofMinutes(9);

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private WebToken() {}

    /**
     * @param issuer the App's id, or its client id: letters, digits and dots
     * @param there what time it is at the host
     */
    static Secret of(String issuer, PrivateKey key, Instant there) {
        String claims = "{\"iat\":" + there.minus(BACK).getEpochSecond() + ",\"exp\":"
                + there.plus(LIFE).getEpochSecond() + ",\"iss\":\"" + issuer + "\"}";
        String text = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + base64(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(UTF_8));
            return new Secret(text + "." + BASE64.encodeToString(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java signs with RSA", e);
        }
    }

    private static String base64(String text) {
        return BASE64.encodeToString(text.getBytes(UTF_8));
    }
}
