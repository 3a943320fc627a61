package io.kefu.kefuctl.status;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.storage.Storage;
import io.kefu.storage.journal.DirectoryLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * Between two servers of a data directory there is a moment in which nobody answers: one closes its stores, the other opens
 * them. So one that does not answer while a process holds its directory is asked again.
 */
final class Handover {

    private static final long LOOK_MILLIS = 50;

    /** What may pass between the one's letting go of the directory and the other's taking hold of it. */
    private static final long MAX_FREE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Optional<Path> data;
    private final Duration bound;

    /** @param data of a server on this machine; empty for another, which is asked once */
    Handover(Optional<Path> data, Duration bound) {
        this.data = data;
        this.bound = bound;
    }

    /** Throws {@link CommandFailure} as the last question did. */
    JsonNode waitedOut(Supplier<JsonNode> question) throws InterruptedException {
        long begin = System.nanoTime();
        long held = begin;
        while (true) {
            try {
                return question.get();
            } catch (CommandFailure e) {
                DirectoryLock.Seen lock = data.map(Storage::lookedAt).orElse(DirectoryLock.Seen.UNKNOWN);
                long now = System.nanoTime();
                held = lock == DirectoryLock.Seen.HELD ? now : held;
                if (e.exit() != ExitCode.UNREACHABLE
                        || lock == DirectoryLock.Seen.UNKNOWN
                        || now - held > MAX_FREE_NANOS
                        || now - begin > bound.toNanos()) {
                    throw e;
                }
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS); // polls a condition up to a deadline
        }
    }
}
