package io.kefu.storage.repair;

import io.kefu.storage.projection.Projector;
import io.kefu.storage.tier.DayDigest;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;

/** Holds the warm and the cold tier against one another, day by day, by count and digest. */
public final class Verification {
    private final Projector warm;
    private final Projector cold;

    public Verification(Projector warm, Projector cold) {
        this.warm = warm;
        this.cold = cold;
    }

    /**
     * The days that either holds, ascending. Walks every message of every day: some seconds for a million.
     *
     * @throws io.kefu.storage.tier.TierUnavailableException when one of the two does not answer
     */
    public List<DayComparison> run() {
        TreeSet<LocalDate> days = new TreeSet<>(warm.tier().days());
        days.addAll(cold.tier().days());
        return days.stream().map(this::compare).toList();
    }

    public DayComparison compare(LocalDate day) {
        boolean moving = lags(warm) || lags(cold);
        DayDigest inWarm = warm.tier().digest(day);
        DayDigest inCold = cold.tier().digest(day);
        return new DayComparison(day, inWarm, inCold, verdict(inWarm, inCold, moving || lags(warm) || lags(cold)));
    }

    private static DayComparison.Verdict verdict(DayDigest inWarm, DayDigest inCold, boolean moving) {
        if (inWarm.equals(inCold)) {
            return DayComparison.Verdict.AGREE;
        }
        if (inWarm.count() == 0) {
            return DayComparison.Verdict.AGED;
        }
        return moving ? DayComparison.Verdict.MOVING : DayComparison.Verdict.DISAGREE;
    }

    private static boolean lags(Projector projector) {
        return projector.status().lagRecords() > 0;
    }
}
