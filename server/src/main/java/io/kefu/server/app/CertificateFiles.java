package io.kefu.server.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A certificate and its key in two files of PEM (RFC 7468): read anew each time that it is asked. */
public record CertificateFiles(Path certificate, Path key) {

    private static final Logger log = LoggerFactory.getLogger(CertificateFiles.class);
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");
    private static final long MOST_BYTES = 1 << 20;

    /** What was read, and fits together. */
    public record Pair(List<X509Certificate> chain, PrivateKey key) {}

    /** Why they are no certificate and its key, with the remedy. */
    public static final class BadCertificateException extends Exception {
        BadCertificateException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Both, once it is sure that they fit together and hold now. */
    public Pair read() throws BadCertificateException {
        List<X509Certificate> chain = chain();
        PrivateKey read = key(chain.getFirst());
        try {
            chain.getFirst().checkValidity();
        } catch (GeneralSecurityException e) {
            throw new BadCertificateException(
                    certificate + " is not valid now: from "
                            + chain.getFirst().getNotBefore().toInstant() + " to "
                            + chain.getFirst().getNotAfter().toInstant() + " — have it renewed",
                    e);
        }
        return new Pair(chain, read);
    }

    private List<X509Certificate> chain() throws BadCertificateException {
        try {
            List<X509Certificate> chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(bytes(certificate)))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (chain.isEmpty()) {
                throw new BadCertificateException(certificate + " holds no certificate — it must be PEM", null);
            }
            return chain;
        } catch (GeneralSecurityException e) {
            throw new BadCertificateException(certificate + " holds no certificate — it must be PEM", e);
        }
    }

    private PrivateKey key(X509Certificate of) throws BadCertificateException {
        Matcher pem = KEY.matcher(new String(bytes(key), StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            throw new BadCertificateException(
                    key + " holds no private key in PKCS #8 — make it one: openssl pkcs8 -topk8 -nocrypt", null);
        }
        PrivateKey found = decoded(pem.group(1));
        if (!belongs(found, of)) {
            throw new BadCertificateException(
                    key + " is not the key of " + certificate + " — give both of the same request", null);
        }
        return found;
    }

    private PrivateKey decoded(String base64) throws BadCertificateException {
        byte[] encoded = bytes(base64);
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException e) {
                log.trace("{} is no {} key", key, algorithm, e);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Every Java platform has " + algorithm, e);
            }
        }
        throw new BadCertificateException(key + " is a key of no kind that is known here: use EC or RSA", null);
    }

    private byte[] bytes(String base64) throws BadCertificateException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new BadCertificateException(key + " is damaged: it is no whole base64 — copy it again", e);
        }
    }

    /** What the key signs the certificate's own key proves. */
    private static boolean belongs(PrivateKey key, X509Certificate certificate) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
        };
        try {
            byte[] something = certificate.getSerialNumber().toByteArray();
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(something);
            Signature proving = Signature.getInstance(algorithm);
            proving.initVerify(certificate.getPublicKey());
            proving.update(something);
            return proving.verify(signing.sign());
        } catch (GeneralSecurityException e) {
            return false; // of two kinds
        }
    }

    private static byte[] bytes(Path file) throws BadCertificateException {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new BadCertificateException(
                        file + " is larger than any certificate — is it the right one?", null);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BadCertificateException(
                    file + " cannot be read (" + e.getClass().getSimpleName() + ") — see that it is there and this"
                            + " user may read it",
                    e);
        }
    }
}
