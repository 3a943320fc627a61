package io.kefu.bench.storage;

import io.kefu.storage.journal.Journal;
import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.journal.JournalUnavailableException;
import io.kefu.storage.journal.RecordKind;
import io.kefu.storage.journal.SqliteJournal;
import io.kefu.storage.tier.StoredMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a message takes in the journal for as long as it is kept there, by the slope between two sizes. */
public final class JournalSize {
    private static final int FIRST = 100_000;
    private static final int LAST = 300_000;
    private static final int BATCH = 1_000;

    private JournalSize() {}

    public static double bytesPerRecord(Path directory, Corpus corpus) throws IOException, JournalUnavailableException {
        Path fresh = Files.createTempDirectory(Files.createDirectories(directory), "size.");
        fill(fresh, corpus, 0, FIRST);
        long before = bytes(fresh);
        fill(fresh, corpus, FIRST, LAST);
        return (double) (bytes(fresh) - before) / (LAST - FIRST);
    }

    /** Closed at the end, so that nothing is left in its log. */
    private static void fill(Path directory, Corpus corpus, int from, int to) throws JournalUnavailableException {
        try (Journal journal = SqliteJournal.open(directory)) {
            for (int place = from; place < to; place += BATCH) {
                List<JournalRecord> batch = new ArrayList<>(BATCH);
                for (int i = place; i < place + BATCH; i++) {
                    batch.add(record(corpus.at(i % corpus.messages())));
                }
                journal.append(batch);
            }
        }
    }

    private static JournalRecord record(StoredMessage message) {
        return new JournalRecord(
                message.conversationId(),
                message.epoch(),
                message.seq(),
                RecordKind.MESSAGE,
                message.visitorId(),
                "01J-client-msg-id-0000-" + message.seq(),
                message.atMillis(),
                message.body());
    }

    private static long bytes(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            long sum = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
            return sum;
        }
    }
}
