package io.kefu.storage.journal;

import io.kefu.storage.fault.StorageException;
import io.kefu.storage.sqlite.ReadConnections;
import io.kefu.storage.sqlite.SqliteFailure;
import io.kefu.storage.sqlite.SqliteFile;
import io.kefu.storage.sqlite.WalKeeper;
import io.kefu.storage.sqlite.WriteConnection;
import io.kefu.storage.watermark.Watermark;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The journal of one machine: {@code journal.db} and {@code snapshots.db} in a directory that this process alone holds.
 *
 * <p>Durable as SQLite's WAL with {@code synchronous=FULL} is (sqlite.org/pragma.html#pragma_synchronous): one fdatasync
 * a batch. A transaction cut off by a crash is dropped whole by the WAL's checksums when it is opened again.
 */
public final class SqliteJournal implements Journal {
    private static final int READERS = 4;
    private static final Duration READ_BOUND = Duration.ofSeconds(10);
    private static final long WAL_SOFT = 2L << 20;
    private static final long WAL_HARD = 16L << 20;

    /** Some milliseconds of deleting: how long a cut holds up an append. */
    private static final long CUT_SLICE = 2_000;

    private static final long WALK_SLICE = 100_000;

    /** For this package's tests: what a journal opened in its scope writes with, such as a connection that never syncs. */
    static final ScopedValue<WriteConnection.Opening> WRITER = ScopedValue.newInstance();

    private final DirectoryLock lock;
    private final SqliteFile file;
    private final WriteConnection writer;
    private final ReadConnections readers;
    private final SnapshotFile snapshots;
    private final HealthWatch health = new HealthWatch();
    private final RecentRecords recent = new RecentRecords();
    private final Watermark end = new Watermark(0);
    private final JournalKeeper keeper;
    private volatile long begin;

    private SqliteJournal(Path directory, DirectoryLock lock) {
        this.lock = lock;
        file = new SqliteFile(directory.resolve("journal.db"));
        writer = new WriteConnection(file, WRITER.orElse(SqliteFile::openWriter));
        readers = new ReadConnections(file, READERS);
        snapshots = new SnapshotFile(directory.resolve("snapshots.db"));
        keeper = new JournalKeeper(new WalKeeper(file, WAL_SOFT, WAL_HARD, writer), snapshots, health, this::probe);
    }

    /**
     * Opens the journal of a directory, which is made when it is not there.
     *
     * @throws io.kefu.storage.fault.DirectoryInUseException when another server holds it
     * @throws StorageException when it cannot be opened, with reason and remedy
     */
    public static SqliteJournal open(Path directory) {
        SqliteJournal journal = new SqliteJournal(directory, DirectoryLock.take(directory));
        boolean done = false;
        try {
            journal.load();
            journal.keeper.start();
            done = true;
            return journal;
        } finally {
            if (!done) {
                journal.close();
            }
        }
    }

    private void load() {
        try {
            JournalTable.SCHEMA.bring(file, writer);
            long next = writer.transaction(open -> JournalTable.next(open.connection()));
            begin = writer.transaction(open -> JournalTable.oldest(open.connection(), next));
            end.moveTo(next);
        } catch (SQLException e) {
            throw file.failed(e);
        }
        snapshots.load();
        if (checkpointOffset() > end()) {
            throw new StorageException(file.path() + " ends at offset " + end() + " but its snapshots reach to "
                    + checkpointOffset() + ". Restore journal.db and snapshots.db from one backup");
        }
    }

    @Override
    public long append(List<JournalRecord> batch) throws JournalUnavailableException {
        long first = end();
        if (batch.isEmpty()) {
            return first;
        }
        health.started();
        try {
            writer.transaction(open -> {
                JournalTable.insert(open, first, batch);
                return batch;
            });
        } catch (SQLException e) {
            throw unavailable(file, e);
        } finally {
            health.ended();
        }
        health.succeeded();
        recent.add(first, batch);
        end.moveTo(first + batch.size());
        return first;
    }

    @Override
    public List<CommittedRecord> read(long fromOffset, int limit) {
        int most = Math.clamp(limit, 0, MAX_READ);
        List<CommittedRecord> inMemory = recent.read(fromOffset, most);
        return inMemory.isEmpty() ? readFile(fromOffset, most) : inMemory;
    }

    private List<CommittedRecord> readFile(long fromOffset, int most) {
        return readers.read(READ_BOUND, connection -> JournalTable.read(connection, fromOffset, most));
    }

    @Override
    public long end() {
        return end.get();
    }

    @Override
    public long begin() {
        return begin;
    }

    @Override
    public Optional<Snapshot> snapshot(String stream) {
        return snapshots.snapshot(stream);
    }

    @Override
    public void openSnapshots(Consumer<Snapshot> to) {
        snapshots.openSnapshots(to);
    }

    @Override
    public void checkpoint(List<Snapshot> changed, List<String> dropped, long offset)
            throws JournalUnavailableException {
        if (offset > end()) {
            throw new IllegalArgumentException("checkpoint " + offset + " is past the journal's end " + end());
        }
        try {
            snapshots.checkpoint(changed, dropped, offset);
        } catch (SQLException e) {
            throw unavailable(snapshots.file(), e);
        }
    }

    @Override
    public long checkpointOffset() {
        return snapshots.checkpointOffset();
    }

    @Override
    public void cut(long beforeOffset) throws JournalUnavailableException {
        if (beforeOffset > checkpointOffset()) {
            throw new IllegalArgumentException("cut before " + beforeOffset + " is past the checkpoint "
                    + checkpointOffset() + ": recovery would lack records");
        }
        try {
            while (begin < beforeOffset) {
                cutSlice(Math.min(begin + CUT_SLICE, beforeOffset));
            }
        } catch (SQLException e) {
            throw unavailable(file, e);
        }
    }

    private void cutSlice(long to) throws SQLException {
        long next = end();
        writer.transaction(open -> {
            JournalTable.delete(open, begin, to, next);
            return to;
        });
        recent.forgetBefore(to);
        begin = to;
    }

    @Override
    public long erase(Set<String> streams) throws JournalUnavailableException {
        long erased = 0;
        try {
            long last = end();
            for (long from = begin; from < last; from += CUT_SLICE) {
                long start = from;
                erased += writer.transaction(open -> JournalTable.erase(open, start, start + CUT_SLICE, streams));
            }
        } catch (SQLException e) {
            throw unavailable(file, e);
        } finally {
            recent.clear();
        }
        return erased;
    }

    @Override
    public Set<String> streamsOf(String visitor) {
        Set<String> streams = new HashSet<>();
        long last = end();
        for (long from = begin; from < last; from += WALK_SLICE) {
            long start = from;
            streams.addAll(readers.read(
                    READ_BOUND, connection -> JournalTable.streamsOf(connection, start, start + WALK_SLICE, visitor)));
        }
        return streams;
    }

    @Override
    public void scrub() {
        keeper.empty();
        snapshots.scrub();
    }

    @Override
    public boolean awaitBeyond(long offset, Duration atMost) throws InterruptedException {
        return end.awaitBeyond(offset, atMost);
    }

    @Override
    public JournalHealth health() {
        return health.health();
    }

    private JournalUnavailableException unavailable(SqliteFile where, SQLException e) {
        String reason = SqliteFailure.explain(where.path(), e);
        health.failed(reason);
        return new JournalUnavailableException(reason, e);
    }

    private void probe() {
        try {
            writer.transaction(JournalTable::probe);
            health.succeeded();
        } catch (SQLException e) {
            health.failed(SqliteFailure.explain(file.path(), e));
        }
    }

    /** Checkpoints and closes; a second call does nothing. */
    @Override
    public void close() {
        keeper.close();
        snapshots.close();
        readers.close();
        writer.close();
        lock.close();
    }
}
