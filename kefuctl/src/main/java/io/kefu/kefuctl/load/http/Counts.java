package io.kefu.kefuctl.load.http;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Counts what is answered in one stretch, kind by kind. */
final class Counts {
    private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(2);
    private static final int GOOD = 2;

    private final Map<Call, Count> kinds = new EnumMap<>(Call.class);
    private final long begun;
    private final long end;
    private final long[] perSecond;

    private static final class Count {
        private final Histogram times = new Histogram(HIGHEST_MICROS, 3);
        private long answered;
        private long late;
        private long failed;
        private long bytes;
        private String why = "";
    }

    /** From {@code begun} on; what is answered after {@code end} counts as late. */
    Counts(List<Call> calls, long begun, long end) {
        calls.forEach(call -> kinds.put(call, new Count()));
        this.begun = begun;
        this.end = end;
        this.perSecond = new long[(int) Math.max(1, TimeUnit.NANOSECONDS.toSeconds(end - begun))];
    }

    void answered(HttpLink link, int status, long bytes, long now) {
        if (status / 100 != GOOD) {
            failed(link, "answered " + status);
            return;
        }
        Count count = kinds.get(link.call);
        count.times.recordValue(Math.clamp((now - link.since) / 1_000, 0, HIGHEST_MICROS));
        count.bytes += bytes;
        if (now - end > 0) {
            count.late++;
            return;
        }
        count.answered++;
        int second = (int) TimeUnit.NANOSECONDS.toSeconds(now - begun);
        if (second < perSecond.length) {
            perSecond[second]++;
        }
    }

    void failed(HttpLink link, String why) {
        Count count = kinds.get(link.call);
        count.failed++;
        count.why = count.why.isEmpty() ? why : count.why;
    }

    Outcome outcome() {
        Map<Call, Outcome.Kind> found = new EnumMap<>(Call.class);
        kinds.forEach((call, count) -> found.put(
                call,
                new Outcome.Kind(
                        count.answered, count.late, count.failed, count.why, count.bytes, count.times.copy())));
        return new Outcome(
                (end - begun) / 1e9, found, Arrays.stream(perSecond).boxed().toList());
    }
}
