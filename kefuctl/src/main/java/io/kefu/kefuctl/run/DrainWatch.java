package io.kefu.kefuctl.run;

import io.kefu.kefuctl.cli.AdminApi;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** Begins a drain and tells how far it is, a line a second while something changes, until nobody is left or it is over. */
final class DrainWatch {

    private static final long LOOK_MILLIS = 200;
    private static final int LOOKS_A_LINE = 5;
    /** After the deadline: a closed connection has a moment to say good-bye. */
    private static final Duration FAREWELL = Duration.ofSeconds(15);

    private final AdminApi api;
    private final PrintStream out;
    private long told = -1;

    DrainWatch(AdminApi api, PrintStream out) {
        this.api = api;
        this.out = out;
    }

    /** How it ended. */
    JsonNode run(Map<String, ?> bounds) throws InterruptedException {
        JsonNode now = api.post("/admin/v1/drain", bounds);
        long end = System.nanoTime() + millis(now) * 1_000_000 + FAREWELL.toNanos();
        for (int look = 0; left(now) > 0 && draining(now) && System.nanoTime() - end < 0; look++) {
            if (look % LOOKS_A_LINE == 0) {
                tell(now);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS); // polls a condition up to a deadline
            now = api.get("/admin/v1/drain");
        }
        conclude(now);
        return now;
    }

    private void tell(JsonNode now) {
        if (left(now) != told) {
            told = left(now);
            out.printf(
                    "draining: %,d of %,d connections left, the rest is closed in %,d s%n",
                    told, now.path("connections_asked").asLong(), TimeUnit.MILLISECONDS.toSeconds(millis(now)));
        }
    }

    private void conclude(JsonNode now) {
        if (!draining(now)) {
            out.println("the drain was called off: kefuctl undrain, by somebody else");
        } else if (left(now) == 0) {
            out.println("drained: nobody is connected. kefuctl undrain lets clients in again");
        } else {
            out.printf("%,d connections did not close in time%n", left(now));
        }
    }

    private static boolean draining(JsonNode now) {
        return now.path("draining").asBoolean();
    }

    private static long left(JsonNode now) {
        return now.path("connections_left").asLong();
    }

    private static long millis(JsonNode now) {
        return now.path("deadline_in_ms").asLong();
    }
}
