package io.kefu.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.storage.fault.DirectoryInUseException;
import io.kefu.storage.fault.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteJournalTest {
    @TempDir
    Path directory;

    @Test
    void an_empty_journal_begins_and_ends_at_zero() {
        try (Journal journal = SqliteJournal.open(directory)) {
            assertThat(journal.begin()).isZero();
            assertThat(journal.end()).isZero();
            assertThat(journal.checkpointOffset()).isZero();
            assertThat(journal.read(0, 10)).isEmpty();
            assertThat(journal.health().available()).isTrue();
        }
    }

    @Test
    void records_come_back_as_they_were_and_in_order_also_after_reopening() throws Exception {
        JournalRecord fact = new JournalRecord("c2", "", 0, RecordKind.FACT, "", "", 5, new byte[0]);
        JournalRecord ledger =
                new JournalRecord("group:vip", "", 0, RecordKind.LEDGER, "a1", "", 6, new byte[] {0, -1});
        try (Journal journal = SqliteJournal.open(directory)) {
            assertThat(journal.append(List.of(Records.message(1), fact, ledger)))
                    .isZero();
            assertThat(journal.append(Records.messages(2, 3))).isEqualTo(3);
        }
        try (Journal journal = SqliteJournal.open(directory)) {
            assertThat(journal.end()).isEqualTo(6);
            List<CommittedRecord> read = journal.read(0, 100);
            assertThat(read).extracting(CommittedRecord::offset).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
            assertThat(read.get(0).record()).usingRecursiveComparison().isEqualTo(Records.message(1));
            assertThat(read.get(1).record()).usingRecursiveComparison().isEqualTo(fact);
            assertThat(read.get(2).record()).usingRecursiveComparison().isEqualTo(ledger);
            assertThat(journal.read(4, 1)).extracting(CommittedRecord::offset).containsExactly(4L);
        }
    }

    @Test
    void a_batch_that_fails_halfway_leaves_nothing_and_the_next_goes_on_at_the_same_offset() throws Exception {
        try (Journal journal = SqliteJournal.open(directory)) {
            journal.append(Records.messages(1, 2));
            List<JournalRecord> broken = new ArrayList<>(Records.messages(3, 50));
            broken.add(null);
            assertThatThrownBy(() -> journal.append(broken)).isInstanceOf(NullPointerException.class);
            assertThat(journal.end()).isEqualTo(2);
            assertThat(journal.append(Records.messages(3, 1))).isEqualTo(2);
            assertThat(journal.read(0, 100)).hasSize(3);
        }
    }

    @Test
    void an_empty_batch_is_no_write() throws Exception {
        try (Journal journal = SqliteJournal.open(directory)) {
            assertThat(journal.append(List.of())).isZero();
            assertThat(journal.end()).isZero();
        }
    }

    @Test
    void one_read_is_bounded_in_bytes_but_never_empty_before_the_end() throws Exception {
        try (Journal journal = SqliteJournal.open(directory)) {
            journal.append(List.of(Records.big(1, 9 << 20), Records.big(2, 9 << 20)));
            assertThat(journal.read(0, 100)).hasSize(1);
            assertThat(journal.read(1, 100)).hasSize(1);
        }
    }

    @Test
    void offsets_are_never_used_again_even_after_a_full_cut_and_a_restart() throws Exception {
        try (Journal journal = SqliteJournal.open(directory)) {
            journal.append(Records.messages(1, 5_000));
            journal.checkpoint(List.of(), List.of(), 5_000);
            journal.cut(5_000);
            assertThat(journal.begin()).isEqualTo(5_000);
            assertThat(journal.read(0, 10)).isEmpty();
        }
        try (Journal journal = SqliteJournal.open(directory)) {
            assertThat(journal.begin()).isEqualTo(5_000);
            assertThat(journal.end()).isEqualTo(5_000);
            assertThat(journal.append(Records.messages(5_001, 1))).isEqualTo(5_000);
            assertThat(journal.read(0, 10)).extracting(CommittedRecord::offset).containsExactly(5_000L);
        }
    }

    @Test
    void a_cut_keeps_what_recovery_needs_and_overwrites_what_it_removes() throws Exception {
        try (Journal journal = SqliteJournal.open(directory)) {
            journal.append(Records.messages(1, 10));
            journal.checkpoint(List.of(), List.of(), 4);
            assertThatThrownBy(() -> journal.cut(5)).isInstanceOf(IllegalArgumentException.class);
            journal.cut(4);
            assertThat(journal.begin()).isEqualTo(4);
            assertThat(journal.read(0, 100))
                    .extracting(CommittedRecord::offset)
                    .startsWith(4L)
                    .hasSize(6);
        }
        byte[] file = Files.readAllBytes(directory.resolve("journal.db"));
        assertThat(new String(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("body 5")
                .doesNotContain("body 4");
    }

    @Test
    void a_checkpoint_keeps_changed_snapshots_forgets_dropped_ones_and_never_goes_back() throws Exception {
        try (Journal journal = SqliteJournal.open(directory)) {
            journal.append(Records.messages(1, 10));
            journal.checkpoint(
                    List.of(new Snapshot("c1", 4, 1, true, new byte[] {1}), new Snapshot("c2", 3, 1, true, new byte[] {2
                    })),
                    List.of(),
                    5);
            journal.checkpoint(List.of(new Snapshot("c1", 8, 2, true, new byte[] {3})), List.of("c2", "c9"), 9);
            journal.checkpoint(List.of(), List.of(), 2);
            assertThatThrownBy(() -> journal.checkpoint(List.of(), List.of(), 11))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        try (Journal journal = SqliteJournal.open(directory)) {
            assertThat(journal.checkpointOffset()).isEqualTo(9);
            assertThat(journal.snapshot("c2")).isEmpty();
            assertThat(journal.snapshot("c1").orElseThrow())
                    .usingRecursiveComparison()
                    .isEqualTo(new Snapshot("c1", 8, 2, true, new byte[] {3}));
            assertThat(open(journal)).containsExactly("c1");
        }
    }

    @Test
    void a_start_reads_the_open_snapshots_and_any_other_can_be_asked_for() throws Exception {
        try (Journal journal = SqliteJournal.open(directory)) {
            journal.append(Records.messages(1, 10));
            journal.checkpoint(
                    List.of(
                            new Snapshot("c1", 4, 1, false, new byte[] {1}),
                            new Snapshot("c2", 3, 1, true, new byte[] {2})),
                    List.of(),
                    5);
            assertThat(open(journal)).containsExactly("c2");
            assertThat(journal.snapshot("c1"))
                    .hasValueSatisfying(closed -> assertThat(closed.open()).isFalse());
            journal.checkpoint(List.of(new Snapshot("c1", 8, 1, true, new byte[] {1})), List.of(), 9);
            assertThat(open(journal)).containsExactlyInAnyOrder("c1", "c2");
        }
    }

    private static List<String> open(Journal journal) {
        List<String> streams = new ArrayList<>();
        journal.openSnapshots(snapshot -> streams.add(snapshot.stream()));
        return streams;
    }

    @Test
    void a_second_opener_is_told_who_holds_the_directory() {
        try (Journal journal = SqliteJournal.open(directory)) {
            assertThat(journal.end()).isZero();
            long self = ProcessHandle.current().pid();
            assertThatThrownBy(() -> SqliteJournal.open(directory))
                    .isInstanceOfSatisfying(
                            DirectoryInUseException.class,
                            e -> assertThat(e.holder()).hasValue(self))
                    .hasMessageContaining("in use by process " + self);
        }
        SqliteJournal.open(directory).close();
    }

    @Test
    void a_waiter_is_woken_by_the_commit_and_by_its_time() throws Exception {
        try (Journal journal = SqliteJournal.open(directory)) {
            assertThat(journal.awaitBeyond(0, Duration.ofMillis(10))).isFalse();
            CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> await(journal, 2));
            journal.append(Records.messages(1, 2));
            assertThat(waiting.isDone()).isFalse();
            journal.append(Records.messages(3, 1));
            assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(journal.awaitBeyond(1, Duration.ZERO)).isTrue();
        }
    }

    private static boolean await(Journal journal, long offset) {
        try {
            return journal.awaitBeyond(offset, Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void the_wal_stays_bounded_under_a_writer_that_never_rests_while_a_reader_reads() throws Exception {
        try (Journal journal = SqliteJournal.open(directory)) {
            long largest = 0;
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
            for (long seq = 1; journal.end() < 600 && System.nanoTime() < deadline; seq++) {
                journal.append(List.of(Records.big(seq, 200_000)));
                journal.read(Math.max(0, journal.end() - 10), 10);
                largest = Math.max(largest, Files.size(directory.resolve("journal.db-wal")));
            }
            assertThat(journal.end()).isEqualTo(600);
            assertThat(largest).isLessThan(100L << 20);
        }
    }

    @Test
    void snapshots_ahead_of_their_journal_are_refused_with_the_remedy() throws Exception {
        try (Journal journal = SqliteJournal.open(directory)) {
            journal.append(Records.messages(1, 10));
            journal.checkpoint(List.of(), List.of(), 10);
        }
        Files.delete(directory.resolve("journal.db"));
        assertThatThrownBy(() -> SqliteJournal.open(directory))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("from one backup");
    }
}
