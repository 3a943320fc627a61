package io.kefu.storage;

import io.kefu.storage.fault.Backoff;
import io.kefu.storage.fault.StorageException;
import io.kefu.storage.fault.Uninterrupted;
import io.kefu.storage.history.History;
import io.kefu.storage.tier.TierHealth;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the tiers that stand to what the policy wants, one tier after another, on a thread of its own, while all of them
 * serve. What cannot be done now is tried again after waits that double up to half a minute; another policy ends it and
 * takes its place.
 */
final class Changeover implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Changeover.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LAST_RETRY = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(200);

    /** Whoever began to read from a tier before it was replaced has its answer by then. */
    private static final Duration LEAVING = History.BOUND.plusMillis(500);

    private final Tiers tiers;
    private final StandingFile file;
    private final Lock turn;
    private final Map<TierRole, TierChange> changes = new EnumMap<>(TierRole.class);
    private final Semaphore news = new Semaphore(0);
    private final Thread thread =
            Thread.ofPlatform().name("storage-changeover").daemon().unstarted(this::run);
    private volatile StoragePolicyConfig wanted;
    private volatile boolean stopping;

    /**
     * Changes nothing before it is started.
     *
     * @param turn held while days are moved: what stands changes under it
     */
    Changeover(Tiers tiers, StandingFile file, Lock turn, StoragePolicyConfig wanted) {
        this.tiers = tiers;
        this.file = file;
        this.turn = turn;
        this.wanted = wanted;
    }

    void start() {
        thread.start();
    }

    /** Puts in force what needs no other engine, and begins with the rest. */
    void want(StoragePolicyConfig policy) {
        synchronized (file) {
            StoragePolicyConfig standing = tiers.now().policy();
            file.stands(standing, policy);
            wanted = policy;
            tiers.use(Mixed.onEnginesOf(standing, policy));
        }
        news.release();
    }

    /** The engine that the policy names, where another stands. */
    StoragePolicyConfig wanted() {
        return wanted;
    }

    /** What is under way, hot before warm before cold. */
    List<TierChange> changes() {
        synchronized (changes) {
            return List.copyOf(changes.values());
        }
    }

    private void run() {
        Backoff backoff = new Backoff(FIRST_RETRY, LAST_RETRY, new SplittableRandom());
        try {
            while (!stopping) {
                news.drainPermits();
                boolean all = true;
                for (TierRole role : TierRole.values()) {
                    all &= attempt(role, wanted);
                }
                if (all) {
                    backoff.reset();
                    news.acquire();
                } else if (news.tryAcquire(backoff.next().toMillis(), TimeUnit.MILLISECONDS)) {
                    backoff.reset();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether nothing is left to do for the tier. This thread outlives whatever an engine throws. */
    private boolean attempt(TierRole role, StoragePolicyConfig goal) throws InterruptedException {
        try {
            while (differs(role, goal)) {
                one(role, goal);
            }
            forget(role, goal);
            return true;
        } catch (Superseded e) {
            LOG.info("the change of the {} tier ends: {}", role.word(), e.getMessage());
            note(role, null);
        } catch (StorageException e) {
            failed(role, e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.error("the change of the {} tier failed and is tried again", role.word(), e);
            failed(role, e.toString());
        }
        return false;
    }

    private boolean differs(TierRole role, StoragePolicyConfig goal) {
        if (!goal.equals(wanted) || stopping) {
            throw new Superseded();
        }
        return !Access.of(role, goal).equals(Access.of(role, tiers.now().policy()));
    }

    private void forget(TierRole role, StoragePolicyConfig goal) {
        note(role, null);
        if (goal.equals(wanted)) {
            file.end(role);
        }
    }

    private void failed(TierRole role, String reason) {
        synchronized (changes) {
            changes.computeIfPresent(role, (key, change) -> {
                if (!change.reason().equals(reason)) {
                    LOG.warn("{} {} → {} waits: {}", role.word(), change.from(), change.to(), reason);
                }
                return change.waiting(reason);
            });
        }
    }

    private void note(TierRole role, TierChange change) {
        synchronized (changes) {
            if (change == null) {
                changes.remove(role);
            } else {
                changes.put(role, change);
            }
        }
    }

    private void one(TierRole role, StoragePolicyConfig goal) throws InterruptedException {
        Place from = Access.of(role, tiers.now().policy()).place();
        Place to = Access.of(role, goal).place();
        begun(role, from, to);
        if (to.engine().equals("none")) {
            removeCold(goal);
        } else if (from.equals(to) && !to.isHere()) {
            reopen(role, goal);
        } else if (role == TierRole.HOT) {
            // Two clients of what may be one Redis must not write to it side by side.
            follow(from.isHere() || to.isHere() ? goal : inMemory(goal));
        } else {
            replace(role, goal, to);
        }
    }

    private static StoragePolicyConfig inMemory(StoragePolicyConfig goal) {
        return goal.with(StandingFile.inMemory(goal.hot()));
    }

    /** A reason that is told stays told until it goes on. */
    private void begun(TierRole role, Place from, Place to) {
        TierChange change =
                new TierChange(role, from.engine(), to.engine(), TierChange.Stage.OPENING, 0, Optional.empty(), "");
        synchronized (changes) {
            TierChange before = changes.get(role);
            changes.put(role, before == null ? change : change.waiting(before.reason()));
            if (before == null) {
                LOG.info("the {} tier goes from {} to {} while both serve", role.word(), from, to);
            }
        }
    }

    private void stage(TierRole role, TierChange.Stage stage, int percent, LocalDate day) {
        synchronized (changes) {
            changes.computeIfPresent(role, (key, change) -> change.at(stage, percent, day));
        }
    }

    private interface Bringing {
        void bring(StandingTier next) throws InterruptedException;
    }

    /** Builds the new tier, brings it to hold what it has to, lets it stand. One that does not get there is closed. */
    private void change(TierRole role, StoragePolicyConfig goal, Bringing bringing) throws InterruptedException {
        StandingTier next = tiers.built(role, goal).orElseThrow();
        boolean done = false;
        try {
            bringing.bring(next);
            Optional<StandingTier> old = stand(role, Optional.of(next), goal);
            done = true;
            leave(role, old);
        } finally {
            if (!done) {
                tiers.retire(next);
            }
        }
    }

    /** The same rows over another connection: the old one writes no more before the new one does. */
    private void reopen(TierRole role, StoragePolicyConfig goal) throws InterruptedException {
        change(role, goal, next -> {
            next.tier().prepare();
            next.tier().cursor();
        });
    }

    /** Of the same rows: one that has others is carried to already. */
    private static void takeOver(StandingTier next, Optional<StandingTier> old) {
        if (!next.projector().isStarted()) {
            old.ifPresent(each -> each.projector().close());
            next.projector().start();
        }
    }

    /** Hot: empty at first, then fed from the journal's end. What it lacks of a conversation is in the warm tier. */
    private void follow(StoragePolicyConfig goal) throws InterruptedException {
        change(TierRole.HOT, goal, next -> {
            next.tier().prepare();
            next.tier().days().forEach(next.tier()::drop);
            next.tier().append(List.of(), tiers.replayStart());
            next.projector().start();
            catchUp(next);
        });
    }

    private void replace(TierRole role, StoragePolicyConfig goal, Place to) throws InterruptedException {
        file.begin(role, to);
        change(role, goal, next -> {
            next.tier().prepare();
            Backfill fill = new Backfill(tiers, next, turn, this::goOn);
            if (file.days(role).isEmpty() && !file.isCopied(role) && fill.isThereAlready()) {
                LOG.info("{} holds what the {} tier does already", next.access().place(), role.word());
                return;
            }
            copy(next, fill);
            next.projector().start();
            catchUp(next);
            compare(next, fill);
            catchUp(next);
        });
    }

    private void copy(StandingTier next, Backfill fill) {
        TierRole role = next.role();
        long begin = tiers.journal().begin();
        long at = next.tier().cursor();
        if (file.isCopied(role) && at >= begin && at <= tiers.journal().end()) {
            return;
        }
        stage(role, TierChange.Stage.BACKFILL, 0, null);
        file.fills(role);
        fill.clear();
        fill.begin(begin);
        fill.conversations(begin);
        List<LocalDate> days = fill.days();
        Set<LocalDate> done = file.days(role);
        for (int i = 0; i < days.size(); i++) {
            LocalDate day = days.get(i);
            stage(role, TierChange.Stage.BACKFILL, i * 100 / days.size(), day);
            if (!done.contains(day) && fill.copy(day, begin)) {
                file.done(role, day);
            }
        }
        file.copied(role);
    }

    private void compare(StandingTier next, Backfill fill) throws InterruptedException {
        TierRole role = next.role();
        Set<LocalDate> done = file.days(role);
        List<LocalDate> open =
                fill.days().stream().filter(day -> !done.contains(day)).toList();
        for (int i = 0; i < open.size(); i++) {
            stage(role, TierChange.Stage.COMPARING, i * 100 / open.size(), open.get(i));
            fill.compare(open.get(i));
        }
    }

    /** Up to where the journal ends now; twice, as it grew during the first time. */
    private void catchUp(StandingTier next) throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            long end = tiers.journal().end();
            while (!next.projector().hurryTo(end, LOOK)) {
                goOn();
                carried(next, end);
            }
        }
    }

    private void carried(StandingTier next, long end) {
        TierHealth health = next.projector().health();
        if (health.available()) {
            long begin = tiers.journal().begin();
            long done = Math.max(0, next.projector().cursor() - begin);
            stage(next.role(), TierChange.Stage.JOURNAL, (int) (done * 100 / Math.max(1, end - begin)), null);
        } else {
            failed(next.role(), health.reason());
        }
    }

    /** @return the one that stood there, which is to be left */
    private Optional<StandingTier> stand(TierRole role, Optional<StandingTier> next, StoragePolicyConfig goal) {
        Optional<StandingTier> old = tiers.now().of(role);
        turn.lock();
        try {
            synchronized (file) {
                goOn();
                StoragePolicyConfig policy = Mixed.withEngine(tiers.now().policy(), role, goal);
                Optional<Place> left = old.map(each -> each.access().place())
                        .filter(place -> !place.equals(Access.of(role, goal).place()));
                if (left.isPresent()) {
                    tiers.restored().seen(role.word());
                }
                file.switched(role, left, policy, wanted);
                next.ifPresent(each -> takeOver(each, old));
                tiers.put(role, next, policy);
                LOG.info(
                        "the {} tier stands on {} now{}",
                        role.word(),
                        Access.of(role, goal).place(),
                        left.map(place -> "; what " + place + " holds is left where it is")
                                .orElse(""));
            }
        } finally {
            turn.unlock();
        }
        return old;
    }

    /** Lets whoever reads from it come to an end, and whatever is written from it: a day of an export. */
    private void leave(TierRole role, Optional<StandingTier> old) throws InterruptedException {
        note(role, null);
        if (old.isEmpty()) {
            return;
        }
        TimeUnit.NANOSECONDS.sleep(LEAVING.toNanos());
        turn.lock();
        try {
            tiers.retire(old.get());
        } finally {
            turn.unlock();
        }
    }

    /** Gives the warm tier what of its days only the cold one holds, then lets the cold one go. */
    private void removeCold(StoragePolicyConfig goal) throws InterruptedException {
        Optional<StandingTier> old;
        turn.lock();
        try {
            ColdRemoval.of(tiers.now()).ifPresent(removal -> removal.run(this::goOn));
            old = stand(TierRole.COLD, Optional.empty(), goal);
        } finally {
            turn.unlock();
        }
        leave(TierRole.COLD, old);
    }

    private void goOn() {
        if (stopping || news.availablePermits() > 0) {
            throw new Superseded();
        }
    }

    @Override
    public void close() {
        stopping = true;
        news.release();
        thread.interrupt();
        Uninterrupted.join(thread);
    }
}
