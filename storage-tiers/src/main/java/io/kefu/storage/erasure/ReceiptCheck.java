package io.kefu.storage.erasure;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import tools.jackson.databind.node.ObjectNode;

/** Tells a receipt that a server signed from one that was changed since, or that another one signed. Needs no server. */
public enum ReceiptCheck {
    /** It says what the server said. */
    GENUINE,
    /** It is the key's that it names, but not what that key signed. */
    TAMPERED,
    /** Another key signed it. */
    OTHER_KEY;

    /**
     * Checks a receipt.
     *
     * @param publicPem the server's public key, as PEM
     * @throws IllegalArgumentException when that is none
     */
    public static ReceiptCheck of(ObjectNode receipt, String publicPem) {
        PublicKey key = key(publicPem);
        if (!receipt.path("key_id").asString("").equals(ReceiptKey.id(key))) {
            return OTHER_KEY;
        }
        return verifies(receipt, key) ? GENUINE : TAMPERED;
    }

    private static PublicKey key(String pem) {
        try {
            return ReceiptKey.publicKey(pem);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("it is no Ed25519 public key in PEM", e);
        }
    }

    private static boolean verifies(ObjectNode receipt, PublicKey key) {
        try {
            Signature signature = Signature.getInstance(ReceiptKey.ALGORITHM);
            signature.initVerify(key);
            signature.update(ErasureReceipt.signed(receipt));
            return signature.verify(
                    Base64.getDecoder().decode(receipt.path("signature").asString("")));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false; // not even the form of a signature
        }
    }
}
