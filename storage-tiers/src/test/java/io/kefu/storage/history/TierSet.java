package io.kefu.storage.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.storage.ageing.Ageing;
import io.kefu.storage.ageing.KeepTimes;
import io.kefu.storage.ageing.Retention;
import io.kefu.storage.duckdb.DuckDbSettings;
import io.kefu.storage.duckdb.DuckDbTier;
import io.kefu.storage.fault.StorageException;
import io.kefu.storage.hold.Holds;
import io.kefu.storage.journal.Journal;
import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.journal.JournalUnavailableException;
import io.kefu.storage.journal.SqliteJournal;
import io.kefu.storage.memory.MemoryTier;
import io.kefu.storage.projection.AsideFile;
import io.kefu.storage.projection.BatchSettings;
import io.kefu.storage.projection.FlakyTier;
import io.kefu.storage.projection.Projector;
import io.kefu.storage.projection.ProjectorStatus;
import io.kefu.storage.projection.TestSource;
import io.kefu.storage.repair.DayRepair;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.SearchQuery;
import io.kefu.storage.warm.WarmTier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The embedded engines over one journal: memory, SQLite and DuckDB, each of the last two behind a line that a test cuts. */
final class TierSet implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final int HELD_HOT = 6;

    private final InstantSource clock;
    private final Journal journal;
    private final AsideFile aside;
    private final Holds holds;
    private final FlakyTier warm;
    private final FlakyTier cold;
    private final List<Projector> projectors;
    private final List<TierReader> readers;
    private final History history;
    private final Search search;

    /** What a directory holds, or an empty set. */
    TierSet(Path directory, InstantSource clock) {
        this.clock = clock;
        journal = SqliteJournal.open(directory.resolve("journal"));
        aside = AsideFile.open(directory.resolve("aside.db"));
        holds = Holds.open(directory.resolve("holds.db"), clock);
        MessageTier hot = new MemoryTier(HELD_HOT, 8 << 20, Duration.ofHours(1), 0, clock);
        warm = new FlakyTier(WarmTier.open("warm", directory.resolve("warm.db"), BOUND));
        cold = new FlakyTier(DuckDbTier.open(DuckDbSettings.cold(directory.resolve("cold.duckdb"), BOUND)));
        projectors = List.of(projector(hot, 100), projector(warm, 5), projector(cold, 11));
        readers = projectors.stream().map(TierReader::new).toList();
        history = new History(journal, readers, clock);
        search = new Search(List.of(
                new Search.Searched(readers.get(1), Duration.ofHours(1)),
                new Search.Searched(readers.get(2), Duration.ofHours(1))));
    }

    private Projector projector(MessageTier tier, int rows) {
        Projector projector =
                new Projector(journal, tier, new TestSource(), aside, new BatchSettings(rows, Duration.ZERO), clock);
        projector.start();
        return projector;
    }

    void append(List<JournalRecord> records) throws JournalUnavailableException {
        journal.append(records);
    }

    History history() {
        return history;
    }

    SearchPage search(SearchQuery query) {
        return search.search(query);
    }

    void warmIsAway(boolean away) {
        warm.isAway(away);
    }

    void coldIsAway(boolean away) {
        cold.isAway(away);
    }

    /** Days that are due leave the warm tier, where the cold one can confirm them. */
    void age(Duration keep) {
        DayRepair repair = new DayRepair(warm, projectors.get(2));
        attempt(() -> new Ageing(warm, Optional.of(new Ageing.Colder(cold, repair::run)), keep, clock).run());
    }

    /** What has had its time leaves for good. */
    void retain(Duration keep) {
        KeepTimes times = new KeepTimes(Map.of(), Optional.of(keep));
        attempt(() -> new Retention(cold, times, holds, clock).run());
    }

    /** As housekeeping does: what a tier that is away cannot do now is done another time. */
    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (StorageException e) {
            assertThat(e).hasMessageContaining("line is cut");
        }
    }

    /** Returns when every tier has all that was committed. */
    void settle() throws InterruptedException {
        for (Projector each : projectors) {
            assertThat(each.hurryTo(journal.end(), SOON))
                    .as(each.status().toString())
                    .isTrue();
            ProjectorStatus status = each.status();
            assertThat(status.setAside() + status.missed()).isZero();
        }
    }

    MessageTier warm() {
        return warm;
    }

    MessageTier cold() {
        return cold;
    }

    @Override
    public void close() {
        search.close();
        readers.forEach(TierReader::close);
        projectors.forEach(Projector::close);
        warm.close();
        cold.close();
        aside.close();
        holds.close();
        journal.close();
    }
}
