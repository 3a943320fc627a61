package io.kefu.kefuctl.load;

import io.kefu.kefuctl.load.Arrivals.Report;
import java.util.List;

/**
 * What came of an order; the parts that it is not about are empty.
 *
 * @param live connections that are there now
 * @param lost connections that ended without being asked to, since the start
 */
public record Answer(Result result, Tally tally, JournalCheck.Report journal, Report arrivals, long live, long lost) {

    static Answer of(Result result) {
        return new Answer(result, Tally.NONE, JournalCheck.Report.NONE, nobody(), 0, 0);
    }

    static Answer of(Tally tally, JournalCheck.Report journal) {
        return new Answer(Result.none(), tally, journal, nobody(), 0, 0);
    }

    static Answer of(Report arrivals, long live, long lost) {
        return new Answer(Result.none(), Tally.NONE, JournalCheck.Report.NONE, arrivals, live, lost);
    }

    static Report nobody() {
        return new Report(0, 0, 0, 0, "", Result.histogram(), List.of());
    }

    /** Of two workers that had the same order. */
    Answer plus(Answer other) {
        return new Answer(
                result.plus(other.result),
                tally.plus(other.tally),
                journal.plus(other.journal),
                arrivals.plus(other.arrivals),
                live + other.live,
                lost + other.lost);
    }
}
