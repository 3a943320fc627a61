package io.kefu.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The content hash of a configuration: the first 64 bits of SHA-256 (FIPS 180-4). */
final class Revision {

    private Revision() {}

    /** A changed secret or page is a changed configuration; what goes in is itself a hash and is never shown. */
    static String of(Documents documents) {
        Rendering.Form fingerprint = new Rendering.Form(
                secret -> HexFormat.of().formatHex(sha256().digest(secret.bytes())), documents::pages);
        MessageDigest digest = sha256();
        Rendering.each(documents, fingerprint).stream()
                .sorted()
                .forEach(document -> digest.update(document.getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
