package io.kefu.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.storage.fault.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files as a machine that lost power could leave them: copied from a running journal, then damaged at their end. */
final class JournalDamageTest {
    private static final int GROUPS = 20;
    private static final long GROUP = 10;

    @TempDir
    Path live;

    @TempDir
    Path copy;

    @BeforeEach
    void a_copy_of_a_running_journal() throws Exception {
        try (Journal journal = SqliteJournal.open(live)) {
            for (int group = 0; group < GROUPS; group++) {
                journal.append(Records.messages(group * GROUP + 1, (int) GROUP));
            }
            for (String name : List.of("journal.db", "journal.db-wal", "snapshots.db", "snapshots.db-wal")) {
                Files.copy(live.resolve(name), copy.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Test
    void garbage_after_the_last_commit_is_ignored() throws Exception {
        byte[] garbage = new byte[10_000];
        java.util.Arrays.fill(garbage, (byte) 0x5a);
        Files.write(copy.resolve("journal.db-wal"), garbage, StandardOpenOption.APPEND);
        assertHolds(GROUPS * GROUP);
    }

    @Test
    void a_torn_last_group_is_dropped_whole_and_its_offsets_are_free() throws Exception {
        truncate(copy.resolve("journal.db-wal"), 100);
        assertHolds((GROUPS - 1) * GROUP);
    }

    @Test
    void a_flipped_bit_in_the_last_group_drops_it_whole() throws Exception {
        Path wal = copy.resolve("journal.db-wal");
        try (FileChannel channel = FileChannel.open(wal, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), channel.size() - 1_000);
        }
        assertHolds((GROUPS - 1) * GROUP);
    }

    @Test
    void a_file_that_is_no_database_is_refused_with_the_remedy() throws Exception {
        Files.delete(copy.resolve("journal.db-wal"));
        Files.writeString(
                copy.resolve("journal.db"), "this is no database, and long enough to be read as a header".repeat(99));
        assertThatThrownBy(() -> SqliteJournal.open(copy))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("journal.db")
                .hasMessageContaining("restore the newest backup");
    }

    private void assertHolds(long records) throws Exception {
        try (Journal journal = SqliteJournal.open(copy)) {
            assertThat(journal.end()).isEqualTo(records);
            assertThat(journal.read(0, 1_000))
                    .extracting(each -> each.record().seq())
                    .hasSize((int) records);
            assertThat(journal.append(Records.messages(records + 1, 1))).isEqualTo(records);
        }
    }

    private static void truncate(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - bytes);
        }
    }
}
