package io.tidelock.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tidelock.sandbox.app.App;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Web tokens as an App signs them. */
final class WebTokens {
    private WebTokens() {}

    /** A good one. */
    static String of(App app) {
        long now = Instant.now().getEpochSecond();
        return of(app, now - 60, now + 540, Long.toString(app.id()));
    }

    /** Signed by the App, with times in seconds and an issuer. */
    static String of(App app, long issued, long ends, String issuer) {
        try {
            return of(Files.readString(app.keyFile()), issued, ends, issuer);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static String of(String pem, long issued, long ends, String issuer) {
        String text = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "."
                + base64("{\"iat\":" + issued + ",\"exp\":" + ends + ",\"iss\":\"" + issuer + "\"}");
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(new JcaPEMKeyConverter()
                    .getKeyPair((PEMKeyPair) parser.readObject())
                    .getPrivate());
            signature.update(text.getBytes(US_ASCII));
            return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(US_ASCII));
    }
}
