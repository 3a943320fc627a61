package io.kefu.server.audit;

/**
 * Where the log ends. Noted somewhere else, it proves later that nothing up to there was changed.
 *
 * @param seq of the last entry; 0 when there is none
 * @param digest of the last entry
 */
public record Head(long seq, String digest) {
    static final Head EMPTY = new Head(0, Chain.GENESIS);

    /** As it is noted: {@code 42:3f…}. */
    @Override
    public String toString() {
        return seq + ":" + digest;
    }
}
