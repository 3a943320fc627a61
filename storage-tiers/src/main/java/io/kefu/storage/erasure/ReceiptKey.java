package io.kefu.storage.erasure;

import io.kefu.storage.fault.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

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
     * @throws StorageException when it cannot be read or written
     */
    public static ReceiptKey of(Path directory) {
        Path key = directory.resolve("erasures.key");
        Path pub = directory.resolve("erasures.pub");
        try {
            if (Files.notExists(key) || Files.notExists(pub)) {
                make(key, pub);
            }
            KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
            return new ReceiptKey(
                    factory.generatePrivate(new PKCS8EncodedKeySpec(bytes(Files.readString(key)))),
                    publicKey(Files.readString(pub)));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new StorageException(
                    key + " cannot be used: " + e.getMessage()
                            + ". Restore it and erasures.pub from a backup; or delete both, and receipts of before can be"
                            + " checked only with the public key that somebody kept",
                    e);
        }
    }

    /** The secret half comes last: with it alone nothing would be made anew. */
    private static void make(Path key, Path pub) throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        write(pub, "rw-r--r--", pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        write(key, "rw-------", pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    }

    private static void write(Path file, String mode, String text) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] rights = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
        Path aside = Files.createTempFile(file.toAbsolutePath().getParent(), "receipt", ".tmp", rights);
        Files.writeString(aside, text, StandardCharsets.US_ASCII);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
        var digest = io.kefu.storage.accounts.Sha256.digest();
        return java.util.HexFormat.of().formatHex(digest.digest(key.getEncoded()), 0, 8);
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
