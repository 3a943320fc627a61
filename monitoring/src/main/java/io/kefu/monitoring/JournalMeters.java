package io.kefu.monitoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** The way to the disk and back to the sender. */
public final class JournalMeters {
    private final Timer commit;
    private final DistributionSummary batch;
    private final Timer ack;
    private final Counter failures;

    JournalMeters(Registration registration) {
        commit = registration.timer(Catalogue.JOURNAL_COMMIT);
        batch = registration.summary(Catalogue.JOURNAL_BATCH);
        ack = registration.timer(Catalogue.ACK_LATENCY);
        failures = registration.counter(Catalogue.JOURNAL_FAILURES);
    }

    /** One group commit of {@code records} records took {@code nanos}, the flush to disk included. */
    public void commit(long nanos, int records) {
        commit.record(nanos, TimeUnit.NANOSECONDS);
        batch.record(records);
    }

    /** The journal refused a batch. */
    public void failed() {
        failures.increment();
    }

    /** An ack was handed to the kernel {@code nanos} after its frame was complete in the buffer. */
    public void ack(long nanos) {
        ack.record(nanos, TimeUnit.NANOSECONDS);
    }
}
