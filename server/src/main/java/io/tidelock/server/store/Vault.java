package io.tidelock.server.store;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Compresses and encrypts (AES-256-GCM). What was sealed under one label opens under that label only, so that nobody can
 * pass one pull request's plan off as another's by swapping rows.
 *
 * <p>Form: version (1 byte), key id (8), nonce (12), then encrypted: SHA-256 of the plain bytes (32), their length (4), and
 * the plain bytes deflated.
 */
final class Vault {
    private static final byte VERSION = 1;
    private static final int KEY_ID = 8;
    private static final int NONCE = 12;
    private static final int DIGEST = 32;
    private static final int HEAD = 1 + KEY_ID + NONCE;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final byte[] keyId;
    private final SecureRandom random = new SecureRandom();

    Vault(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
        this.keyId = Arrays.copyOf(sha256(key), KEY_ID);
    }

    /** What bytes are, and whose: no two different lists of parts give the same label. */
    static byte[] label(String... parts) {
        ByteArrayOutputStream label = new ByteArrayOutputStream();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            label.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
            label.writeBytes(bytes);
        }
        return label.toByteArray();
    }

    /** Another key, that tells nothing of this one; the same for the same use. */
    byte[] derive(String use) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
            return mac.doFinal(label("derived", use));
        } catch (GeneralSecurityException bug) {
            throw new IllegalStateException("HMAC-SHA-256 does not work in this Java", bug);
        }
    }

    byte[] seal(byte[] label, byte[] plain) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] packed = deflate(plain);
        byte[] content = ByteBuffer.allocate(DIGEST + 4 + packed.length)
                .put(sha256(plain))
                .putInt(plain.length)
                .put(packed)
                .array();
        try {
            byte[] closed = cipher(Cipher.ENCRYPT_MODE, nonce, label).doFinal(content);
            return ByteBuffer.allocate(HEAD + closed.length)
                    .put(VERSION)
                    .put(keyId)
                    .put(nonce)
                    .put(closed)
                    .array();
        } catch (GeneralSecurityException bug) {
            throw new IllegalStateException("AES-256-GCM does not work in this Java", bug);
        }
    }

    /** @param what what it is, for the complaint */
    byte[] open(byte[] label, byte[] sealed, String what) {
        if (sealed.length <= HEAD || sealed[0] != VERSION) {
            throw spoiled(what, "it was not sealed by this version of Tidelock");
        }
        byte[] otherId = Arrays.copyOfRange(sealed, 1, 1 + KEY_ID);
        if (!Arrays.equals(otherId, keyId)) {
            HexFormat hex = HexFormat.of();
            throw spoiled(
                    what,
                    "it was encrypted with key " + hex.formatHex(otherId) + ", this server has key "
                            + hex.formatHex(keyId));
        }
        byte[] content;
        try {
            byte[] nonce = Arrays.copyOfRange(sealed, 1 + KEY_ID, HEAD);
            content = cipher(Cipher.DECRYPT_MODE, nonce, label).doFinal(sealed, HEAD, sealed.length - HEAD);
        } catch (GeneralSecurityException changed) {
            throw spoiled(what, "its bytes were changed, or belong to another row");
        }
        ByteBuffer parts = ByteBuffer.wrap(content);
        byte[] digest = new byte[DIGEST];
        parts.get(digest);
        byte[] plain = inflate(content, DIGEST + 4, parts.getInt(), what);
        if (!MessageDigest.isEqual(digest, sha256(plain))) {
            throw spoiled(what, "it does not have the digest it was stored with");
        }
        return plain;
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] label) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(label);
        return cipher;
    }

    private static byte[] deflate(byte[] plain) {
        try (Deflater deflater = new Deflater(Deflater.BEST_SPEED)) {
            deflater.setInput(plain);
            deflater.finish();
            ByteArrayOutputStream packed = new ByteArrayOutputStream(Math.max(64, plain.length / 2));
            byte[] some = new byte[64 * 1024];
            while (!deflater.finished()) {
                packed.write(some, 0, deflater.deflate(some));
            }
            return packed.toByteArray();
        }
    }

    private static byte[] inflate(byte[] content, int from, int length, String what) {
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(content, from, content.length - from);
            byte[] plain = new byte[length];
            int filled = 0;
            while (filled < length) {
                int more = inflater.inflate(plain, filled, length - filled);
                if (more == 0) {
                    throw spoiled(what, "it ends too early");
                }
                filled += more;
            }
            return plain;
        } catch (DataFormatException broken) {
            throw spoiled(what, "it cannot be unpacked");
        }
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException bug) {
            throw new IllegalStateException("SHA-256 is missing from this Java", bug);
        }
    }

    private static Refused spoiled(String what, String why) {
        return new Refused(
                Refused.Kind.NOT_ACCEPTABLE,
                Problem.of(
                        what + " cannot be read: " + why,
                        "the bytes that were stored",
                        "Plan again if it is a plan; otherwise restore the data folder from a backup."));
    }
}
