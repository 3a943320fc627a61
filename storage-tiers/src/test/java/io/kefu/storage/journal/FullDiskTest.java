package io.kefu.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real file system of 4 MiB that fills up; needs the right to mount one, and is skipped without it. */
final class FullDiskTest {
    @TempDir
    Path disk;

    @BeforeEach
    void a_small_disk() throws Exception {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString()), "may not mount a tmpfs");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    @Test
    void a_full_disk_refuses_whole_batches_keeps_what_was_acknowledged_and_recovers_without_a_restart()
            throws Exception {
        Path ballast = disk.resolve("ballast");
        Files.write(ballast, new byte[2 << 20]);
        try (Journal journal = SqliteJournal.open(disk.resolve("journal"))) {
            JournalUnavailableException refused = appendUntilRefused(journal);
            long acknowledged = journal.end();
            assertThat(refused).hasMessageContaining("the disk is full").hasMessageContaining("Free space");
            assertThat(journal.health().available()).isFalse();
            assertThat(journal.health().reason()).contains("journal.db");
            assertThat(journal.read(0, 10_000)).hasSize((int) acknowledged);

            Files.delete(ballast);
            awaitHealthy(journal);
            assertThat(journal.append(batch(acknowledged))).isEqualTo(acknowledged);
            assertThat(journal.read(0, 10_000)).hasSize((int) journal.end());
        }
    }

    private static JournalUnavailableException appendUntilRefused(Journal journal) {
        return catchThrowableOfType(JournalUnavailableException.class, () -> {
            while (journal.end() < 100_000) {
                journal.append(batch(journal.end()));
            }
        });
    }

    private static List<JournalRecord> batch(long from) {
        return List.of(Records.big(from + 1, 9_000), Records.big(from + 2, 9_000), Records.big(from + 3, 9_000));
    }

    private static void awaitHealthy(Journal journal) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!journal.health().available() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(journal.health().available()).isTrue();
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor() == 0;
    }
}
