package io.kefu.storage.ageing;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.Messages;
import io.kefu.storage.tier.TierEntry;
import io.kefu.storage.warm.WarmTier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AgeingTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
    private static final Duration KEEP = Duration.ofDays(30);

    @TempDir
    Path directory;

    private MessageTier warm;
    private MessageTier cold;
    private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-04-01T12:00:00Z"));

    @BeforeEach
    void open() {
        warm = WarmTier.open("warm", directory.resolve("warm.db"), Duration.ofSeconds(5));
        cold = WarmTier.open("warm", directory.resolve("cold.db"), Duration.ofSeconds(5));
        append(warm, Messages.message("c1", 1, "old"), day(2, 1), day(3, 2), day(4, 20));
    }

    private static TierEntry day(long seq, int days) {
        return Messages.at("c1", seq, "visitor", "v", "later", Messages.START.plus(Duration.ofDays(days)));
    }

    private static void append(MessageTier tier, TierEntry... entries) {
        tier.append(List.of(entries), tier.cursor() + entries.length);
    }

    @AfterEach
    void close() {
        warm.close();
        cold.close();
    }

    @Test
    void only_whole_days_older_than_their_time_are_due() {
        assertThat(new Ageing(warm, Optional.empty(), KEEP, clock).due()).containsExactly(DAY);
    }

    @Test
    void without_a_colder_tier_nothing_is_dropped() {
        assertThat(new Ageing(warm, Optional.empty(), KEEP, clock).run())
                .containsExactly(new DayOutcome(DAY, DayOutcome.Fate.KEPT_NO_COLDER_TIER));
        assertThat(warm.days()).contains(DAY);
    }

    @Test
    void a_day_leaves_only_when_the_colder_tier_holds_the_very_same() {
        Ageing ageing = new Ageing(warm, Optional.of(new Ageing.Colder(cold, day -> {})), KEEP, clock);
        assertThat(ageing.run()).containsExactly(new DayOutcome(DAY, DayOutcome.Fate.KEPT_MISMATCH));
        append(cold, Messages.message("c1", 1, "old"));
        append(warm, Messages.edit("c1", 1, 9, "changed"));
        assertThat(ageing.run()).containsExactly(new DayOutcome(DAY, DayOutcome.Fate.KEPT_MISMATCH));
        append(cold, Messages.edit("c1", 1, 9, "changed"));
        assertThat(ageing.run()).containsExactly(new DayOutcome(DAY, DayOutcome.Fate.DROPPED));
        assertThat(warm.days()).hasSize(3).doesNotContain(DAY);
        assertThat(cold.days()).containsExactly(DAY);
    }
}
