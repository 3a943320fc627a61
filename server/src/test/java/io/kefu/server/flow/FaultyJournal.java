package io.kefu.server.flow;

import io.kefu.storage.fault.StorageException;
import io.kefu.storage.journal.CommittedRecord;
import io.kefu.storage.journal.Journal;
import io.kefu.storage.journal.JournalHealth;
import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.journal.JournalUnavailableException;
import io.kefu.storage.journal.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A real journal that takes nothing while it is told so, as one on a full disk does. */
final class FaultyJournal implements Journal {

    private final Journal real;
    volatile boolean failing;

    /** Reads throw, as those of a disk that is too slow do. */
    volatile boolean unreadable;

    volatile boolean failingCheckpoints;
    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger checkpointsTried = new AtomicInteger();
    final Set<String> checkpointsStored = ConcurrentHashMap.newKeySet();

    FaultyJournal(Journal real) {
        this.real = real;
    }

    @Override
    public long append(List<JournalRecord> batch) throws JournalUnavailableException {
        if (failing) {
            refused.incrementAndGet();
            throw new JournalUnavailableException("the disk is full; free some space", null);
        }
        return real.append(batch);
    }

    @Override
    public List<CommittedRecord> read(long fromOffset, int limit) {
        readable();
        return real.read(fromOffset, limit);
    }

    private void readable() {
        if (unreadable) {
            throw new StorageException("the disk is too slow; see how busy it is");
        }
    }

    @Override
    public long end() {
        return real.end();
    }

    @Override
    public long begin() {
        return real.begin();
    }

    @Override
    public Optional<Snapshot> snapshot(String stream) {
        readable();
        return real.snapshot(stream);
    }

    @Override
    public void openSnapshots(Consumer<Snapshot> to) {
        real.openSnapshots(to);
    }

    @Override
    public void checkpoint(List<Snapshot> changed, List<String> dropped, long offset)
            throws JournalUnavailableException {
        checkpointsTried.incrementAndGet();
        if (failingCheckpoints) {
            throw new StorageException("the disk is too slow; see how busy it is");
        }
        real.checkpoint(changed, dropped, offset);
        changed.forEach(snapshot -> checkpointsStored.add(snapshot.stream()));
    }

    @Override
    public long checkpointOffset() {
        return real.checkpointOffset();
    }

    @Override
    public void cut(long beforeOffset) throws JournalUnavailableException {
        real.cut(beforeOffset);
    }

    @Override
    public Set<String> streamsOf(String visitor) {
        return real.streamsOf(visitor);
    }

    @Override
    public void scrub() {
        real.scrub();
    }

    @Override
    public long erase(Set<String> streams) throws JournalUnavailableException {
        return real.erase(streams);
    }

    @Override
    public boolean awaitBeyond(long offset, Duration atMost) throws InterruptedException {
        return real.awaitBeyond(offset, atMost);
    }

    @Override
    public JournalHealth health() {
        return real.health();
    }

    @Override
    public void close() {
        real.close();
    }
}
