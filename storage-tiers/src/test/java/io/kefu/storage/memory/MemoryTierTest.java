package io.kefu.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.MessageTierContract;
import io.kefu.storage.tier.Messages;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.Slice;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MemoryTierTest extends MessageTierContract {
    private final AtomicReference<Instant> now = new AtomicReference<>(Messages.START);
    private final InstantSource clock = now::get;

    @Override
    protected MessageTier emptyTier() {
        return new MemoryTier(200, 64 << 20, Duration.ofHours(1), 0, clock);
    }

    @Test
    void only_the_last_messages_of_a_conversation_are_kept() {
        try (MemoryTier tier = new MemoryTier(3, 1 << 20, Duration.ofHours(1), 0, clock)) {
            for (long seq = 1; seq <= 10; seq++) {
                tier.append(List.of(Messages.message("c1", seq, "x")), seq);
            }
            Slice slice = tier.read("c1", Range.after(0, 100));
            assertThat(slice.messages()).extracting(StoredMessage::seq).containsExactly(8L, 9L, 10L);
            assertThat(slice.newestSeq()).isEqualTo(10);
        }
    }

    @Test
    void what_is_held_never_has_a_gap() {
        try (MemoryTier tier = new MemoryTier(100, 1 << 20, Duration.ofHours(1), 0, clock)) {
            tier.append(List.of(Messages.message("c1", 1, "x"), Messages.message("c1", 2, "x")), 2);
            tier.append(List.of(Messages.message("c1", 4, "x")), 4);
            assertThat(tier.read("c1", Range.newest(9)).messages())
                    .extracting(StoredMessage::seq)
                    .containsExactly(4L);
        }
    }

    @Test
    void a_closed_conversation_leaves_after_its_time_and_an_open_one_stays() {
        try (MemoryTier tier = new MemoryTier(100, 1 << 20, Duration.ofHours(1), 0, clock)) {
            long closedAt = now.get().toEpochMilli();
            tier.append(
                    List.of(
                            Messages.message("c1", 1, "x"),
                            Messages.message("c2", 1, "x"),
                            Messages.row("c1", "closed", "", "", closedAt),
                            Messages.row("c2", "bot", "", "", closedAt)),
                    4);
            now.updateAndGet(then -> then.plus(Duration.ofMinutes(59)));
            assertThat(tier.read("c1", Range.newest(1)).messages()).hasSize(1);
            now.updateAndGet(then -> then.plus(Duration.ofMinutes(2)));
            assertThat(tier.read("c1", Range.newest(1))).isEqualTo(Slice.EMPTY);
            assertThat(tier.read("c2", Range.newest(1)).messages()).hasSize(1);
        }
    }

    @Test
    void a_conversation_that_is_opened_again_stays() {
        try (MemoryTier tier = new MemoryTier(100, 1 << 20, Duration.ofHours(1), 0, clock)) {
            long closedAt = now.get().toEpochMilli();
            tier.append(List.of(Messages.message("c1", 1, "x"), Messages.row("c1", "closed", "", "", closedAt)), 2);
            tier.append(List.of(Messages.row("c1", "queued", "", "", closedAt)), 3);
            now.updateAndGet(then -> then.plus(Duration.ofHours(2)));
            assertThat(tier.read("c1", Range.newest(1)).messages()).hasSize(1);
        }
    }

    @Test
    void entries_of_one_batch_build_on_each_other() {
        try (MemoryTier tier = new MemoryTier(100, 1 << 20, Duration.ofHours(1), 0, clock)) {
            long closedAt = now.get().toEpochMilli();
            tier.append(
                    List.of(
                            Messages.edit("c1", 1, 2, "before its message"),
                            Messages.message("c1", 1, "first"),
                            Messages.message("c1", 2, "second"),
                            Messages.edit("c1", 2, 3, "changed"),
                            Messages.row("c1", "closed", "", "", closedAt),
                            Messages.row("c1", "queued", "", "", closedAt)),
                    6);
            assertThat(tier.read("c1", Range.after(0, 9)).messages())
                    .extracting(StoredMessage::shownText)
                    .containsExactly("first", "changed");
            now.updateAndGet(then -> then.plus(Duration.ofHours(2)));
            assertThat(tier.read("c1", Range.newest(9)).messages()).hasSize(2);
        }
    }

    @Test
    void an_amendment_alone_begins_no_conversation() {
        try (MemoryTier tier = new MemoryTier(100, 1 << 20, Duration.ofHours(1), 0, clock)) {
            tier.append(List.of(Messages.edit("c1", 1, 2, "of nothing")), 1);
            assertThat(tier.facts().bytes()).isZero();
        }
    }

    @Test
    void one_batch_takes_no_more_memory_than_it_may_either() {
        try (MemoryTier tier = new MemoryTier(200, 100_000, Duration.ofHours(1), 0, clock)) {
            tier.append(
                    IntStream.range(0, 2_000)
                            .mapToObj(i -> (TierEntry) Messages.message("c" + i, 1, "x".repeat(500)))
                            .toList(),
                    2_000);
            long held = IntStream.range(0, 2_000)
                    .filter(i -> !tier.read("c" + i, Range.newest(1)).messages().isEmpty())
                    .count();
            assertThat(held).isBetween(1L, 100L);
        }
    }

    @Test
    void it_never_takes_more_memory_than_it_may() {
        try (MemoryTier tier = new MemoryTier(200, 100_000, Duration.ofHours(1), 0, clock)) {
            for (int i = 0; i < 2_000; i++) {
                tier.append(List.of(Messages.message("c" + i, 1, "x".repeat(500))), i + 1);
            }
            long held = 0;
            for (int i = 0; i < 2_000; i++) {
                held += tier.read("c" + i, Range.newest(1)).messages().size();
            }
            assertThat(held).isBetween(1L, 100L);
        }
    }
}
