package io.kefu.kefuctl.install;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waiting for what another process does, with a bound. */
final class Wait {

    private static final long LOOK_MILLIS = 50;

    private Wait() {}

    /** What may be so already. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /** Throws when the bound is over first; says then what was waited for. */
    static void until(String what, Duration bound, Condition condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + bound.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("waited " + bound.toSeconds() + " s in vain for " + what);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }
}
