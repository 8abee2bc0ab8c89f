package io.tidelock.core.secret;

import java.io.ByteArrayOutputStream;

/** The two forms in which the private key of an RSA pair is handed around. */
public final class RsaKey {
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

    private RsaKey() {}

    /**
     * Puts the older form, which PEM calls {@code RSA PRIVATE KEY}, into the newer one, which Java reads.
     *
     * @param pkcs1 DER, as RFC 8017 has it; is not looked into
     * @return DER, as RFC 5208 has it
     */
    public static byte[] pkcs8(byte[] pkcs1) {
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
