package io.tidelock.vcs.github.app;

import io.tidelock.core.port.Unavailable;
import io.tidelock.core.secret.Secret;
import java.io.ByteArrayOutputStream;
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

    /** Version 0, algorithm rsaEncryption without parameters: what PKCS#8 says before the key. */
    private static final byte[] RSA = {
        0x02,
        0x01,
        0x00,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;

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
            byte[] pkcs8 = found.group(1).startsWith("RSA") ? wrapped(der) : der;
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (IllegalArgumentException | GeneralSecurityException damaged) {
            throw new IllegalArgumentException(
                    "the private key of the GitHub App is damaged, expected the whole file as GitHub handed it out");
        }
    }

    private static byte[] wrapped(byte[] pkcs1) {
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        inner.writeBytes(RSA);
        write(inner, OCTETS, pkcs1);
        ByteArrayOutputStream outer = new ByteArrayOutputStream();
        write(outer, SEQUENCE, inner.toByteArray());
        return outer.toByteArray();
    }

    /** A value as DER writes it: kind, length, bytes. */
    private static void write(ByteArrayOutputStream to, int kind, byte[] bytes) {
        to.write(kind);
        if (bytes.length < 0x80) {
            to.write(bytes.length);
        } else {
            int digits = bytes.length > 0xffff ? 3 : bytes.length > 0xff ? 2 : 1;
            to.write(0x80 | digits);
            for (int shift = (digits - 1) * 8; shift >= 0; shift -= 8) {
                to.write(bytes.length >> shift);
            }
        }
        to.writeBytes(bytes);
    }
}
