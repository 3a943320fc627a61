package io.kefu.bench.jmh;

import io.kefu.storage.journal.Journal;
import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.journal.RecordKind;
import io.kefu.storage.journal.SqliteJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A group of messages into the journal, on disk when it returns; the file is in {@code target/} of where it is started. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class JournalBenchmark {
    private static final int CONVERSATIONS = 1_000;
    private static final int BODY = 200;

    /** Records a group. */
    @Param({"1", "64"})
    public int group;

    private final byte[] body = new byte[BODY];
    private Path directory;
    private Journal journal;
    private long next;

    @Setup(Level.Trial)
    public void open() throws IOException {
        new Random(7).nextBytes(body);
        directory = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "jmh-journal.");
        journal = SqliteJournal.open(directory);
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        journal.close();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    @Benchmark
    public long append() throws Exception {
        List<JournalRecord> records = new ArrayList<>(group);
        for (int i = 0; i < group; i++) {
            records.add(record(next++));
        }
        return journal.append(records);
    }

    private JournalRecord record(long number) {
        return new JournalRecord(
                "c-0123456789abcdef" + number % CONVERSATIONS,
                "e1",
                1 + number / CONVERSATIONS,
                RecordKind.MESSAGE,
                "v-0123456789abcdef",
                "m" + number,
                1L << 40,
                body);
    }
}
