package io.kefu.storage.erasure;

import io.kefu.storage.fault.StorageException;
import io.kefu.storage.hold.Holds;
import io.kefu.storage.journal.JournalUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases visitors, one at a time, on a thread of its own. What is asked for is on disk before anything is removed: a crash
 * at any step is followed by another attempt after the next start, and a place that is away by one once it is back.
 */
public final class Erasures implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final Duration STOP = Duration.ofSeconds(10);

    /** A message that was under way when the visitor was stopped may open one more conversation, hardly two. */
    private static final int ROUNDS = 4;

    private final ErasureFile file;
    private final Holds holds;
    private final Traces traces;
    private final Supplier<List<ErasurePlace>> places;
    private final Supplier<String> ids;
    private final InstantSource clock;
    private final Semaphore work = new Semaphore(1);
    private final Duration retry;
    private final Pauses pauses;
    private final AtomicLong asks = new AtomicLong();
    /** By erasure the last time that somebody asked for it and no attempt has ended since that began later. */
    private final Map<String, Long> unanswered = new ConcurrentHashMap<>();
    /** What was away when that was last looked at; of the thread alone. */
    private Set<String> away = Set.of();

    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("erasures").daemon().unstarted(this::run);

    /**
     * Does nothing before it is started.
     *
     * @param places in the order in which they are erased; asked anew for each attempt
     * @param ids makes an erasure's id
     */
    public Erasures(
            ErasureFile file,
            Holds holds,
            Traces traces,
            Supplier<List<ErasurePlace>> places,
            Supplier<String> ids,
            InstantSource clock) {
        this(file, holds, traces, places, ids, clock, RETRY);
    }

    /** @param retry from one look at what waits to the next, and the first pause of one that failed */
    Erasures(
            ErasureFile file,
            Holds holds,
            Traces traces,
            Supplier<List<ErasurePlace>> places,
            Supplier<String> ids,
            InstantSource clock,
            Duration retry) {
        this.file = file;
        this.holds = holds;
        this.traces = traces;
        this.places = places;
        this.ids = ids;
        this.clock = clock;
        this.retry = retry;
        this.pauses = new Pauses(retry);
    }

    /** Goes on with what the last run left pending. */
    public void start() {
        file.pending().forEach(each -> wanted(each.id()));
        thread.start();
    }

    /**
     * Has a visitor erased; one whose erasure is pending is tried again at once. On return it is on disk that it is to be.
     *
     * @return the erasure, which {@link #await} waits for
     */
    public synchronized Erasure ask(String visitorId) {
        Erasure erasure = file.pendingOf(visitorId).orElseGet(() -> begun(visitorId, Set.of()));
        wanted(erasure.id());
        work.release();
        return erasure;
    }

    private void wanted(String id) {
        unanswered.put(id, asks.incrementAndGet());
    }

    private Erasure begun(String visitorId, Set<String> conversations) {
        String id = ids.get();
        file.begin(id, visitorId, clock.instant(), conversations);
        LOG.info("erasure={} asked for", id);
        return file.find(id).orElseThrow();
    }

    /** Has those erased again whom a list names: for a directory that was put back from an older backup. */
    public synchronized void again(List<Tombstone> tombstones) {
        tombstones.forEach(
                each -> wanted(begun(each.visitorId(), each.conversations()).id()));
        work.release();
    }

    /** Waits until an erasure is complete or an attempt that began after it was asked for failed; at most for a time. */
    public Optional<Erasure> await(String id, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        Optional<Erasure> now = file.find(id);
        while (now.isPresent()
                && !now.get().isComplete()
                && unanswered.containsKey(id)
                && stopping.getCount() > 0
                && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(50);
            now = file.find(id);
        }
        // It may have ended between the look at it and the look whether it is still at work.
        return now.filter(Erasure::isComplete).or(() -> file.find(id));
    }

    public Optional<Erasure> find(String id) {
        return file.find(id);
    }

    /** Whether the visitor is erased, or is to be. */
    public boolean knows(String visitorId) {
        return file.knows(visitorId);
    }

    /** The latest ones, newest first. */
    public List<Erasure> latest(int limit) {
        return file.latest(limit);
    }

    public List<Tombstone> tombstones() {
        return file.tombstones();
    }

    private void run() {
        try {
            while (stopping.getCount() > 0) {
                if (work.tryAcquire(retry.toMillis(), TimeUnit.MILLISECONDS)) {
                    work.drainPermits();
                }
                attemptAll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // This thread must outlive whatever a place throws: it is tried again.
    private void attemptAll() throws InterruptedException {
        try {
            List<Erasure> pending = file.pending();
            if (!pending.isEmpty() && isSomethingBack()) {
                pauses.endAll();
            }
            for (Erasure each : pending) {
                if (stopping.getCount() > 0 && (unanswered.containsKey(each.id()) || pauses.isOver(each.id()))) {
                    attemptOne(each);
                }
            }
        } catch (RuntimeException e) {
            LOG.error("erasures wait and are looked at again in {}", retry, e);
        }
    }

    private boolean isSomethingBack() {
        Set<String> now =
                places.get().stream().flatMap(each -> each.away().stream()).collect(Collectors.toUnmodifiableSet());
        boolean back = !now.containsAll(away);
        away = now;
        return back;
    }

    /** One that fails is no reason for the others to wait. */
    private void attemptOne(Erasure erasure) throws InterruptedException {
        String id = erasure.id();
        Long asked = unanswered.get(id);
        boolean complete = false;
        try {
            complete = attempt(erasure);
        } catch (StorageException e) {
            LOG.warn("erasure={} waits: {}", id, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("erasure={} failed", id, e);
        } finally {
            if (complete) {
                pauses.end(id);
            } else {
                LOG.info("erasure={} is tried again in {}, or when a tier is back", id, pauses.failed(id));
            }
            if (asked != null) {
                unanswered.remove(id, asked);
            }
        }
    }

    private boolean attempt(Erasure erasure) throws InterruptedException {
        String id = erasure.id();
        boolean erased = false;
        for (int round = 0; round < ROUNDS; round++) {
            Traces.Found found = traces.of(erasure.visitorId());
            boolean grew = mark(id, found.conversations());
            if (round > 0 && !grew) {
                break;
            }
            erased = everywhere(id, subject(erasure.visitorId(), id), found.missing());
        }
        if (erased) {
            file.forgetPending(id);
        }
        return conclude(file.find(id).orElseThrow());
    }

    private Subject subject(String visitorId, String id) {
        return new Subject(visitorId, file.conversations(id), Set.of()).sparing(holds.conversations());
    }

    /** Whether nothing is left anywhere. */
    private boolean everywhere(String id, Subject subject, String missing) throws InterruptedException {
        boolean erased = true;
        for (ErasurePlace place : places.get()) {
            List<Part> parts = erased(place, subject);
            file.note(id, parts);
            erased &= parts.stream().allMatch(Part::isDone);
        }
        file.note(id, List.of(new Part("index", 0, missing)));
        return erased && missing.isEmpty();
    }

    /** Whoever holds a conversation from now on is told that it is too late. */
    private boolean mark(String id, Set<String> found) {
        return holds.undisturbed(held -> {
            Set<String> gone = new HashSet<>(found);
            gone.removeIf(held::contains);
            Set<String> kept = new HashSet<>(found);
            kept.retainAll(held);
            kept.removeAll(file.conversations(id));
            return file.mark(id, gone, kept);
        });
    }

    private static List<Part> erased(ErasurePlace place, Subject subject) throws InterruptedException {
        try {
            return place.erase(subject);
        } catch (JournalUnavailableException | StorageException e) {
            return List.of(Part.pending(place.name(), e.getMessage()));
        }
    }

    private boolean conclude(Erasure erasure) {
        List<Part> pending =
                erasure.parts().stream().filter(each -> !each.isDone()).toList();
        if (pending.isEmpty()) {
            Instant now = clock.instant();
            Set<String> untouched = untouched();
            file.end(erasure.id(), now, untouched);
            LOG.info(
                    "erasure={} ended conversations={} held={} not_erased={} removed={}",
                    erasure.id(),
                    erasure.conversations(),
                    erasure.held().size(),
                    untouched.size(),
                    counts(erasure));
        } else {
            pending.forEach(
                    each -> LOG.warn("erasure={} pending place={} {}", erasure.id(), each.place(), each.pending()));
        }
        return pending.isEmpty();
    }

    private Set<String> untouched() {
        return places.get().stream().flatMap(each -> each.untouched().stream()).collect(Collectors.toUnmodifiableSet());
    }

    private static String counts(Erasure erasure) {
        StringBuilder counts = new StringBuilder();
        erasure.parts()
                .forEach(each -> counts.append(counts.isEmpty() ? "" : ",")
                        .append(each.place())
                        .append(':')
                        .append(each.count()));
        return counts.toString();
    }

    /** Stops after the place that is at work, or leaves it when that takes long; the next start goes on. */
    @Override
    public void close() {
        stopping.countDown();
        thread.interrupt();
        try {
            if (thread.isAlive() && !thread.join(STOP)) {
                LOG.warn("an erasure is under way still; it goes on after the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
