package io.kefu.kefuctl.load;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What came of one measured stretch.
 *
 * @param seconds how long it was
 * @param completed messages that were acknowledged and came to everyone
 * @param deliveries to someone, acknowledgements not counted
 * @param acks microseconds from the time a message was due to its acknowledgement
 * @param delays microseconds from then to the last delivery
 * @param perSecond messages that were completed in each second
 */
public record Result(
        double seconds, long completed, long deliveries, Histogram acks, Histogram delays, List<Long> perSecond) {

    /** Two minutes are counted as such, and all longer ones too. */
    static final long HIGHEST_MICROS = 120_000_000;

    static Histogram histogram() {
        return new Histogram(HIGHEST_MICROS, 3);
    }

    public static Result none() {
        return new Result(0, 0, 0, histogram(), histogram(), List.of());
    }

    public double perSecondCompleted() {
        return completed / Math.max(seconds, 1e-9);
    }

    public double perSecondDelivered() {
        return deliveries / Math.max(seconds, 1e-9);
    }

    /** Of two processes in the same stretch. */
    public Result plus(Result other) {
        Histogram bothAcks = acks.copy();
        bothAcks.add(other.acks);
        Histogram bothDelays = delays.copy();
        bothDelays.add(other.delays);
        return new Result(
                Math.max(seconds, other.seconds),
                completed + other.completed,
                deliveries + other.deliveries,
                bothAcks,
                bothDelays,
                Seconds.sum(perSecond, other.perSecond));
    }

    /** A percentile in milliseconds. */
    public static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1000.0;
    }
}
