package io.kefu.storage.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.storage.engines.EngineAddress;
import io.kefu.storage.engines.EngineKind;
import io.kefu.storage.engines.ProcessEngine;
import io.kefu.storage.tier.Messages;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.TierEntry;
import io.kefu.storage.tier.TierUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server of the test's own, killed and paused under an open tier. */
final class ClickHouseRestartTest {
    private static ClickHouseTier open(EngineAddress address) {
        return ClickHouseTier.open(new ClickHouseSettings(
                "cold", address.urlWithoutLogin(), address.user(), address.password(), null, Duration.ofSeconds(2)));
    }

    @Test
    void a_server_that_was_killed_or_paused_has_every_batch_that_it_took_and_is_used_again() {
        try (ProcessEngine engine = ProcessEngine.start(EngineKind.CLICKHOUSE);
                ClickHouseTier tier = open(engine.freshDatabase().address())) {
            List<TierEntry> entries = new ArrayList<>();
            for (int seq = 1; seq <= 500; seq++) {
                entries.add(Messages.message("c1", seq, "text " + seq));
            }
            tier.append(entries, 500);
            engine.kill();
            assertThatThrownBy(() -> tier.read("c1", Range.newest(1))).isInstanceOf(TierUnavailableException.class);
            engine.start();
            assertThat(tier.cursor()).isEqualTo(500);
            assertThat(tier.read("c1", Range.newest(1_000)).messages()).hasSize(500);
            engine.pause();
            assertThatThrownBy(tier::cursor)
                    .isInstanceOf(TierUnavailableException.class)
                    .hasMessageContaining("does not answer");
            engine.resume();
            tier.append(List.of(Messages.message("c1", 501, "x")), 501);
            assertThat(tier.cursor()).isEqualTo(501);
        }
    }
}
