package io.tidelock.server;

import io.tidelock.core.secret.RsaKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Our own certificate and its key, from PEM files, for serving https. What is wrong with them is said when the server starts. */
final class Certificates {
    private static final Pattern KEY = Pattern.compile(
            "-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private Certificates() {}

    /** {@code IllegalArgumentException} with what is wrong and what is expected. */
    static SslContextFactory.Server serving(Path chainFile, Path keyFile) {
        char[] password = UUID.randomUUID().toString().toCharArray();
        try {
            List<? extends Certificate> chain = chain(chainFile);
            PrivateKey key = key(keyFile);
            if (!together(key, chain.getFirst())) {
                throw new IllegalArgumentException("the key in " + keyFile + " is not that of the first certificate in "
                        + chainFile + ", expected a certificate and its own key");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry("ours", key, password, chain.toArray(Certificate[]::new));
            SslContextFactory.Server factory = new SslContextFactory.Server();
            factory.setKeyStore(store);
            factory.setKeyStorePassword(new String(password));
            factory.setSniRequired(false);
            return factory;
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalArgumentException(
                    "the certificate " + chainFile + " cannot be served: " + broken.getMessage()
                            + ", expected a certificate and its own key",
                    broken);
        }
    }

    /** What the one signs, the other must verify. */
    private static boolean together(PrivateKey key, Certificate certificate) throws GeneralSecurityException {
        String kind = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
        };
        try {
            Signature signature = Signature.getInstance(kind);
            signature.initSign(key);
            signature.update(certificate.getEncoded());
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(certificate.getEncoded());
            return signature.verify(signed);
        } catch (InvalidKeyException | SignatureException another) {
            return false;
        }
    }

    private static List<? extends Certificate> chain(Path file) throws GeneralSecurityException {
        try {
            List<? extends Certificate> chain = List.copyOf(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file))));
            if (!chain.isEmpty()) {
                return chain;
            }
        } catch (IOException unreadable) {
            throw unreadable("--ssl-cert-file", file, unreadable);
        } catch (GeneralSecurityException notPem) {
            // said below
        }
        throw new IllegalArgumentException(
                "no certificate in " + file + ", expected a PEM file for --ssl-cert-file that begins with ours");
    }

    /** The key in a PEM file. */
    static PrivateKey key(Path file) throws GeneralSecurityException {
        String pem;
        try {
            pem = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw unreadable("--ssl-key-file", file, unreadable);
        }
        Matcher found = KEY.matcher(pem);
        if (!found.find()) {
            throw new IllegalArgumentException(
                    "no private key in " + file + ", expected a PEM file for --ssl-key-file");
        }
        byte[] bytes = Base64.getMimeDecoder().decode(found.group(2));
        return switch (found.group(1)) {
            case "PRIVATE KEY" -> key(file, bytes);
            case "RSA PRIVATE KEY" -> key(file, RsaKey.pkcs8(bytes));
            default ->
                throw new IllegalArgumentException("the private key in " + file + " is of the form '" + found.group(1)
                        + "', expected 'PRIVATE KEY'. Convert it: openssl pkcs8 -topk8 -nodes -in " + file
                        + " -out new.pem");
        };
    }

    private static PrivateKey key(Path file, byte[] bytes) throws GeneralSecurityException {
        for (String kind : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (InvalidKeySpecException another) {
                // perhaps the next kind
            }
        }
        throw new IllegalArgumentException(
                "the private key in " + file + " is of no known kind, expected RSA, EC or Ed25519");
    }

    private static IllegalArgumentException unreadable(String flag, Path file, IOException why) {
        return new IllegalArgumentException(
                "the file " + file + " cannot be read: " + why.getMessage() + ", expected a PEM file for " + flag, why);
    }
}
