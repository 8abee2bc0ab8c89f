package io.tidelock.vcs.github.app;

import io.tidelock.core.port.Unavailable;
import io.tidelock.core.secret.RsaKey;
import io.tidelock.core.secret.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The private key of an App, from PEM: PKCS#1, as GitHub hands it out, or PKCS#8. */
public final class AppKey {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ((?:RSA )?PRIVATE KEY)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private AppKey() {}

    /** {@code Unavailable} when it is none: the file may just be being written. */
    static PrivateKey read(Secret pem) {
        try {
            return parse(pem);
        } catch (IllegalArgumentException e) {
            throw Unavailable.notDone(String.valueOf(e.getMessage()), null);
        }
    }

    /** Throws {@code IllegalArgumentException}, with a sentence for the operator and without the key, when it is none. */
    public static void check(Secret pem) {
        parse(pem);
    }

    private static PrivateKey parse(Secret pem) {
        // in a variable, the lines often end with a backslash and an n
        String text = pem.reveal().replace("\\n", "\n");
        Matcher found = PEM.matcher(text);
        if (!found.find()) {
            throw new IllegalArgumentException(
                    text.contains("ENCRYPTED")
                            ? "the private key of the GitHub App is encrypted, expected one without a password"
                            : "the private key of the GitHub App is not one, expected a text that begins with"
                                    + " -----BEGIN RSA PRIVATE KEY----- or -----BEGIN PRIVATE KEY-----");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(found.group(2));
            byte[] pkcs8 = found.group(1).startsWith("RSA") ? RsaKey.pkcs8(der) : der;
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (IllegalArgumentException | GeneralSecurityException damaged) {
            throw new IllegalArgumentException(
                    "the private key of the GitHub App is damaged, expected the whole file as GitHub handed it out");
        }
    }
}
