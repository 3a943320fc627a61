package io.kefu.monitoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The tiers behind the journal. */
public final class TierMeters {
    private final Registration registration;
    private final Map<TierName, LongSupplier> lags = new ConcurrentHashMap<>();
    private final Map<TierName, Map<TierOp, Counter>> errors;
    private final Map<TierName, Map<TierOp, Timer>> reads = new EnumMap<>(TierName.class);

    TierMeters(Registration registration) {
        this.registration = registration;
        errors = Resolved.byEnum(
                TierName.class,
                tier -> Resolved.byEnum(
                        TierOp.class, op -> registration.counter(Catalogue.TIER_ERRORS, tier.label(), op.label())));
        for (TierName tier : TierName.values()) {
            Map<TierOp, Timer> timers = new EnumMap<>(TierOp.class);
            for (TierOp op : new TierOp[] {TierOp.READ, TierOp.SEARCH}) {
                timers.put(op, registration.timer(Catalogue.TIER_READ, tier.label(), op.label()));
            }
            reads.put(tier, timers);
        }
    }

    /** {@code millis} is asked at each scrape and must answer at once. A later call replaces an earlier one. */
    public void lag(TierName tier, LongSupplier millis) {
        if (lags.put(tier, millis) == null) {
            registration.gauge(Catalogue.TIER_LAG, () -> lags.get(tier).getAsLong() / 1_000.0, tier.label());
        }
    }

    public void error(TierName tier, TierOp op) {
        errors.get(tier).get(op).increment();
    }

    /** One read or search took {@code nanos}. */
    public void read(TierName tier, TierOp op, long nanos) {
        Timer timer = reads.get(tier).get(op);
        if (timer == null) {
            throw new IllegalArgumentException(op + " is not a read; READ and SEARCH are");
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }
}
