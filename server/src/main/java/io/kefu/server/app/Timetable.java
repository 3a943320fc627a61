package io.kefu.server.app;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done again and again. A fault ends one turn alone. */
final class Timetable {

    private static final Logger log = LoggerFactory.getLogger(Timetable.class);

    private final ScheduledExecutorService timer;

    Timetable(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /** @param what for the log, such as {@code ending expired sessions} */
    void every(long period, TimeUnit unit, String what, Runnable task) {
        Runnable turn = () -> {
            try {
                task.run();
            } catch (RuntimeException e) { // a task of the timer that throws is never run again
                log.error("{} failed; it is tried again", what, e);
            }
        };
        var _ = timer.scheduleWithFixedDelay(turn, period, period, unit);
    }
}
