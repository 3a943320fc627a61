package io.kefu.bench.faults;

import java.util.List;

/**
 * What an engine's rounds came to.
 *
 * @param messages acknowledged ones
 * @param held readers that waited longer than they may
 * @param caughtUpMillis from each fault's end until the tier had everything; so many as there were rounds
 * @param skipped faults that could not be made here
 */
public record Summary(
        int rounds,
        long messages,
        long reads,
        long partial,
        long lost,
        long doubled,
        long wrong,
        long held,
        long slowestMillis,
        List<Long> caughtUpMillis,
        List<String> skipped) {
    public Summary {
        caughtUpMillis = caughtUpMillis.stream().sorted().toList();
        skipped = List.copyOf(skipped);
    }

    public boolean isClean() {
        return lost + doubled + wrong + held == 0;
    }

    private long medianMillis() {
        return caughtUpMillis.isEmpty() ? 0 : caughtUpMillis.get(caughtUpMillis.size() / 2);
    }

    private long mostMillis() {
        return caughtUpMillis.isEmpty() ? 0 : caughtUpMillis.getLast();
    }

    public String json() {
        return ("{\"rounds\": %d, \"messages\": %d, \"reads\": %d, \"partial\": %d, \"lost\": %d, \"doubled\": %d,"
                        + " \"wrong\": %d, \"held\": %d, \"slowest_read_ms\": %d, \"caught_up_ms\": %d,"
                        + " \"caught_up_most_ms\": %d, \"skipped\": %d}")
                .formatted(
                        rounds,
                        messages,
                        reads,
                        partial,
                        lost,
                        doubled,
                        wrong,
                        held,
                        slowestMillis,
                        medianMillis(),
                        mostMillis(),
                        skipped.size());
    }

    @Override
    public String toString() {
        return ("%d rounds, %,d messages, %,d reads (%,d partial): %d lost, %d doubled, %d wrong, %d held too long;"
                        + " slowest read %,d ms; caught up in %,d ms, at most %,d%s")
                .formatted(
                        rounds,
                        messages,
                        reads,
                        partial,
                        lost,
                        doubled,
                        wrong,
                        held,
                        slowestMillis,
                        medianMillis(),
                        mostMillis(),
                        skipped.isEmpty() ? "" : "; skipped: " + skipped);
    }
}
