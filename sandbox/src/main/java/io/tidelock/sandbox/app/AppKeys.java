package io.tidelock.sandbox.app;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** The keys of an App, in the form in which GitHub hands them out (PKCS#1). The first is kept in a file from one start to the next. */
final class AppKeys {
    private final Path file;
    private final List<PublicKey> valid = new ArrayList<>();

    AppKeys(Path file) {
        this.file = file;
    }

    /** The file with the first key, made now if there is none. */
    synchronized Path file() {
        if (valid.isEmpty()) {
            try {
                if (!Files.exists(file)) {
                    Files.writeString(file, pem(newPair()));
                }
                valid.add(read(Files.readString(file)));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot keep the key of the sandbox's App in " + file, e);
            }
        }
        return file;
    }

    /** One more key, which is good from now on, as PEM. */
    synchronized String more() {
        file();
        KeyPair pair = newPair();
        valid.add(pair.getPublic());
        return pem(pair);
    }

    /** Takes back all keys but the newest. */
    synchronized void onlyNewest() {
        file();
        valid.subList(0, valid.size() - 1).clear();
    }

    /** Whether one of the keys signed this. */
    synchronized boolean signed(byte[] text, byte[] signature) {
        file();
        return valid.stream().anyMatch(key -> signed(key, text, signature));
    }

    private static boolean signed(PublicKey key, byte[] text, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(key);
            verifier.update(text);
            return verifier.verify(signature);
        } catch (GeneralSecurityException none) {
            return false;
        }
    }

    private static PublicKey read(String pem) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            return new JcaPEMKeyConverter()
                    .getKeyPair((PEMKeyPair) parser.readObject())
                    .getPublic();
        }
    }

    private static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    private static String pem(KeyPair pair) {
        try {
            byte[] pkcs1 = PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded())
                    .parsePrivateKey()
                    .toASN1Primitive()
                    .getEncoded();
            return "-----BEGIN RSA PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pkcs1)
                    + "\n-----END RSA PRIVATE KEY-----\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
