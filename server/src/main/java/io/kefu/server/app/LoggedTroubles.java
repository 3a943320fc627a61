package io.kefu.server.app;

import java.time.Clock;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Counts what is logged as a warning or an error, by the minute over the last hour. Bounded: 60 minutes, two numbers each. */
final class LoggedTroubles extends Handler {

    private static final int MINUTES = 60;
    private static final long MILLIS_A_MINUTE = 60_000;

    private final Clock clock;
    private final long[] minutes = new long[MINUTES];
    private final long[] warnings = new long[MINUTES];
    private final long[] errors = new long[MINUTES];

    LoggedTroubles(Clock clock) {
        this.clock = clock;
        setLevel(Level.WARNING);
    }

    /** Counts what every logger of this process says from now on. */
    static LoggedTroubles listening(Clock clock) {
        LoggedTroubles troubles = new LoggedTroubles(clock);
        Logger.getLogger("").addHandler(troubles);
        return troubles;
    }

    @Override
    public synchronized void publish(LogRecord record) {
        if (isLoggable(record)) {
            int slot = slot();
            if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
                errors[slot]++;
            } else {
                warnings[slot]++;
            }
        }
    }

    synchronized long errors() {
        return sum(errors);
    }

    synchronized long warnings() {
        return sum(warnings);
    }

    private int slot() {
        long minute = clock.millis() / MILLIS_A_MINUTE;
        int slot = (int) (minute % MINUTES);
        if (minutes[slot] != minute) {
            minutes[slot] = minute;
            warnings[slot] = 0;
            errors[slot] = 0;
        }
        return slot;
    }

    private long sum(long[] counts) {
        long oldest = clock.millis() / MILLIS_A_MINUTE - MINUTES;
        long sum = 0;
        for (int i = 0; i < MINUTES; i++) {
            sum += minutes[i] > oldest ? counts[i] : 0;
        }
        return sum;
    }

    @Override
    public void flush() {
        // It holds nothing back.
    }

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }
}
