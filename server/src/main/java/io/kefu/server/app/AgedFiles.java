package io.kefu.server.app;

import io.kefu.storage.files.FileReference;
import io.kefu.storage.files.FileStore;
import io.kefu.storage.files.Forgotten;
import io.kefu.storage.history.History;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files go with the last message that shows them: what is older than the shortest time for which messages are kept is looked
 * for in the tiers, and goes where none of them has messages of its age any more. So what a hold or a longer time keeps,
 * keeps its files.
 */
final class AgedFiles {

    private static final Logger log = LoggerFactory.getLogger(AgedFiles.class);

    private final History history;
    private final FileStore files;
    private final Supplier<Optional<Duration>> keep;
    private final InstantSource clock;

    /** @param keep the shortest time for which messages stay; empty where they all do */
    AgedFiles(History history, FileStore files, Supplier<Optional<Duration>> keep, InstantSource clock) {
        this.history = history;
        this.files = files;
        this.keep = keep;
        this.clock = clock;
    }

    /** Throws when a tier does not answer: no file goes on a guess. */
    int sweep() {
        return keep.get().map(this::olderThan).orElse(0);
    }

    private int olderThan(Duration kept) {
        LocalDate first = day(clock.instant().minus(kept));
        Instant before = first.atStartOfDay(ZoneOffset.UTC).toInstant();
        Forgotten gone = files.forgetSentBefore(before, reference -> isGone(reference, kept));
        if (gone.files() > 0) {
            log.info("files={} bytes={} went with their messages, from before {}", gone.files(), gone.bytes(), first);
        }
        return gone.files();
    }

    /** Messages go by whole days. */
    private boolean isGone(FileReference reference, Duration kept) {
        LocalDate sent = day(Instant.ofEpochMilli(reference.sentAtMillis()));
        return history.oldest(reference.conversationId(), kept)
                .map(AgedFiles::day)
                .filter(oldest -> !oldest.isAfter(sent))
                .isEmpty();
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
