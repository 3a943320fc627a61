package io.kefu.storage.projection;

import io.kefu.storage.fault.Backoff;
import io.kefu.storage.fault.StorageException;
import io.kefu.storage.fault.Uninterrupted;
import io.kefu.storage.journal.CommittedRecord;
import io.kefu.storage.journal.Journal;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.TierCall;
import io.kefu.storage.tier.TierHealth;
import io.kefu.storage.tier.TierUnavailableException;
import io.kefu.storage.tier.TierWatch;
import io.kefu.storage.watermark.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the journal's records into one tier, from the tier's own cursor, on a thread of its own.
 *
 * <p>It is woken by commits, and rests after each batch while senders need the processor (see {@link Yield}). Far behind, it
 * takes bigger batches where they are small. A tier that fails is tried again after waits that double up to half a minute, with a small
 * batch; nothing else stops it.
 */
public final class Projector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Projector.class);

    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(30);
    private static final int TRIAL_ROWS = 64;
    private static final int FAR_BEHIND = 5;

    /** Unless the batch itself is larger: a collection of garbage copies a batch that is in work, and all wait for it. */
    private static final int MOST_FAR_BEHIND = 2_000;

    private static final int ERRANDS = 16;

    private final Journal journal;
    private final MessageTier tier;
    private volatile BatchSettings batch;
    private final AsideFile aside;
    private final Carrier carrier;
    private final InstantSource clock;
    private final Watermark cursor;
    private final Backoff backoff = new Backoff(FIRST_RETRY, LAST_RETRY, new SplittableRandom());
    private final TierWatch watch;
    private final Instant made;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private volatile TierHealth health;
    private final BlockingQueue<FutureTask<?>> errands = new ArrayBlockingQueue<>(ERRANDS);
    private final Rests rests = new Rests();
    private volatile Optional<RestoredJournal> restored = Optional.empty();

    /** Whether the tier has told its cursor: it may be away when the server starts. */
    private volatile boolean told;

    private volatile Instant lastBatch = Instant.EPOCH;
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();

    /** Asks nothing of a tier that may wait: its cursor is 0 here until the thread has been told it. */
    public Projector(
            Journal journal,
            MessageTier tier,
            ProjectionSource source,
            AsideFile aside,
            BatchSettings batch,
            InstantSource clock) {
        this(journal, tier, source, aside, batch, clock, TierWatch.NONE);
    }

    /** The same, whose failures are told. */
    public Projector(
            Journal journal,
            MessageTier tier,
            ProjectionSource source,
            AsideFile aside,
            BatchSettings batch,
            InstantSource clock,
            TierWatch watch) {
        this.watch = watch;
        this.journal = journal;
        this.tier = tier;
        this.batch = batch;
        this.aside = aside;
        this.carrier = new Carrier(tier, source, aside);
        this.clock = clock;
        this.told = !tier.waits();
        this.cursor = new Watermark(told ? tier.cursor() : 0);
        this.made = clock.instant();
        this.health = TierHealth.ok(made);
        this.thread =
                Thread.ofPlatform().name("projector-" + tier.name()).daemon().unstarted(this::run);
    }

    /** Has the tier looked at before it is given anything; for one that was there when the server started. */
    public void demandNotAheadOf(RestoredJournal journalThen) {
        restored = Optional.of(journalThen);
    }

    public void start() {
        thread.start();
    }

    /** Whether it carries, or did until it was closed. */
    public boolean isStarted() {
        return thread.getState() != Thread.State.NEW;
    }

    /** Whether the tier takes records. */
    public TierHealth health() {
        return health;
    }

    public MessageTier tier() {
        return tier;
    }

    /** From the next batch on. */
    public void gather(BatchSettings settings) {
        batch = settings;
    }

    /** Whether the tier has told how far it is, without which nobody knows what it lacks. */
    public boolean isTold() {
        return told;
    }

    /** The first journal offset that is not in the tier. */
    public long cursor() {
        return cursor.get();
    }

    /**
     * Waits until the tier holds everything below an offset, at most for the given time.
     *
     * @return whether it does now
     */
    public boolean awaitCursor(long offset, Duration atMost) throws InterruptedException {
        if (cursor.get() >= offset) {
            return true;
        }
        return rests.whileAwaited(() -> cursor.awaitBeyond(offset - 1, atMost));
    }

    /** As {@link #awaitCursor}, and no batch lingers meanwhile. */
    public boolean hurryTo(long offset, Duration atMost) throws InterruptedException {
        return rests.whileHurried(() -> awaitCursor(offset, atMost));
    }

    /**
     * Does something to the tier between two batches, on the thread that alone may append to it, and waits for it.
     *
     * <p>While it is not started the caller does it, and sees to it that nobody else appends meanwhile.
     *
     * @throws TierUnavailableException when that did not come to its end in time, or too much waits already
     */
    public <T> T between(Function<MessageTier, T> errand, Duration atMost) throws InterruptedException {
        if (!isStarted()) {
            return errand.apply(tier);
        }
        FutureTask<T> task = new FutureTask<>(() -> errand.apply(tier));
        if (!errands.offer(task)) {
            throw new TierUnavailableException("too much waits for the " + tier.name() + " tier. Try again");
        }
        rests.interrupt();
        try {
            return task.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            task.cancel(false);
            throw new TierUnavailableException("the " + tier.name() + " tier was busy for " + atMost, e);
        } catch (CancellationException e) {
            throw new TierUnavailableException("the " + tier.name() + " tier was closed meanwhile. Try again", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StorageException known
                    ? known
                    : new TierUnavailableException("the " + tier.name() + " tier failed: " + e.getCause(), e);
        }
    }

    private void run() {
        try {
            while (stopping.getCount() > 0) {
                attempt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // This thread must outlive whatever a tier throws: all that is known to be passing is, and the rest is retried too.
    private void attempt() throws InterruptedException {
        try {
            step();
            recovered();
        } catch (StorageException e) {
            failed(e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("the projector of the {} tier failed and goes on", tier.name(), e);
            failed(e.toString());
        }
    }

    private void step() throws InterruptedException {
        tier.prepare();
        runErrands();
        long from = tier.cursor();
        demandBehindJournal(from);
        restored.ifPresent(each -> each.demand(tier.name(), tier.engine(), from));
        cursor.moveTo(from);
        told = true;
        if (!journal.awaitBeyond(from, IDLE)) {
            return;
        }
        gather(from + batch.rows() - 1);
        long end = journal.end();
        long started = System.nanoTime();
        List<CommittedRecord> records = journal.read(from, rows(from));
        if (!records.isEmpty()) {
            noteMissed(from, records.getFirst().offset());
            carrier.carry(records);
            lastBatch = clock.instant();
            cursor.moveTo(tier.cursor());
            rest(end, System.nanoTime() - started);
        }
    }

    /** It would wait for records that are others than those it thinks it has. */
    private void demandBehindJournal(long from) throws InterruptedException {
        // A record may be read a moment before the journal's end is told to be behind it.
        if (from > journal.end() && !journal.awaitBeyond(from - 1, IDLE)) {
            throw new TierUnavailableException("the " + tier.name() + " tier (" + tier.engine()
                    + ") has been carried to "
                    + from + " and the journal ends at " + journal.end() + ": it is of a later time than the journal."
                    + " Restore its database of the same time or an earlier one, or empty it");
        }
    }

    private void runErrands() {
        for (FutureTask<?> next = errands.poll(); next != null; next = errands.poll()) {
            next.run();
        }
    }

    /** Lets a batch fill, for as long as it may linger; whoever waits for the tier is looked after within a second. */
    private void gather(long last) throws InterruptedException {
        long until = System.nanoTime() + batch.linger().toNanos();
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            long slice = Math.min(left, LOOK.toNanos());
            if (rests.isHurried() || journal.awaitBeyond(last, Duration.ofNanos(slice)) || stopping.getCount() == 0) {
                return;
            }
            runErrands();
        }
    }

    private int rows(long from) {
        if (!health.available()) {
            return TRIAL_ROWS;
        }
        long behind = journal.end() - from;
        long most = Math.max(batch.rows(), Math.min(batch.rows() * FAR_BEHIND, MOST_FAR_BEHIND));
        return (int) (behind > (long) batch.rows() * 2 ? Math.min(behind, most) : batch.rows());
    }

    private void noteMissed(long from, long first) {
        if (first > from) {
            missed.addAndGet(first - from);
            LOG.error(
                    "the journal was cut to {} while the {} tier stood at {}: its records between are to be repaired",
                    first,
                    tier.name(),
                    from);
        }
    }

    /**
     * While the journal grows, gives the processor back. Also one that keeps up: its batches would be small, and small ones cost
     * several times as much a record.
     */
    private void rest(long endBefore, long tookNanos) throws InterruptedException {
        boolean busy = journal.end() > endBefore;
        if (busy) {
            Duration most = Yield.of(batch.linger(), lag()).after(Duration.ofNanos(tookNanos));
            rests.rest(most, this::isBehind, this::betweenBatches);
        }
    }

    private boolean isBehind() {
        return journal.end() - cursor.get() > batch.rows();
    }

    private boolean betweenBatches() {
        runErrands();
        return stopping.getCount() > 0;
    }

    private void recovered() {
        if (!health.available()) {
            LOG.info("the {} tier takes records again", tier.name());
            health = TierHealth.ok(clock.instant());
        }
        backoff.reset();
    }

    private void failed(String reason) throws InterruptedException {
        failures.incrementAndGet();
        watch.failed(tier.name(), TierCall.WRITE);
        Instant since = health.available() ? clock.instant() : health.since();
        if (health.available()) {
            LOG.warn("the {} tier does not take records, tried again: {}", tier.name(), reason);
        }
        health = TierHealth.unavailable(reason, since);
        stopping.await(backoff.next().toMillis(), TimeUnit.MILLISECONDS);
    }

    public ProjectorStatus status() {
        long at = cursor.get();
        boolean unknown = !told && health.available();
        long behind = unknown ? 0 : Math.max(0, journal.end() - at);
        return new ProjectorStatus(
                tier.name(),
                tier.engine(),
                at,
                behind,
                lagSinceStart(),
                aside.count(tier.name()),
                missed.get(),
                failures.get(),
                lastBatch,
                health);
    }

    /** A record that was there before could not be carried before; of a tier that takes none it is not told by that. */
    private Duration lagSinceStart() {
        Duration lag = lag();
        if (!health.available()) {
            return lag;
        }
        Duration running = Duration.between(made, clock.instant());
        return lag.compareTo(running) <= 0 ? lag : running.isNegative() ? Duration.ZERO : running;
    }

    /** The age of the oldest record that is not in the tier, zero when there is none or nobody knows yet. */
    public Duration lag() {
        long at = cursor.get();
        if (journal.end() <= at || (!told && health.available())) {
            return Duration.ZERO;
        }
        return journal.read(at, 1).stream()
                .map(each -> Duration.between(Instant.ofEpochMilli(each.record().atMillis()), clock.instant()))
                .filter(Duration::isPositive)
                .findFirst()
                .orElse(Duration.ZERO);
    }

    /** Stops after the batch that is under way; what is left is carried after the next start. */
    @Override
    public void close() {
        errands.forEach(each -> each.cancel(false));
        stopping.countDown();
        rests.interrupt();
        thread.interrupt();
        Uninterrupted.join(thread);
    }
}
