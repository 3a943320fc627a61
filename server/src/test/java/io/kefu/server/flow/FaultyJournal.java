package io.kefu.server.flow;

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
import java.util.function.Consumer;

/** A real journal that takes nothing while it is told so, as one on a full disk does. */
final class FaultyJournal implements Journal {

    private final Journal real;
    volatile boolean failing;

    FaultyJournal(Journal real) {
        this.real = real;
    }

    @Override
    public long append(List<JournalRecord> batch) throws JournalUnavailableException {
        if (failing) {
            throw new JournalUnavailableException("the disk is full; free some space", null);
        }
        return real.append(batch);
    }

    @Override
    public List<CommittedRecord> read(long fromOffset, int limit) {
        return real.read(fromOffset, limit);
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
        return real.snapshot(stream);
    }

    @Override
    public void snapshots(Consumer<Snapshot> to) {
        real.snapshots(to);
    }

    @Override
    public void checkpoint(List<Snapshot> changed, List<String> dropped, long offset)
            throws JournalUnavailableException {
        real.checkpoint(changed, dropped, offset);
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
