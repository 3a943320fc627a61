package io.kefu.kefuctl.load;

/**
 * What of a whole run did not go as the protocol promises.
 *
 * @param sent by all sides
 * @param unanswered neither acknowledged nor refused when the run was over
 * @param undelivered acknowledged, and not come to everyone who must have it
 * @param doubled acknowledged or delivered once more
 * @param reordered came after one with a larger number
 * @param refused with an error
 */
public record Tally(long sent, long unanswered, long undelivered, long doubled, long reordered, long refused) {

    public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0);

    /** Of two processes together. */
    public Tally plus(Tally other) {
        return new Tally(
                sent + other.sent,
                unanswered + other.unanswered,
                undelivered + other.undelivered,
                doubled + other.doubled,
                reordered + other.reordered,
                refused + other.refused);
    }

    /** Whether everything that was taken came to everyone, once and in order. */
    public boolean sound() {
        return undelivered == 0 && doubled == 0 && reordered == 0;
    }
}
