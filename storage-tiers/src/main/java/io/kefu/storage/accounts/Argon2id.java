package io.kefu.storage.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) with 19 MiB, two passes and one lane, the least that the OWASP Password Storage Cheat Sheet advises.
 * Hashes are stored in the PHC string form, parameters included, so that these can be raised later. At most
 * {@value #AT_ONCE} run at the same time: memory stays bounded, and a flood of sign-ins gets {@link TooManySignIns}.
 */
final class Argon2id {
    static final int MEMORY_KIB = 19 * 1024;
    static final int PASSES = 2;
    static final int LANES = 1;
    static final int AT_ONCE = 2;
    static final long MAX_WAIT_MS = 2_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern PHC =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([^$]+)\\$([^$]+)");

    private final Semaphore turns = new Semaphore(AT_ONCE, true);
    private final LongAdder computed = new LongAdder();

    /** How many hashes this has computed since it was made. */
    long computed() {
        return computed.sum();
    }

    /** A new salted hash of {@code password} in PHC form. */
    String hash(String password) {
        byte[] salt = RandomIds.bytes(SALT_BYTES);
        return phc(salt, compute(password, salt, MEMORY_KIB, PASSES, LANES));
    }

    /** What no password matches, at the price of matching one: random bytes in the place of a hash. Costs nothing to make. */
    static String nobodys() {
        return phc(RandomIds.bytes(SALT_BYTES), RandomIds.bytes(HASH_BYTES));
    }

    private static String phc(byte[] salt, byte[] hash) {
        var base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(hash);
    }

    /** Whether {@code password} is the one behind {@code phc}. */
    boolean matches(String password, String phc) {
        Matcher parts = PHC.matcher(phc);
        if (!parts.matches()) {
            throw new AccountsException("a stored password is not in the form $argon2id$v=19$… — set it anew");
        }
        var base64 = Base64.getDecoder();
        byte[] actual = compute(
                password,
                base64.decode(parts.group(4)),
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)));
        return MessageDigest.isEqual(actual, base64.decode(parts.group(5)));
    }

    private byte[] compute(String password, byte[] salt, int memoryKib, int passes, int lanes) {
        takeTurn();
        try {
            var generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(memoryKib)
                    .withIterations(passes)
                    .withParallelism(lanes)
                    .withSalt(salt)
                    .build());
            byte[] hash = new byte[HASH_BYTES];
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
            computed.increment();
            return hash;
        } finally {
            turns.release();
        }
    }

    private void takeTurn() {
        try {
            if (!turns.tryAcquire(MAX_WAIT_MS, TimeUnit.MILLISECONDS)) {
                throw new TooManySignIns(MAX_WAIT_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TooManySignIns(MAX_WAIT_MS);
        }
    }
}
