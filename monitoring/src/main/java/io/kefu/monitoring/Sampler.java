package io.kefu.monitoring;

import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the samples. The three figures of a sample are over 5 minutes before it (15 minutes for a sample of 15 minutes),
 * messages a second over its step, connections and queue their mean over its step.
 */
public final class Sampler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
    /** Ticks come this late after a slot's start, so that a clock that is a little slow has reached it. */
    private static final long LATE_MS = 25;

    private final Meters meters;
    private final SampleRing ring;
    private final Clock clock;
    private final Counter errors;
    private final Map<Resolution, Means> means = Resolved.byEnum(Resolution.class, resolution -> new Means());
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean writing = true;
    private long last;

    /** Gauges have no window of their own: their mean over a step is taken from what each tick saw. */
    private static final class Means {
        private double connections;
        private double queue;
        private int seen;
    }

    public Sampler(Meters meters, SampleRing ring, Clock clock) {
        this.meters = meters;
        this.ring = ring;
        this.clock = clock;
        errors = meters.registration().counter(Catalogue.SAMPLE_ERRORS);
        last = Window.slot(clock.instant());
    }

    /** Ticks at the start of every slot until closed. */
    public void start() {
        Thread.ofVirtual().name("sampler").start(this::run);
    }

    private void run() {
        try {
            while (!closed.await(untilNextSlot(), TimeUnit.MILLISECONDS)) {
                tickSafely();
            }
        } catch (InterruptedException e) {
            LOG.warn("sampling was interrupted: no more samples until the next start", e);
        }
    }

    private long untilNextSlot() {
        return Window.SLOT_MS - Math.floorMod(clock.millis(), Window.SLOT_MS) + LATE_MS;
    }

    private void tickSafely() {
        try {
            tick();
        } catch (RuntimeException e) {
            errors.increment();
            LOG.error("a sample could not be taken; the next is tried in 10 s", e);
        }
    }

    /** Closes the slots that have passed since the last call and writes the samples that are due. */
    public synchronized void tick() {
        long slot = Window.slot(clock.instant());
        meters.traffic().drain(slot);
        if (slot <= last) {
            return;
        }
        for (Resolution resolution : Resolution.values()) {
            Means mean = means.get(resolution);
            mean.connections += meters.gateway().connectionCount();
            mean.queue += meters.groups().queued();
            mean.seen++;
            long boundary = Math.floorDiv(slot, resolution.slots()) * resolution.slots();
            if (boundary > last) {
                write(resolution, boundary, mean);
                means.put(resolution, new Means());
            }
        }
        last = slot;
    }

    private void write(Resolution resolution, long end, Means mean) {
        try {
            ring.write(resolution, new RingFile.Sample(end * Window.SLOT_MS, values(resolution, end, mean)));
            writing = true;
        } catch (IOException e) {
            errors.increment();
            if (writing) {
                LOG.warn("samples cannot be written, charts will have a gap; check the disk of the data directory", e);
            }
            writing = false;
        }
    }

    private Map<Series, Double> values(Resolution resolution, long end, Means mean) {
        long to = end - 1;
        long stepFrom = Math.max(end - resolution.slots(), meters.startSlot());
        long figuresFrom = end - Math.max(resolution.slots(), Window.slots(Window.LIVE));
        double seconds = Math.max(end - stepFrom, 1) * Window.SLOT_MS / 1_000.0;
        Traffic traffic = meters.traffic();
        Map<Series, Double> values = new EnumMap<>(Series.class);
        values.put(Series.MESSAGES_PER_SECOND, traffic.messages.sum(stepFrom, to) / seconds);
        values.put(Series.CONNECTIONS, mean.connections / mean.seen);
        values.put(Series.QUEUE, mean.queue / mean.seen);
        values.put(Series.HEARTBEAT_TIMEOUT_RATE, traffic.heartbeatTimeoutRate(figuresFrom, to));
        values.put(Series.E2E_P95_MS, traffic.latency(figuresFrom, to).p95());
        values.put(
                Series.AUTOREPLY_HIT_RATE,
                meters.autoReply().over(figuresFrom, to).hitRate());
        return values;
    }

    /** Stops ticking; the ring stays open. */
    @Override
    public void close() {
        closed.countDown();
    }
}
