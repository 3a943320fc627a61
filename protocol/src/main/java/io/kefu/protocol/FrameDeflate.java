package io.kefu.protocol;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Payloads of permessage-deflate without context takeover (RFC 7692, sections 7.2.1 and 7.2.2): every message stands for
 * itself, so a connection keeps no window and all of them share a few. Safe for use by many threads.
 */
public final class FrameDeflate {
    /** What an empty stored block ends with; never sent. */
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private static final byte[] NOTHING = {};
    private static final int WINDOW = 32 * 1024;
    private static final int PIECE = 4 * 1024;

    /** Nobody needs more than one; each costs a copy of the window, for two bytes of the payload. */
    private static final int MOST_FINAL_BLOCKS = 16;

    private static final Kept<Deflater> DEFLATERS = new Kept<>(() -> new Deflater(Deflater.BEST_SPEED, true));
    private static final Kept<Inflater> INFLATERS = new Kept<>(() -> new Inflater(true));

    private FrameDeflate() {}

    /** A message that is larger than its reader takes. */
    public static final class TooLargeException extends Exception {
        TooLargeException(int most) {
            super("a message has at most " + most + " bytes when it is inflated", null, false, false);
        }
    }

    /** The compressed form; empty when it would not be smaller. */
    public static byte[] deflate(byte[] payload) {
        Deflater deflater = DEFLATERS.take();
        try {
            deflater.setInput(payload);
            byte[] target = new byte[payload.length + TAIL.length];
            int length = deflater.deflate(target, 0, target.length, Deflater.SYNC_FLUSH) - TAIL.length;
            boolean whole = length + TAIL.length < target.length && deflater.needsInput();
            return whole && length < payload.length ? Arrays.copyOf(target, length) : NOTHING;
        } finally {
            deflater.reset();
            if (!DEFLATERS.keep(deflater)) {
                deflater.end();
            }
        }
    }

    /**
     * The message that was compressed. Takes no more memory than twice the bound, whatever the payload claims.
     *
     * @throws TooLargeException when it has more than {@code most} bytes
     * @throws DataFormatException when it is not DEFLATE (RFC 1951), or begins anew again and again
     */
    public static byte[] inflate(byte[] payload, int most) throws DataFormatException, TooLargeException {
        Inflater inflater = INFLATERS.take();
        try {
            return inflated(inflater, payload, most);
        } finally {
            inflater.reset();
            if (!INFLATERS.keep(inflater)) {
                inflater.end();
            }
        }
    }

    private static byte[] inflated(Inflater inflater, byte[] payload, int most)
            throws DataFormatException, TooLargeException {
        byte[] input = Arrays.copyOf(payload, payload.length + TAIL.length);
        System.arraycopy(TAIL, 0, input, payload.length, TAIL.length);
        inflater.setInput(input);
        var message = new ByteArrayOutputStream(Math.min(most, 4 * payload.length + 64));
        byte[] piece = new byte[PIECE];
        int finalBlocks = 0;
        while (true) {
            int count = inflater.inflate(piece);
            if (message.size() + count > most) {
                throw new TooLargeException(most);
            }
            message.write(piece, 0, count);
            if (inflater.needsDictionary()) {
                throw new DataFormatException("a preset dictionary is not of permessage-deflate");
            }
            if (inflater.finished()) {
                if (inflater.getRemaining() <= TAIL.length) {
                    return message.toByteArray();
                }
                if (++finalBlocks > MOST_FINAL_BLOCKS) {
                    throw new DataFormatException("a message has at most " + MOST_FINAL_BLOCKS + " final blocks");
                }
                goOn(inflater, input, message);
            } else if (count == 0 && inflater.needsInput()) {
                return message.toByteArray();
            }
        }
    }

    /** A final block does not end a message (section 7.2.3.4): blocks may follow, and look back over it. */
    private static void goOn(Inflater inflater, byte[] input, ByteArrayOutputStream message) {
        int left = inflater.getRemaining();
        byte[] window = message.toByteArray();
        int from = Math.max(0, window.length - WINDOW);
        inflater.reset();
        inflater.setDictionary(window, from, window.length - from);
        inflater.setInput(input, input.length - left, left);
    }
}
