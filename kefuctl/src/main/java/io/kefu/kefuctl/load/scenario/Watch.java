package io.kefu.kefuctl.load.scenario;

import io.kefu.kefuctl.load.Gauge;
import io.kefu.kefuctl.load.server.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Looks at a server's process at even times while something else goes on. */
final class Watch implements AutoCloseable {
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("watch").factory());
    private final List<Gauge.Sample> samples = new ArrayList<>();
    private final Optional<Gauge> gauge;
    private ScheduledFuture<?> looking;

    private Watch(Optional<Gauge> gauge) {
        this.gauge = gauge;
    }

    /** The first look is after {@code delay}. */
    static Watch begin(Target target, Duration each, Duration delay) {
        Watch watch = new Watch(target.gauge());
        watch.looking =
                watch.clock.scheduleAtFixedRate(watch::look, delay.toMillis(), each.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    private synchronized void look() {
        try {
            if (gauge.isPresent()) {
                samples.add(gauge.get().sample());
            }
        } catch (IOException e) {
            clock.shutdown(); // the process has gone: what was seen is all there is
        }
    }

    synchronized List<Gauge.Sample> samples() {
        return List.copyOf(samples);
    }

    @Override
    public void close() {
        looking.cancel(false);
        clock.shutdownNow();
    }
}
