package io.kefu.storage.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.storage.tier.ConversationIndexContract;
import io.kefu.storage.tier.Messages;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.TierEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WarmTierTest extends ConversationIndexContract {
    private static final Duration BOUND = Duration.ofSeconds(2);

    @TempDir
    Path directory;

    private WarmTier open() {
        return WarmTier.open("warm", directory.resolve("warm.db"), BOUND);
    }

    @Override
    protected WarmTier emptyTier() {
        return WarmTier.open("warm", directory.resolve("contract.db"), BOUND);
    }

    @Test
    void rows_and_cursor_are_there_after_reopening() {
        try (WarmTier tier = open()) {
            tier.append(List.of(Messages.message("c1", 1, "退款")), 7);
        }
        try (WarmTier tier = open()) {
            assertThat(tier.cursor()).isEqualTo(7);
            assertThat(tier.read("c1", Range.newest(9)).messages()).hasSize(1);
        }
    }

    @Test
    void a_batch_with_a_row_that_cannot_be_held_leaves_nothing_and_the_tier_stays_well() {
        try (WarmTier tier = open()) {
            List<TierEntry> batch =
                    List.of(Messages.message("c1", 1, "good"), Messages.message("c1", 1L << 40, "too far"));
            assertThatThrownBy(() -> tier.append(batch, 2)).isInstanceOf(IllegalArgumentException.class);
            assertThat(tier.cursor()).isZero();
            assertThat(tier.read("c1", Range.newest(9)).messages()).isEmpty();
            assertThat(tier.health().available()).isTrue();
            tier.append(batch.subList(0, 1), 1);
            assertThat(tier.read("c1", Range.newest(9)).messages()).hasSize(1);
        }
    }

    @Test
    void an_erased_visitor_leaves_no_byte_in_the_file() throws Exception {
        Path file = directory.resolve("warm.db");
        try (WarmTier tier = open()) {
            List<TierEntry> entries = new ArrayList<>();
            for (int i = 1; i <= 300; i++) {
                entries.add(Messages.message("kept", i, "ordinary words"));
                entries.add(Messages.message("gone", i, "zanzibar 密语密语"));
            }
            entries.add(Messages.row("gone", "closed", "", "", 1));
            tier.append(entries, 601);
            assertThat(tier.erase("v-gone")).isEqualTo(300);
            assertThat(tier.conversations().get("gone")).isEmpty();
            assertThat(tier.read("kept", Range.newest(1_000)).messages()).hasSize(300);
        }
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        String chinese = new String("密语".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains("ordinary").doesNotContain("zanzibar").doesNotContain(chinese);
    }
}
