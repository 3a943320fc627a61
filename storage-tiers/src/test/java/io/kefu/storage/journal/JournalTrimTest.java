package io.kefu.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTrimTest {
    @TempDir
    Path directory;

    @Test
    void the_cut_keeps_the_window_the_slowest_projector_and_the_checkpoint() throws Exception {
        try (Journal journal = SqliteJournal.open(directory)) {
            journal.append(Records.messages(1, 100)); // the record at offset n was made at 1,001 + n milliseconds
            journal.checkpoint(List.of(), List.of(), 80);
            assertThat(cut(journal, 90, 51)).isEqualTo(50);
            assertThat(journal.begin()).isEqualTo(50);
            assertThat(cut(journal, 60, 1_000)).isEqualTo(10);
            assertThat(cut(journal, 100, 1_000)).isEqualTo(20);
            assertThat(cut(journal, 100, 1_000)).isZero();
            assertThat(journal.begin()).isEqualTo(80);
        }
    }

    private static long cut(Journal journal, long slowest, long afterStart) throws JournalUnavailableException {
        Duration window = Duration.ofDays(7);
        Instant now = Instant.ofEpochMilli(1_000 + afterStart).plus(window);
        return new JournalTrim(journal, () -> slowest, window, InstantSource.fixed(now)).run();
    }

    @Test
    void erased_bodies_leave_no_byte_in_the_file_and_their_records_stay() throws Exception {
        try (Journal journal = SqliteJournal.open(directory)) {
            journal.append(List.of(
                    Records.message("gone", 1, "zanzibar".getBytes(StandardCharsets.UTF_8)),
                    Records.message("kept", 1, "ordinary".getBytes(StandardCharsets.UTF_8)),
                    Records.message("gone", 2, "zanzibar".getBytes(StandardCharsets.UTF_8))));
            assertThat(journal.erase(Set.of("gone", "unknown"))).isEqualTo(2);
            assertThat(journal.erase(Set.of("gone"))).isZero();
            List<CommittedRecord> read = journal.read(0, 10);
            assertThat(read).extracting(each -> each.record().body().length).containsExactly(0, 8, 0);
            assertThat(read).extracting(each -> each.record().seq()).containsExactly(1L, 1L, 2L);
        }
        String bytes = new String(Files.readAllBytes(directory.resolve("journal.db")), StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains("ordinary").doesNotContain("zanzibar");
    }
}
