package io.kefu.storage;

import io.kefu.storage.ageing.Ageing;
import io.kefu.storage.ageing.DayOutcome;
import io.kefu.storage.ageing.Retention;
import io.kefu.storage.fault.StorageException;
import io.kefu.storage.journal.JournalTrim;
import io.kefu.storage.journal.JournalUnavailableException;
import io.kefu.storage.tier.TierCall;
import io.kefu.storage.tier.TierWatch;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done now and then: cutting the journal, ageing the warm tier, dropping what has had its time. */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Set<DayOutcome.Fate> FAILED =
            Set.of(DayOutcome.Fate.KEPT_MISMATCH, DayOutcome.Fate.KEPT_UNAVAILABLE);
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final JournalTrim trim;
    private final Ageing ageing;
    private final Supplier<List<Retention>> retention;
    private final TierWatch watch;
    private final AtomicLong keptDays = new AtomicLong();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;

    /**
     * Does nothing before it is started.
     *
     * @param watch is told of days that could not leave a tier
     * @param first what to do once, before all else
     */
    Housekeeping(
            JournalTrim trim, Ageing ageing, Supplier<List<Retention>> retention, TierWatch watch, Runnable first) {
        this.watch = watch;
        this.trim = trim;
        this.ageing = ageing;
        this.retention = retention;
        this.thread = Thread.ofPlatform().name("storage-housekeeping").daemon().unstarted(() -> loop(first));
    }

    void start() {
        thread.start();
    }

    private void loop(Runnable first) {
        try {
            attempt(first);
            Duration wait = FIRST;
            while (!stopping.await(wait.toSeconds(), TimeUnit.SECONDS)) {
                attempt(this::run);
                wait = EVERY;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Days that stay in the warm tier beyond their time. */
    long keptDays() {
        return keptDays.get();
    }

    void run() {
        try {
            long cut = trim.run();
            if (cut > 0) {
                LOG.info("the journal was cut by {} records", cut);
            }
        } catch (JournalUnavailableException e) {
            LOG.warn("the journal was not cut, tried again in {}: {}", EVERY, e.getMessage());
        }
        ageing.run().stream()
                .filter(each -> FAILED.contains(each.fate()))
                .forEach(each -> watch.failed(TierRole.WARM.word(), TierCall.TRIM));
        keptDays.set(ageing.due().size());
        ageing.turn().lock();
        try {
            retention.get().forEach(Retention::run);
        } finally {
            ageing.turn().unlock();
        }
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (StorageException | IllegalArgumentException e) {
            LOG.warn("housekeeping was not done, tried again in {}: {}", EVERY, e.getMessage());
        }
    }

    @Override
    public void close() {
        stopping.countDown();
        try {
            if (!thread.join(STOP)) {
                LOG.warn("housekeeping did not stop within {}", STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
