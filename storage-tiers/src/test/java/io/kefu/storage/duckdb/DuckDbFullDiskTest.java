package io.kefu.storage.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kefu.storage.tier.Messages;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.TierEntry;
import io.kefu.storage.tier.TierUnavailableException;
import java.io.IOException;
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
