package io.kefu.storage.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.storage.engines.EngineAddress;
import io.kefu.storage.engines.EngineKind;
import io.kefu.storage.engines.ProcessEngine;
import io.kefu.storage.fault.Deadlines;
import io.kefu.storage.tier.Messages;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.Slice;
import io.kefu.storage.tier.TierUnavailableException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server of the test's own, killed, started empty and paused under an open tier. */
final class RedisRestartTest {
    private static final long REPLAY_START = 40;

    private static RedisTier open(EngineAddress address) {
        return RedisTier.open(new RedisSettings(
                "hot",
                address.urlWithoutLogin(),
                address.user(),
                address.password(),
                false,
                "kefu",
                200,
                Duration.ofHours(1),
                Duration.ofDays(7),
                Duration.ofSeconds(1),
                () -> REPLAY_START));
    }

    private static boolean answers(RedisTier tier) {
        try {
            return tier.cursor() >= 0;
        } catch (TierUnavailableException e) {
            return false;
        }
    }

    @Test
    void a_server_that_comes_back_empty_or_was_paused_is_used_again_without_a_restart_of_ours() throws Exception {
        try (ProcessEngine engine = ProcessEngine.start(EngineKind.REDIS);
                RedisTier tier = open(engine.address())) {
            tier.append(List.of(Messages.message("c1", 1, "x")), 50);
            assertThat(tier.cursor()).isEqualTo(50);
            engine.kill();
            assertThatThrownBy(() -> tier.read("c1", Range.newest(1))).isInstanceOf(TierUnavailableException.class);
            assertThat(tier.health().available()).isFalse();
            engine.restartEmpty();
            Deadlines.await("the tier answers again", () -> answers(tier));
            assertThat(tier.cursor()).isEqualTo(REPLAY_START);
            assertThat(tier.read("c1", Range.newest(1))).isEqualTo(Slice.EMPTY);
            tier.append(List.of(Messages.message("c1", 1, "x")), 50);
            engine.pause();
            assertThatThrownBy(tier::cursor).isInstanceOf(TierUnavailableException.class);
            engine.resume();
            Deadlines.await("the tier answers again", () -> answers(tier));
            assertThat(tier.read("c1", Range.newest(1)).messages()).hasSize(1);
        }
    }
}
