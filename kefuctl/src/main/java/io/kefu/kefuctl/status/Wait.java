package io.kefu.kefuctl.status;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Looks until a server is as well as it is wanted to be, or the time is over. */
final class Wait {

    private static final long LOOK_MILLIS = 250;

    private final Supplier<JsonNode> status;
    private final Health wanted;
    private final Duration timeout;

    Wait(Supplier<JsonNode> status, Health wanted, Duration timeout) {
        this.status = status;
        this.wanted = wanted;
        this.timeout = timeout;
    }

    /**
     * The last status, whether it is as it was wanted or not.
     *
     * @throws CommandFailure as unreachable when it did not answer at the end
     */
    JsonNode run() throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            boolean last = System.nanoTime() - end >= 0;
            try {
                JsonNode now = status.get();
                if (last || Health.of(now).compareTo(wanted) <= 0) {
                    return now;
                }
            } catch (CommandFailure e) {
                if (last || e.exit() != ExitCode.UNREACHABLE) {
                    throw e;
                }
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS); // polls a condition up to a deadline
        }
    }
}
