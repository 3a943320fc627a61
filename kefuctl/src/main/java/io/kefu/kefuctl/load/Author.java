package io.kefu.kefuctl.load;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One side of a conversation: what it has on the way, since when, and what of it was heard of. Numbers are looked up in a
 * ring, so that counting costs the generator next to nothing.
 */
final class Author {
    /** What an acknowledged message has as its number where a server gave none. */
    static final int UNKNOWN = 0;

    /** Numbers that are remembered for the check against the journal; later ones are only counted. */
    private static final int MOST_REMEMBERED = 1 << 22;

    final boolean agent;
    final Link link;
    private final Template template;
    private final int ring;
    private final long[] since;
    private final long[] numbers;
    private final int[] heard;
    private int[] seqs = new int[64];
    private long next = 1;
    private int inFlight;

    /** The largest number of the conversation that this side was told of as another's message. */
    long lastSeq;

    private long lastAcked;

    /** What a frame about one of its messages means. */
    enum Heard {
        /** Something is still to come. */
        MORE,
        /** The acknowledgement and all deliveries have come. */
        ALL,
        /** It was heard of before, or is not on its way. */
        AGAIN
    }

    Author(boolean agent, Link link, Template template, int ring) {
        this.agent = agent;
        this.link = link;
        this.template = template;
        this.ring = ring;
        this.since = new long[ring];
        this.numbers = new long[ring];
        this.heard = new int[ring];
    }

    int inFlight() {
        return inFlight;
    }

    long sent() {
        return next - 1;
    }

    /** Sends one more that counts from {@code sinceNanos}; false when too much is on the way. */
    boolean send(long sinceNanos) {
        int slot = slot(next);
        ByteBuffer room = numbers[slot] == 0 ? link.room(template.length()) : null;
        if (room == null) {
            return false;
        }
        template.write(next, room);
        numbers[slot] = next++;
        since[slot] = sinceNanos;
        heard[slot] = 0;
        inFlight++;
        return true;
    }

    private int slot(long number) {
        return (int) (number & (ring - 1));
    }

    boolean onTheWay(long number) {
        return numbers[slot(number)] == number;
    }

    long since(long number) {
        return since[slot(number)];
    }

    /** The sign is the acknowledgement, the rest counts deliveries. */
    Heard acknowledged(long number, long seq, int audience) {
        int slot = slot(number);
        if (numbers[slot] != number || heard[slot] < 0) {
            return Heard.AGAIN;
        }
        remember(number, seq);
        heard[slot] |= Integer.MIN_VALUE;
        return finished(slot, audience);
    }

    Heard delivered(long number, int audience) {
        int slot = slot(number);
        if (numbers[slot] != number || (heard[slot] & Integer.MAX_VALUE) == audience) {
            return Heard.AGAIN;
        }
        heard[slot]++;
        return finished(slot, audience);
    }

    private Heard finished(int slot, int audience) {
        if (heard[slot] != (Integer.MIN_VALUE | audience)) {
            return Heard.MORE;
        }
        numbers[slot] = 0;
        inFlight--;
        return Heard.ALL;
    }

    /** It was refused: nothing more comes of it. */
    void refused(long number) {
        int slot = slot(number);
        if (numbers[slot] == number) {
            numbers[slot] = 0;
            inFlight--;
        }
    }

    private void remember(long number, long seq) {
        if (number >= MOST_REMEMBERED) {
            return;
        }
        if (number >= seqs.length) {
            seqs = Arrays.copyOf(seqs, (int) Math.min(MOST_REMEMBERED, Math.max(number + 1, seqs.length * 2L)));
        }
        seqs[(int) number] = (int) seq;
    }

    /** The number in the conversation that a message was acknowledged with; {@link #UNKNOWN} for none. */
    long seqOf(long number) {
        return number < seqs.length ? seqs[(int) number] : UNKNOWN;
    }

    /** Whether acknowledgements came in the order of what they are for. */
    boolean inOrder(long number) {
        boolean right = number > lastAcked;
        lastAcked = Math.max(lastAcked, number);
        return right;
    }

    /** Of those on the way: acknowledged, and yet not delivered to everyone. */
    int undelivered() {
        int count = 0;
        for (int slot = 0; slot < ring; slot++) {
            count += numbers[slot] != 0 && heard[slot] < 0 ? 1 : 0;
        }
        return count;
    }
}
