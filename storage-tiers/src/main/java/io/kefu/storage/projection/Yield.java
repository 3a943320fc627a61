package io.kefu.storage.projection;

import java.time.Duration;

/**
 * How long a projector rests after a batch while senders are busy, who wait for the same processor. The rest
 * is a multiple of what the batch took, so the multiple is the share that is left to it; the further behind, the larger the
 * share, and the journal is the buffer.
 *
 * @param times the batch's time
 * @param most the longest rest
 */
record Yield(long times, Duration most) {
    /** A tenth: whose rows may wait for seconds anyway; until it comes near the lag that operators are told of. */
    static final Yield PATIENT = new Yield(9, Duration.ofSeconds(15));

    /** A fifth: a burst passes, and the rows come then. */
    static final Yield BURST = new Yield(4, Duration.ofSeconds(1));

    /** Half: a rate that stays has to be borne, or the tier never catches up. */
    static final Yield BEHIND = new Yield(1, Duration.ofMillis(100));

    private static final Duration PATIENT_LINGER = Duration.ofSeconds(5);
    private static final Duration MOST_PATIENT_LAG = Duration.ofSeconds(90);
    private static final Duration MOST_BURST_LAG = Duration.ofMinutes(2);

    /** By how long the tier's batches may wait, and how old the oldest record is that it lacks. */
    static Yield of(Duration linger, Duration lag) {
        if (linger.compareTo(PATIENT_LINGER) >= 0 && lag.compareTo(MOST_PATIENT_LAG) < 0) {
            return PATIENT;
        }
        return lag.compareTo(MOST_BURST_LAG) < 0 ? BURST : BEHIND;
    }

    Duration after(Duration took) {
        Duration rest = took.multipliedBy(times);
        return rest.compareTo(most) < 0 ? rest : most;
    }
}
