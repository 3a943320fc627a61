package io.kefu.server.app;

import io.kefu.storage.Storage;
import io.kefu.storage.files.FileStore;
import io.kefu.storage.files.Forgotten;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files go with the last message that shows them: those of days that the policy keeps no longer and that no tier has. */
final class AgedFiles {

    private static final Logger log = LoggerFactory.getLogger(AgedFiles.class);

    private final Storage storage;
    private final FileStore files;
    private final Supplier<Optional<Duration>> keep;
    private final InstantSource clock;

    /** @param keep how long messages stay; empty where they all do */
    AgedFiles(Storage storage, FileStore files, Supplier<Optional<Duration>> keep, InstantSource clock) {
        this.storage = storage;
        this.files = files;
        this.keep = keep;
        this.clock = clock;
    }

    /** Throws when a tier does not answer: no file goes on a guess. */
    int sweep() {
        Optional<Duration> kept = keep.get();
        List<LocalDate> held = kept.isEmpty() ? List.of() : storage.days();
        if (held.isEmpty()) {
            return 0;
        }
        LocalDate wanted = LocalDate.ofInstant(clock.instant().minus(kept.orElseThrow()), ZoneOffset.UTC);
        LocalDate first = held.getFirst().isBefore(wanted) ? held.getFirst() : wanted;
        Forgotten gone = files.forgetSentBefore(
                first.atStartOfDay(ZoneOffset.UTC).toInstant(),
                conversation -> !storage.holds().isHeld(conversation));
        if (gone.files() > 0) {
            log.info("files={} bytes={} went with their messages, from before {}", gone.files(), gone.bytes(), first);
        }
        return gone.files();
    }
}
