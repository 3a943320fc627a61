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
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops whole UTC days from a tier once they are older than its time and the next tier has confirmed them by count and
 * digest. A next tier that lacks something of a day, as one does that was added later, is given it first. Where there is no
 * next tier nothing is dropped: this tier is then the only truth behind the journal's window.
 */
public final class Ageing {
    private static final Logger LOG = LoggerFactory.getLogger(Ageing.class);

    private final Supplier<Plan> plan;
    private final InstantSource clock;
    private final Lock turn = new ReentrantLock();

    /**
     * The next tier.
     *
     * @param repair gives it what it lacks of a day
     */
    public record Colder(MessageTier tier, Consumer<LocalDate> repair) {}

    /**
     * Which tier ages.
     *
     * @param keep how long days stay in it
     */
    public record Plan(MessageTier tier, Optional<Colder> colder, Duration keep) {}

    public Ageing(MessageTier tier, Optional<Colder> colder, Duration keep, InstantSource clock) {
        this(() -> new Plan(tier, colder, keep), clock);
    }

    /** Ages what stands at each moment; it changes only while {@link #turn} is held. */
    public Ageing(Supplier<Plan> plan, InstantSource clock) {
        this.plan = plan;
        this.clock = clock;
    }

    /** The days that have had their time, the oldest first. */
    public List<LocalDate> due() {
        return plan.get().tier().days().stream().filter(this::isDue).toList();
    }

    /** Whether a day has had its time, be it here or not. */
    public boolean isDue(LocalDate day) {
        return day.isBefore(LocalDate.ofInstant(clock.instant().minus(plan.get().keep()), ZoneOffset.UTC));
    }

    /** Ages every day that is due. */
    public List<DayOutcome> run() {
        return due().stream().map(day -> new DayOutcome(day, age(day))).toList();
    }

    private DayOutcome.Fate age(LocalDate day) {
        turn.lock();
        try {
            Plan now = plan.get();
            return now.colder().map(next -> age(day, now.tier(), next)).orElse(DayOutcome.Fate.KEPT_NO_COLDER_TIER);
        } catch (TierUnavailableException e) {
            LOG.warn("{} is not aged: {}", day, e.getMessage());
            return DayOutcome.Fate.KEPT_UNAVAILABLE;
        } finally {
            turn.unlock();
        }
    }

    private static DayOutcome.Fate age(LocalDate day, MessageTier tier, Colder next) {
        if (!isConfirmed(day, tier, next)) {
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

    private static boolean isConfirmed(LocalDate day, MessageTier tier, Colder next) {
        if (tier.digest(day).equals(next.tier().digest(day))) {
            return true;
        }
        next.repair().accept(day);
        return tier.digest(day).equals(next.tier().digest(day));
    }
}
