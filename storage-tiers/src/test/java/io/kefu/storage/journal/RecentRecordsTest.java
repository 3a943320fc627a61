package io.kefu.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecentRecordsTest {
    private final RecentRecords recent = new RecentRecords();

    @TempDir
    Path directory;

    private static List<Long> offsets(List<CommittedRecord> records) {
        return records.stream().map(CommittedRecord::offset).toList();
    }

    @Test
    void only_what_is_here_is_given() {
        recent.add(100, Records.messages(1, 10));
        assertThat(offsets(recent.read(104, 3))).containsExactly(104L, 105L, 106L);
        assertThat(offsets(recent.read(108, 100))).containsExactly(108L, 109L);
        assertThat(recent.read(99, 5)).isEmpty();
        assertThat(recent.read(110, 5)).isEmpty();
        recent.clear();
        assertThat(recent.read(104, 3)).isEmpty();
        recent.add(200, Records.messages(1, 2));
        assertThat(recent.read(104, 3)).isEmpty();
        assertThat(offsets(recent.read(200, 3))).containsExactly(200L, 201L);
    }

    @Test
    void it_is_bounded_in_records_and_in_bytes() {
        recent.add(0, Records.messages(1, RecentRecords.MOST + 5));
        assertThat(recent.read(4, 1)).isEmpty();
        assertThat(recent.read(5, RecentRecords.MOST)).hasSize(RecentRecords.MOST);
        recent.add(RecentRecords.MOST + 5, List.of(Records.big(1, (int) RecentRecords.MOST_BYTES)));
        assertThat(recent.read(RecentRecords.MOST + 4, 1)).isEmpty();
        assertThat(recent.read(RecentRecords.MOST + 5, 1)).hasSize(1);
        recent.add(RecentRecords.MOST + 6, List.of(Records.big(1, (int) RecentRecords.MOST_BYTES + 1)));
        assertThat(recent.read(RecentRecords.MOST + 6, 1)).isEmpty();
    }

    @Test
    void a_journal_reads_the_same_from_memory_and_from_disk() throws Exception {
        int count = RecentRecords.MOST + 1_000;
        CommittedRecord fromMemory;
        try (Journal journal = SqliteJournal.open(directory)) {
            journal.append(Records.messages(1, count));
            assertThat(offsets(journal.read(0, 10_000)))
                    .hasSize(count)
                    .startsWith(0L)
                    .isSorted();
            fromMemory = journal.read(count - 1, 1).getFirst();
        }
        try (Journal journal = SqliteJournal.open(directory)) {
            assertThat(journal.read(count - 1, 1).getFirst())
                    .usingRecursiveComparison()
                    .isEqualTo(fromMemory);
        }
    }
}
