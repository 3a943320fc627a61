package io.kefu.storage.erasure;

import io.kefu.storage.accounts.Sha256;
import io.kefu.storage.fault.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The key that signs receipts: {@code erasures.key} (PKCS #8, PEM, mode 0600) and {@code erasures.pub} (PEM, for whoever
 * checks). Both are made once; without them old receipts cannot be checked, so they belong in a backup.
 */
public final class ReceiptKey {
    static final String ALGORITHM = "Ed25519";

    private final PrivateKey secret;
    private final PublicKey open;

    private ReceiptKey(PrivateKey secret, PublicKey open) {
        this.secret = secret;
        this.open = open;
    }

    /**
     * The key of a data directory, made when there is none.
     *
     * @throws StorageException when it cannot be read or written, or its halves do not belong together
     */
    public static ReceiptKey of(Path directory) {
        Path key = directory.resolve("erasures.key");
        Path pub = directory.resolve("erasures.pub");
        try {
            if (Files.notExists(key)) {
                make(key, pub);
            }
            PrivateKey secret = KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(bytes(Files.readString(key))));
            PublicKey open = publicKey(secret);
            if (Files.notExists(pub)) {
                OwnersFile.write(pub, "rw-r--r--", pem("PUBLIC KEY", open.getEncoded()));
            }
            if (!open.equals(publicKey(Files.readString(pub)))) {
                throw new GeneralSecurityException("erasures.pub is of another key");
            }
            return new ReceiptKey(secret, open);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new StorageException(
                    key + " cannot be used: " + e.getMessage()
                            + ". Restore it and erasures.pub from a backup; or put both elsewhere: new ones are made, and"
                            + " receipts of before are checked with the erasures.pub of before",
                    e);
        }
    }

    /** The secret half alone: the public one follows from it, so that a stop in between leaves nothing torn. */
    private static void make(Path key, Path pub) throws IOException, GeneralSecurityException {
        if (Files.exists(pub)) {
            throw new GeneralSecurityException("it is missing, and erasures.pub is there");
        }
        KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        OwnersFile.write(key, "rw-------", pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    }

    /** A key pair is made of 32 random bytes, which the secret half is (RFC 8032, section 5.1.5). */
    private static PublicKey publicKey(PrivateKey secret) throws GeneralSecurityException {
        byte[] seed = ((EdECPrivateKey) secret)
                .getBytes()
                .orElseThrow(() -> new GeneralSecurityException("it does not give its bytes"));
        KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
        generator.initialize(NamedParameterSpec.ED25519, new Given(seed));
        return generator.generateKeyPair().getPublic();
    }

    /** Bytes that are known. */
    private static final class Given extends SecureRandom {
        private static final long serialVersionUID = 1;
        private final byte[] given;

        Given(byte[] given) {
            this.given = given.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != given.length) {
                throw new IllegalStateException("this Java runtime makes Ed25519 keys of other bytes than RFC 8032");
            }
            System.arraycopy(given, 0, bytes, 0, given.length);
        }
    }

    private static String pem(String what, byte[] encoded) {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(encoded);
        return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
    }

    private static byte[] bytes(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }

    static PublicKey publicKey(String pem) throws GeneralSecurityException {
        return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(bytes(pem)));
    }

    /** The first 16 hex digits of the SHA-256 of the public key as it is encoded. */
    public String id() {
        return id(open);
    }

    static String id(PublicKey key) {
        var digest = Sha256.digest();
        return HexFormat.of().formatHex(digest.digest(key.getEncoded()), 0, 8);
    }

    /** The public half, as PEM. */
    public String publicPem() {
        return pem("PUBLIC KEY", open.getEncoded());
    }

    byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot sign with Ed25519", e);
        }
    }
}
