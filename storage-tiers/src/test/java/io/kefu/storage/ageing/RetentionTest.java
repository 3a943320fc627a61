package io.kefu.storage.ageing;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.Messages;
import io.kefu.storage.warm.WarmTier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RetentionTest {
    @TempDir
    Path directory;

    @Test
    void days_that_have_had_their_time_are_gone_and_no_other() {
        try (MessageTier cold = WarmTier.open("cold", directory.resolve("cold.db"), Duration.ofSeconds(5))) {
            Instant noon = Instant.parse("2026-03-01T12:00:00Z");
            for (int day = 0; day < 4; day++) {
                Instant at = noon.plus(Duration.ofDays(day));
                cold.append(List.of(Messages.at("c1", day + 1, "visitor", "v", "text", at)), day + 1);
            }
            InstantSource clock = InstantSource.fixed(Instant.parse("2026-03-12T00:00:00Z"));
            assertThat(new Retention(cold, Duration.ofDays(9), clock).run()).isEqualTo(2);
            assertThat(cold.days()).containsExactly(LocalDate.of(2026, 3, 3), LocalDate.of(2026, 3, 4));
            assertThat(new Retention(cold, Duration.ofDays(9), clock).run()).isZero();
        }
    }
}
