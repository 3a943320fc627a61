package io.kefu.bench;

import io.kefu.storage.journal.Journal;
import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.journal.RecordKind;
import io.kefu.storage.journal.SqliteJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Durable records a second that the SQLite journal takes from one thread, in groups of 64, 256 and 1,024 records with
 * bodies of 200 bytes. Run it pinned to one core ({@code taskset -c 0}); the argument is the directory to write in.
 */
public final class JournalRate {
    private static final int BODY = 200;
    private static final int CONVERSATIONS = 1_000;
    private static final long MEASURED_NANOS = 3_000_000_000L;

    private JournalRate() {}

    public static void main(String[] arguments) throws Exception {
        Path parent = Path.of(arguments.length > 0 ? arguments[0] : "target");
        Path directory = Files.createTempDirectory(Files.createDirectories(parent), "journal-rate");
        try (Journal journal = SqliteJournal.open(directory)) {
            run(journal, 256, MEASURED_NANOS);
            for (int group : new int[] {64, 256, 1024}) {
                System.out.printf("%6d a group: %,9.0f records/s%n", group, run(journal, group, MEASURED_NANOS));
            }
        }
    }

    private static double run(Journal journal, int group, long nanos) throws Exception {
        Random random = new Random(7);
        long start = System.nanoTime();
        long records = 0;
        while (System.nanoTime() - start < nanos) {
            journal.append(batch(random, group, records));
            records += group;
        }
        return records * 1e9 / (System.nanoTime() - start);
    }

    private static List<JournalRecord> batch(Random random, int group, long from) {
        List<JournalRecord> batch = new ArrayList<>(group);
        for (int i = 0; i < group; i++) {
            byte[] body = new byte[BODY];
            random.nextBytes(body);
            String stream = "c-0123456789abcdef" + random.nextInt(CONVERSATIONS);
            batch.add(new JournalRecord(
                    stream,
                    "e1",
                    from + i,
                    RecordKind.MESSAGE,
                    "v-0123456789abcdef",
                    "m" + (from + i),
                    1L << 40,
                    body));
        }
        return batch;
    }
}
