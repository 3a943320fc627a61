package io.kefu.bench.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Drives all senders from one thread. In a closed loop each sender has so many messages on the way and writes the next
 * when one is acknowledged. In an open loop messages are due at an even rate whatever the server does, and their latency
 * counts from when they were due: a server that stalls cannot hide it by being asked less.
 */
public final class Generator implements AutoCloseable, Sender.Listener {
    private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(2);

    private final Selector selector = Selector.open();
    private final List<Sender> senders;
    private Histogram latencies = new Histogram(HIGHEST_MICROS, 3);
    private long errors;
    private long others;
    private long now;
    private int window;
    private long nanosEach;
    private long due;
    private int turn;

    Generator(List<Sender> senders, List<Sender> listeners) throws IOException {
        this.senders = senders;
        for (Sender each : senders) {
            each.channel().register(selector, SelectionKey.OP_READ, each);
        }
        for (Sender each : listeners) {
            each.channel().register(selector, SelectionKey.OP_READ, each);
        }
    }

    /**
     * What came of one run.
     *
     * @param latencies microseconds
     * @param others frames that were neither acknowledgement nor error
     */
    public record Result(double acksPerSecond, Histogram latencies, long errors, long others) {

        @Override
        public String toString() {
            return "%,9.0f acks/s   p50 %7.2f ms   p99 %7.2f ms   p99.9 %7.2f ms   max %7.2f ms   errors %d"
                    .formatted(
                            acksPerSecond,
                            millis(50),
                            millis(99),
                            millis(99.9),
                            latencies.getMaxValue() / 1000.0,
                            errors);
        }

        private double millis(double percentile) {
            return latencies.getValueAtPercentile(percentile) / 1000.0;
        }
    }

    /** So many on the way from each sender. */
    public Result closed(int inFlight, long nanos) throws IOException {
        window = inFlight;
        nanosEach = 0;
        return run(nanos);
    }

    /** So many a second from all senders together. */
    public Result open(double perSecond, long nanos) throws IOException {
        window = 0;
        nanosEach = (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
        due = System.nanoTime();
        return run(nanos);
    }

    /** Waits until everything on the way has been answered. */
    public void drain(long atMostNanos) throws IOException {
        window = 0;
        nanosEach = 0;
        long end = System.nanoTime() + atMostNanos;
        while (System.nanoTime() < end && senders.stream().anyMatch(each -> each.inFlight() > 0)) {
            step(1);
        }
    }

    /** Sends nothing for so long, and answers the server's pings. */
    public void rest(long nanos) throws IOException {
        window = 0;
        nanosEach = 0;
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            step(10);
        }
    }

    private Result run(long nanos) throws IOException {
        latencies = new Histogram(HIGHEST_MICROS, 3);
        errors = 0;
        others = 0;
        long start = System.nanoTime();
        now = start;
        while (now - start < nanos) {
            offer();
            step(nanosEach == 0 ? 1 : 0);
        }
        return new Result(
                latencies.getTotalCount() * 1e9 / (System.nanoTime() - start), latencies.copy(), errors, others);
    }

    private void offer() {
        if (nanosEach == 0) {
            for (Sender each : senders) {
                while (each.inFlight() < window && each.hasRoom()) {
                    each.send(now);
                }
            }
            return;
        }
        int full = 0;
        while (due <= now && full < senders.size()) {
            Sender each = senders.get(turn++ % senders.size());
            if (each.hasRoom()) {
                each.send(due);
                due += nanosEach;
                full = 0;
            } else {
                full++;
            }
        }
    }

    private void step(long waitMillis) throws IOException {
        for (Sender each : senders) {
            each.flush();
        }
        if (waitMillis > 0) {
            selector.select(this::read, waitMillis);
        } else {
            selector.selectNow(this::read);
        }
        now = System.nanoTime();
    }

    private void read(SelectionKey key) {
        now = System.nanoTime();
        Sender sender = (Sender) key.attachment();
        try {
            sender.read(this);
            sender.flush();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void acknowledged(Sender sender, long sinceNanos) {
        latencies.recordValue(Math.clamp((now - sinceNanos) / 1_000, 0, HIGHEST_MICROS));
        if (window > 0) {
            sender.send(now);
        }
    }

    @Override
    public void failed() {
        errors++;
    }

    @Override
    public void other() {
        others++;
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
