package io.kefu.storage;

import io.kefu.storage.ageing.Ageing;
import io.kefu.storage.fault.StorageException;
import io.kefu.storage.repair.DayComparison;
import io.kefu.storage.repair.DayRepair;
import io.kefu.storage.repair.Verification;
import io.kefu.storage.tier.TierUnavailableException;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;

/** The days of the warm and the cold tier, held against one another and mended from one another. */
final class Days {
    private final Tiers tiers;
    private final Ageing ageing;
    private volatile List<LocalDate> disagreeing = List.of();

    Days(Tiers tiers, Ageing ageing) {
        this.tiers = tiers;
        this.ageing = ageing;
    }

    /** Those that one of the two holds, ascending. */
    List<LocalDate> all() {
        return tiers.now().deep().stream()
                .flatMap(each -> each.tier().days().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** Those that have had their time in the warm tier and are still there. */
    List<LocalDate> due() {
        try {
            return tiers.now().cold().isEmpty() ? List.of() : ageing.due();
        } catch (TierUnavailableException e) {
            return List.of();
        }
    }

    /** Those of which the last look found that the two differ. */
    List<LocalDate> disagreeing() {
        return disagreeing;
    }

    DayComparison verify(LocalDate day) {
        Standing now = tiers.now();
        DayComparison found = new Verification(now.warm().projector(), cold(now).projector()).compare(day);
        note(day, found.verdict() == DayComparison.Verdict.DISAGREE);
        return found;
    }

    private static StandingTier cold(Standing now) {
        return now.cold()
                .orElseThrow(
                        () -> new StorageException("there is no cold tier to hold the warm one against: name one in"
                                + " the StoragePolicy (cold.engine)"));
    }

    private synchronized void note(LocalDate day, boolean disagrees) {
        TreeSet<LocalDate> days = new TreeSet<>(disagreeing);
        if (disagrees) {
            days.add(day);
        } else {
            days.remove(day);
        }
        disagreeing = List.copyOf(days);
    }

    DayComparison repair(LocalDate day) {
        moving(() -> {
            Standing now = tiers.now();
            boolean aged = now.warm().tier().digest(day).count() == 0 && ageing.isDue(day);
            give(now.warm(), cold(now), day);
            if (!aged) {
                give(cold(now), now.warm(), day);
            }
        });
        return verify(day);
    }

    DayComparison backfill(TierRole into, LocalDate day) {
        moving(() -> {
            Standing now = tiers.now();
            switch (into) {
                case WARM -> give(cold(now), now.warm(), day);
                case COLD -> give(now.warm(), cold(now), day);
                case HOT -> throw new StorageException("the hot tier is filled from the journal by itself");
            }
        });
        return verify(day);
    }

    private static void give(StandingTier from, StandingTier to, LocalDate day) {
        new DayRepair(from.tier(), to.projector()).run(day);
    }

    private void moving(Runnable work) {
        ageing.turn().lock();
        try {
            work.run();
        } finally {
            ageing.turn().unlock();
        }
    }
}
