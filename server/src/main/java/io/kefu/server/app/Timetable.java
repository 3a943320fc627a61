package io.kefu.server.app;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done again and again. A fault ends one turn alone. */
final class Timetable {

    private static final Logger log = LoggerFactory.getLogger(Timetable.class);
    private static final long LATEST_FIRST_MILLIS = 60_000;

    private final ScheduledExecutorService timer;

    Timetable(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /**
     * The first time after {@code period}, or a minute when that is sooner: a server that starts often does it, too.
     *
     * @param what for the log, such as {@code ending expired sessions}
     */
    void every(Duration period, String what, Runnable task) {
        Runnable turn = () -> {
            try {
                task.run();
            } catch (RuntimeException e) { // a task of the timer that throws is never run again
                log.error("{} failed; it is tried again", what, e);
            }
        };
        long first = Math.min(period.toMillis(), LATEST_FIRST_MILLIS);
        var _ = timer.scheduleWithFixedDelay(turn, first, period.toMillis(), TimeUnit.MILLISECONDS);
    }
}
