package io.kefu.server.admin;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Addresses of files that work without a token for five minutes: HMAC-SHA256 (RFC 2104) over the file's id and the end,
 * with a random key of this installation. A link names one file, so no other can be made of it.
 */
public final class SignedLinks {
    static final Duration VALID = Duration.ofMinutes(5);
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final InstantSource clock;

    /** {@code key}: at least 32 random bytes. */
    public SignedLinks(byte[] key, InstantSource clock) {
        if (key.length < 32) {
            throw new IllegalArgumentException("a key for links needs 32 bytes");
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.clock = clock;
    }

    /** {@code exp=…&sig=…}. */
    String query(String fileId, Instant expiresAt) {
        long seconds = expiresAt.getEpochSecond();
        return "exp=" + seconds + "&sig=" + sign(fileId, seconds);
    }

    Instant expiry() {
        return Instant.ofEpochSecond(clock.instant().plus(VALID).getEpochSecond());
    }

    boolean valid(String fileId, Optional<Long> expiresAt, Optional<String> signature) {
        if (expiresAt.isEmpty() || signature.isEmpty()) {
            return false;
        }
        byte[] expected = sign(fileId, expiresAt.get()).getBytes(StandardCharsets.US_ASCII);
        boolean ours = MessageDigest.isEqual(expected, signature.get().getBytes(StandardCharsets.UTF_8));
        return ours && clock.instant().getEpochSecond() < expiresAt.get();
    }

    private String sign(String fileId, long expiresAt) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] signature = mac.doFinal((fileId + "\n" + expiresAt).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
