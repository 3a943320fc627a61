package io.kefu.storage.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kefu.storage.fault.StorageException;
import io.kefu.storage.tier.Messages;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.TierEntry;
import io.kefu.storage.tier.TierUnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real file system of 32 MiB that fills up; needs the right to mount one, and is skipped without it. */
final class DuckDbFullDiskTest {
    private static final int BATCH = 1_000;
    private static final SplittableRandom NOISE = new SplittableRandom(7);

    @TempDir
    Path disk;

    @BeforeEach
    void a_small_disk() throws Exception {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", disk.toString()), "may not mount a tmpfs");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    @Test
    void a_full_disk_refuses_whole_batches_and_is_used_again_once_there_is_room() throws Exception {
        Path ballast = disk.resolve("ballast");
        Files.write(ballast, new byte[20 << 20]);
        DuckDbSettings settings = DuckDbSettings.cold(disk.resolve("cold.duckdb"), Duration.ofSeconds(5));
        try (DuckDbTier tier = DuckDbTier.open(settings)) {
            long[] held = {0};
            TierUnavailableException refused = catchThrowableOfType(TierUnavailableException.class, () -> {
                while (held[0] < 200_000) {
                    tier.append(batch(held[0]), held[0] + BATCH);
                    held[0] += BATCH;
                }
            });
            assertThat(refused).hasMessageContaining("cold.duckdb").hasMessageContaining("Make room on its disk");
            assertThat(tier.health().available()).isFalse();
            Files.delete(ballast);
            assertThat(tier.read("c1", Range.newest(1)).newestSeq()).isEqualTo(held[0]);
            tier.append(batch(held[0]), held[0] + BATCH);
            assertThat(tier.health().available()).isTrue();
            assertThat(tier.facts().messages()).isEqualTo(held[0] + BATCH);
        }
        try (DuckDbTier tier = DuckDbTier.open(settings)) {
            assertThat(tier.facts().messages()).isEqualTo(tier.cursor());
        }
    }

    @Test
    void an_erasure_without_room_for_the_copy_loses_nothing_else_and_is_done_once_there_is_room() throws Exception {
        DuckDbSettings settings = DuckDbSettings.cold(disk.resolve("cold.duckdb"), Duration.ofSeconds(5));
        int kept = 10 * BATCH;
        try (DuckDbTier tier = DuckDbTier.open(settings)) {
            for (int held = 0; held < kept; held += BATCH) {
                tier.append(batch(held), held + BATCH);
            }
            tier.append(List.of(Messages.message("gone", 1, "zanzibar")), kept + 1);
            // At every place in the making of the copy the disk is full once.
            for (int room = 2; room < 12; room += 2) {
                Path ballast = disk.resolve("ballast");
                long free = Files.getFileStore(disk).getUsableSpace();
                Files.write(ballast, new byte[(int) Math.max(0, free - ((long) room << 20))]);
                try {
                    tier.erase("v-gone");
                } catch (StorageException full) {
                    assertThat(full).hasMessageContaining("oom on its disk");
                }
                Files.delete(ballast);
                assertThat(tier.facts().messages()).isEqualTo(kept);
                assertThat(tier.read("c1", Range.newest(1)).newestSeq()).isEqualTo(kept);
            }
            tier.erase("v-gone");
        }
        try (DuckDbTier tier = DuckDbTier.open(settings)) {
            assertThat(tier.facts().messages()).isEqualTo(kept);
            assertThat(tier.cursor()).isEqualTo(kept + 1);
        }
        String bytes = Files.readString(settings.file(), StandardCharsets.ISO_8859_1);
        assertThat(bytes.contains("zanzibar")).isFalse();
    }

    private static List<TierEntry> batch(long from) {
        List<TierEntry> entries = new ArrayList<>();
        for (long seq = from + 1; seq <= from + BATCH; seq++) {
            byte[] noise = new byte[200];
            NOISE.nextBytes(noise);
            entries.add(Messages.message("c1", seq, HexFormat.of().formatHex(noise)));
        }
        return entries;
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor() == 0;
    }
}
