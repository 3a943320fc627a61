package io.kefu.kefuctl.load.client;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What all clients of a run met with. Any thread. */
public final class Ledger {
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);

    private final LongAdder sent = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder sentAgain = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder doubled = new LongAdder();
    private final LongAdder reordered = new LongAdder();
    private final LongAdder toldToLeave = new LongAdder();
    private final LongAdder resets = new LongAdder();
    private final AtomicReference<String> why = new AtomicReference<>("");
    private final Histogram away = new ConcurrentHistogram(LONGEST_MICROS, 3);
    private final Histogram late = new ConcurrentHistogram(LONGEST_MICROS, 3);
    private final Histogram acks = new ConcurrentHistogram(LONGEST_MICROS, 3);

    void sent() {
        sent.increment();
    }

    void sentAgain() {
        sentAgain.increment();
    }

    /** {@code nanos} from when it was due. */
    void acknowledged(long nanos) {
        acknowledged.increment();
        acks.recordValue(micros(nanos));
    }

    /** A connection that did not come to a welcome. */
    void refused(String reason) {
        refused.increment();
        why.compareAndSet("", reason);
    }

    void doubled() {
        doubled.increment();
    }

    void reordered() {
        reordered.increment();
    }

    void toldToLeave() {
        toldToLeave.increment();
    }

    void reset() {
        resets.increment();
    }

    /** From the end of a connection to the welcome of the next. */
    void away(long nanos) {
        away.recordValue(micros(nanos));
    }

    /** How much later than asked one of the load's own threads went on. */
    void late(long nanos) {
        late.recordValue(micros(nanos));
    }

    private static long micros(long nanos) {
        return Math.clamp(TimeUnit.NANOSECONDS.toMicros(nanos), 0, LONGEST_MICROS);
    }

    /**
     * The sums.
     *
     * @param sentAgain messages that went out once more, after a connection ended before their acknowledgement
     * @param refused connections that came to no welcome
     * @param doubled told once more what was said to be here, or acknowledged under two numbers
     * @param reordered told after one with a larger number, on one connection
     * @param why the first reason of a refusal
     */
    public record Sums(
            long sent,
            long acknowledged,
            long sentAgain,
            long refused,
            long doubled,
            long reordered,
            long toldToLeave,
            long resets,
            String why) {}

    public Sums sums() {
        return new Sums(
                sent.sum(),
                acknowledged.sum(),
                sentAgain.sum(),
                refused.sum(),
                doubled.sum(),
                reordered.sum(),
                toldToLeave.sum(),
                resets.sum(),
                why.get());
    }

    /** Microseconds that clients were away, once for each time. */
    public Histogram away() {
        return away;
    }

    /** Microseconds that the load's own threads had to wait for a processor: of these the server knows nothing. */
    public Histogram late() {
        return late;
    }

    /** Microseconds from when a message was due to its acknowledgement. */
    public Histogram acks() {
        return acks;
    }
}
