package io.kefu.storage.ageing;

import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.TierUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops whole UTC days from a tier once they are older than its time and the next tier has confirmed them by count and
 * digest. A next tier that lacks something of a day, as one does that was added later, is given it first. Where there is no
 * next tier nothing is dropped: this tier is then the only truth behind the journal's window.
 */
public final class Ageing {
    private static final Logger LOG = LoggerFactory.getLogger(Ageing.class);

    private final MessageTier tier;
    private final Optional<Colder> colder;
    private final Duration keep;
    private final InstantSource clock;
    private final Lock turn = new ReentrantLock();

    /**
     * The next tier.
     *
     * @param repair gives it what it lacks of a day
     */
    public record Colder(MessageTier tier, Consumer<LocalDate> repair) {}

    public Ageing(MessageTier tier, Optional<Colder> colder, Duration keep, InstantSource clock) {
        this.tier = tier;
        this.colder = colder;
        this.keep = keep;
        this.clock = clock;
    }

    /** The days that have had their time, the oldest first. */
    public List<LocalDate> due() {
        return tier.days().stream().filter(this::isDue).toList();
    }

    /** Whether a day has had its time, be it here or not. */
    public boolean isDue(LocalDate day) {
        return day.isBefore(LocalDate.ofInstant(clock.instant().minus(keep), ZoneOffset.UTC));
    }

    /** Ages every day that is due. */
    public List<DayOutcome> run() {
        return due().stream().map(day -> new DayOutcome(day, age(day))).toList();
    }

    private DayOutcome.Fate age(LocalDate day) {
        if (colder.isEmpty()) {
            return DayOutcome.Fate.KEPT_NO_COLDER_TIER;
        }
        turn.lock();
        try {
            return age(day, colder.get());
        } catch (TierUnavailableException e) {
            LOG.warn("{} stays in the {} tier: {}", day, tier.name(), e.getMessage());
            return DayOutcome.Fate.KEPT_UNAVAILABLE;
        } finally {
            turn.unlock();
        }
    }

    private DayOutcome.Fate age(LocalDate day, Colder next) {
        if (!isConfirmed(day, next)) {
            LOG.error(
                    "{} stays in the {} tier: the {} tier holds other messages of it",
                    day,
                    tier.name(),
                    next.tier().name());
            return DayOutcome.Fate.KEPT_MISMATCH;
        }
        tier.drop(day);
        return DayOutcome.Fate.DROPPED;
    }

    /** Held while a day is looked at and dropped; who holds it keeps days from moving. */
    public Lock turn() {
        return turn;
    }

    private boolean isConfirmed(LocalDate day, Colder next) {
        if (tier.digest(day).equals(next.tier().digest(day))) {
            return true;
        }
        next.repair().accept(day);
        return tier.digest(day).equals(next.tier().digest(day));
    }
}
