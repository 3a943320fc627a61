package io.kefu.storage.tier;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;

/**
 * Adds up a {@link DayDigest}: the sum, modulo 2^64 in each of four lanes, of every message's SHA-256, so that the order
 * of rows does not matter and a row held twice shows.
 */
public final class DigestSum {
    private final MessageDigest sha = sha256();
    private final long[] lanes = new long[4];
    private long count;

    public void add(StoredMessage message) {
        put(message.conversationId());
        put(message.epoch());
        put(message.seq());
        put(message.atMillis());
        put(message.body());
        Amendment amendment = message.amendment();
        put(amendment == null ? 0 : amendment.kind().code());
        put(amendment == null ? 0 : amendment.bySeq());
        put(amendment == null ? "" : amendment.text());
        ByteBuffer hash = ByteBuffer.wrap(sha.digest());
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] += hash.getLong();
        }
        count++;
    }

    public DayDigest of(LocalDate day) {
        ByteBuffer all = ByteBuffer.allocate(lanes.length * Long.BYTES);
        for (long lane : lanes) {
            all.putLong(lane);
        }
        return new DayDigest(day, count, HexFormat.of().formatHex(all.array()));
    }

    private void put(String text) {
        put(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The length first, so that two fields never run into one another. */
    private void put(byte[] bytes) {
        put(bytes.length);
        sha.update(bytes);
    }

    private void put(long number) {
        sha.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
