package io.tidelock.run.meaning;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidelock.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hashes that nobody can try out values against who has not the key. The name of what is hashed goes into the hash, so that
 * not even two equal values show that they are equal.
 */
public final class KeyedHash {
    private static final int HEX_DIGITS = 32;

    private final SecretKeySpec key;

    public KeyedHash(Secret key) {
        this.key = new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    /** Of the value, whatever the order of its objects' fields and the form of its numbers. */
    String of(String name, JsonNode value) {
        return of(name, Canonical.text(value));
    }

    /** Of texts in this order; no two different lists have the same. */
    public String of(String name, Collection<String> texts) {
        StringBuilder all = new StringBuilder();
        texts.forEach(text -> Canonical.append(all, text));
        return of(name, all.toString());
    }

    String of(String name, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update((name.length() + ":" + name).getBytes(StandardCharsets.UTF_8));
            byte[] hash = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, HEX_DIGITS);
        } catch (GeneralSecurityException bug) {
            throw new IllegalStateException("HMAC-SHA-256 does not work in this Java", bug);
        }
    }
}
