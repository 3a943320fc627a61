package io.kefu.kefuctl.status;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.storage.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * Between two servers of a data directory there is a moment in which nobody answers: one closes its stores, the other opens
 * them. So one that does not answer while a process that runs holds its directory is asked again.
 */
final class Handover {

    private static final long LOOK_MILLIS = 50;

    private final Optional<Path> data;
    private final Duration bound;

    /** @param data of a server on this machine; empty for another, which is asked once */
    Handover(Optional<Path> data, Duration bound) {
        this.data = data;
        this.bound = bound;
    }

    /** Throws {@link CommandFailure} as the last question did. */
    JsonNode waitedOut(Supplier<JsonNode> question) throws InterruptedException {
        long end = System.nanoTime() + bound.toNanos();
        while (true) {
            try {
                return question.get();
            } catch (CommandFailure e) {
                if (e.exit() != ExitCode.UNREACHABLE || System.nanoTime() - end > 0 || !held()) {
                    throw e;
                }
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS); // polls a condition up to a deadline
        }
    }

    /** In containers this process may have the number that the last server had. */
    private boolean held() {
        return data.stream()
                .flatMapToLong(directory -> Storage.lastHolder(directory).stream())
                .filter(pid -> pid != ProcessHandle.current().pid())
                .anyMatch(pid -> ProcessHandle.of(pid).isPresent());
    }
}
