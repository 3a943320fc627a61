package io.kefu.storage;

import io.kefu.storage.repair.DayComparison;
import io.kefu.storage.repair.DayRepair;
import io.kefu.storage.repair.Verification;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What has to be so before a cold tier may go: the warm one holds every message of it. */
record ColdRemoval(Standing standing, StandingTier cold) {
    private static final int TRIES = 3;

    static Optional<ColdRemoval> of(Standing standing) {
        return standing.cold().map(cold -> new ColdRemoval(standing, cold));
    }

    /**
     * Looks at the days alone.
     *
     * @throws PolicyRefusedException when there are days that only the cold tier holds
     */
    void demandAllInWarm() {
        List<LocalDate> warm = standing.warm().tier().days();
        List<LocalDate> alone =
                cold.tier().days().stream().filter(day -> !warm.contains(day)).toList();
        if (!alone.isEmpty()) {
            throw new PolicyRefusedException("the cold tier cannot go: of " + alone.size()
                    + (alone.size() == 1
                            ? " day (" + alone.getFirst()
                            : " days (" + alone.getFirst() + " to " + alone.getLast())
                    + ") only " + cold.access().place() + " holds the messages. Keep it; or give the warm tier a longer"
                    + " `keep`, apply that, and bring them back first: kefuctl storage backfill --tier warm --from "
                    + alone.getFirst() + " --to " + alone.getLast());
        }
    }

    /** Looks at each day's messages, and gives the warm tier what it lacks of a day. */
    void run(Runnable goOn) {
        demandAllInWarm();
        Verification verification = new Verification(standing.warm().projector(), cold.projector());
        for (LocalDate day : cold.tier().days()) {
            goOn.run();
            // The warm one may hold more and lack some all the same.
            if (verification.compare(day).verdict() != DayComparison.Verdict.AGREE) {
                new DayRepair(cold.tier(), standing.warm().projector()).run(day);
                demandAgreement(verification, day);
            }
        }
    }

    private static void demandAgreement(Verification verification, LocalDate day) {
        DayComparison found = verification.compare(day);
        for (int i = 1; i < TRIES && lacks(found); i++) {
            found = verification.compare(day);
        }
        if (lacks(found)) {
            throw new PolicyRefusedException("the cold tier does not go yet: of " + day + " it holds other messages ("
                    + found.cold().count() + ") than the warm one ("
                    + found.warm().count()
                    + "). Look at: kefuctl storage verify --day " + day);
        }
    }

    /** A cold tier lags by design: what only the warm one has is no hindrance. */
    private static boolean lacks(DayComparison found) {
        return found.verdict() != DayComparison.Verdict.AGREE
                && found.cold().count() >= found.warm().count();
    }
}
