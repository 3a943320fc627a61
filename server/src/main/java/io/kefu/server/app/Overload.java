package io.kefu.server.app;

import io.kefu.server.intake.QueueDelay;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether what people say waits too long: measured at each commit, and looked at while there is none. */
final class Overload {

    private static final Logger log = LoggerFactory.getLogger(Overload.class);
    private static final long MILLI = 1_000_000;

    private final QueueDelay delay;
    private volatile LongSupplier workingSince = () -> 0;

    Overload(QueueDelay delay) {
        this.delay = delay;
    }

    /** @param since when the batch that is in work was begun, as {@link System#nanoTime}; 0 while there is none */
    void connect(LongSupplier since) {
        workingSince = since;
    }

    /** Something that a client said is on disk, so long after it was heard. */
    void waited(long nanos) {
        tell(delay.waited(nanos, System.nanoTime()));
    }

    /** Also on its own, several times a second: what nothing leaves is measured by nobody. */
    boolean now() {
        long since = workingSince.getAsLong();
        tell(delay.look(since, System.nanoTime()));
        return delay.overloaded();
    }

    /** As {@code status} tells it; empty while all is well. */
    Optional<String> problem() {
        return now()
                ? Optional.of("overloaded: messages take " + delay.last() / MILLI
                        + " ms to be on disk, so new visitors are refused (系统繁忙) and current conversations go on")
                : Optional.empty();
    }

    private void tell(boolean changed) {
        if (!changed) {
            return;
        }
        if (delay.overloaded()) {
            log.warn(
                    "overloaded=true delay_ms={}: messages wait too long, so new visitors are refused; see how busy the"
                            + " disk and the processors are",
                    delay.last() / MILLI);
        } else {
            log.info("overloaded=false delay_ms={}: new visitors are let in again", delay.last() / MILLI);
        }
    }
}
