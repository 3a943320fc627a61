package io.kefu.server.admin;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What storage holds, counted anew every {@value #SECONDS} s at most however many look: a tier that does not answer costs
 * each count its time. Who comes while it is being counted waits for that answer.
 */
final class RecentReport {
    private static final int SECONDS = 5;

    private final Supplier<Object> report;
    private final LongSupplier nanoClock;
    private Object last;
    private long lastAt;

    RecentReport(Supplier<Object> report, LongSupplier nanoClock) {
        this.report = report;
        this.nanoClock = nanoClock;
    }

    synchronized Object get() {
        if (last == null
                || nanoClock.getAsLong() - lastAt >= Duration.ofSeconds(SECONDS).toNanos()) {
            last = report.get();
            lastAt = nanoClock.getAsLong();
        }
        return last;
    }
}
