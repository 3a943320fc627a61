package io.kefu.kefuctl.bundle;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Detached signatures: Ed25519 (RFC 8032), one line of base64; keys in PEM (RFC 7468). */
final class Signature {

    private static final String ALGORITHM = "Ed25519";

    private Signature() {}

    static String sign(byte[] text, Path key) {
        try {
            java.security.Signature signature = java.security.Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey(key));
            signature.update(text);
            return Base64.getEncoder().encodeToString(signature.sign()) + "\n";
        } catch (GeneralSecurityException e) {
            throw unusable(key, e);
        }
    }

    /** Throws {@link CommandFailure} naming what was changed, when the key has not signed just that. */
    static void verify(byte[] text, String signature, Path key, String what) {
        boolean genuine;
        try {
            java.security.Signature checked = java.security.Signature.getInstance(ALGORITHM);
            checked.initVerify(publicKey(key));
            checked.update(text);
            genuine = checked.verify(Base64.getMimeDecoder().decode(signature));
        } catch (java.security.SignatureException | IllegalArgumentException e) {
            genuine = false;
        } catch (GeneralSecurityException e) {
            throw unusable(key, e);
        }
        if (!genuine) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    what + " was changed since it was signed, or somebody else has signed it",
                    "fetch it again, and compare the key " + key + " with the publisher's");
        }
    }

    private static PublicKey publicKey(Path file) throws GeneralSecurityException {
        return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(pem(file)));
    }

    private static PrivateKey privateKey(Path file) throws GeneralSecurityException {
        return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(pem(file)));
    }

    private static byte[] pem(Path file) {
        try {
            String body = Files.readString(file).replaceAll("-----[^-]*-----", "");
            return Base64.getMimeDecoder().decode(body);
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(file, e);
        }
    }

    private static CommandFailure unusable(Path key, Exception cause) {
        return new CommandFailure(
                ExitCode.USAGE,
                key + " is no Ed25519 key in PEM, or cannot be read",
                "openssl genpkey -algorithm ed25519 -out kefu.key; openssl pkey -in kefu.key -pubout -out kefu.pub",
                cause);
    }
}
