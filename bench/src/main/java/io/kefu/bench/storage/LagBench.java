package io.kefu.bench.storage;

import io.kefu.storage.journal.Journal;
import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.journal.JournalUnavailableException;
import io.kefu.storage.journal.RecordKind;
import io.kefu.storage.journal.SqliteJournal;
import io.kefu.storage.projection.AsideFile;
import io.kefu.storage.projection.BatchSettings;
import io.kefu.storage.projection.Projector;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A journal that grows at a rate, and a projector that follows it; the line to the tier is cut for a while. */
public final class LagBench {
    private static final Duration TICK = Duration.ofMillis(10);
    private static final Duration MOST_CATCHING_UP = Duration.ofMinutes(2);
    private static final long MOST_SAMPLES = 1_000_000;

    private final Journal journal;
    private final Projector projector;
    private final CutLine line;
    private final Corpus corpus;
    private final int rate;

    /** A tier that is written to in large batches is never nearer than about one. */
    private final long caughtUp;

    private long written;

    /** A run on one engine, in a directory of its own. */
    public static Result of(String engine, Path data, int rate, Duration calm, Duration away) throws Exception {
        Files.createDirectories(data);
        boolean cold = engine.equals("duckdb") || engine.equals("clickhouse");
        BatchSettings batch = cold
                ? new BatchSettings(2_000, Duration.ofSeconds(30))
                : new BatchSettings(1_000, Duration.ofMillis(200));
        try (Journal journal = SqliteJournal.open(data.resolve("journal"));
                AsideFile aside = AsideFile.open(data.resolve("aside.db"));
                CutLine line = new CutLine(TierOf.engine(engine, data));
                Projector projector =
                        new Projector(journal, line, LagBench::entries, aside, batch, InstantSource.system())) {
            projector.start();
            return new LagBench(journal, projector, line, new Corpus(10_000_000, Instant.now()), rate, batch)
                    .run(calm, away);
        }
    }

    private static List<TierEntry> entries(JournalRecord record) {
        return List.of(new StoredMessage(
                record.stream(),
                record.epoch(),
                record.seq(),
                "web",
                record.visitor(),
                "visitor",
                record.visitor(),
                record.atMillis(),
                false,
                new String(record.body(), StandardCharsets.UTF_8),
                record.body(),
                null));
    }

    LagBench(Journal journal, Projector projector, CutLine line, Corpus corpus, int rate, BatchSettings batch) {
        this.journal = journal;
        this.projector = projector;
        this.line = line;
        this.corpus = corpus;
        this.rate = rate;
        this.caughtUp = Math.max(rate / 5, batch.rows());
    }

    /**
     * What was seen.
     *
     * @param lagMedianMillis while nothing was wrong
     * @param heapGrowthBytes from before to after the time without the tier, both after a collection
     * @param catchUpPerSecond records a second that came into the tier from its first batch on, while as many as before were written
     */
    public record Result(double lagMedianMillis, double lagMostMillis, long heapGrowthBytes, double catchUpPerSecond) {}

    Result run(Duration calm, Duration away) throws JournalUnavailableException {
        long[] lags = write(calm);
        long heapBefore = heap();
        line.cut(true);
        write(away);
        long heapAfter = heap();
        line.cut(false);
        long stoodAt = projector.cursor();
        while (projector.cursor() == stoodAt) {
            write(Duration.ofMillis(50));
        }
        long cursor = projector.cursor();
        long started = System.nanoTime();
        long deadline = started + MOST_CATCHING_UP.toNanos();
        while (projector.status().lagRecords() > caughtUp && System.nanoTime() < deadline) {
            write(Duration.ofMillis(100));
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        Arrays.sort(lags);
        return new Result(
                lags[lags.length / 2],
                lags[lags.length - 1],
                heapAfter - heapBefore,
                (projector.cursor() - cursor) / Math.max(seconds, 1e-3));
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** One group a tick, as many as are due; the lag after each, in milliseconds. */
    private long[] write(Duration time) throws JournalUnavailableException {
        List<Long> lags = new ArrayList<>();
        long started = System.nanoTime();
        long due = 0;
        while (System.nanoTime() - started < time.toNanos()) {
            long until = (long) ((System.nanoTime() - started) / 1e9 * rate);
            journal.append(batch((int) (until - due)));
            due = until;
            if (lags.size() < MOST_SAMPLES) {
                lags.add(projector.lag().toMillis());
            }
            LockSupport.parkNanos(TICK.toNanos());
        }
        return lags.stream().mapToLong(Long::longValue).toArray();
    }

    private List<JournalRecord> batch(int count) {
        List<JournalRecord> batch = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            StoredMessage message = corpus.at(written++ % corpus.messages());
            batch.add(new JournalRecord(
                    message.conversationId(),
                    message.epoch(),
                    message.seq(),
                    RecordKind.MESSAGE,
                    message.visitorId(),
                    "m" + written,
                    System.currentTimeMillis(),
                    message.body()));
        }
        return batch;
    }
}
