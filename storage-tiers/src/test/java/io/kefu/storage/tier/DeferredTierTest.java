package io.kefu.storage.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.storage.fault.StorageException;
import io.kefu.storage.warm.WarmTier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeferredTierTest {
    @TempDir
    Path directory;

    private boolean reachable;

    private WarmStore openWhenReachable() {
        if (!reachable) {
            throw new StorageException("db.example: no answer. Start it, or mend `url`");
        }
        return WarmTier.open("warm", directory.resolve("warm.db"), Duration.ofSeconds(2));
    }

    @Test
    void an_engine_that_cannot_be_opened_is_named_with_its_remedy_and_opened_as_soon_as_it_can_be() {
        try (DeferredWarmStore tier = new DeferredWarmStore("warm", "mysql", this::openWhenReachable)) {
            assertThat(tier.cursor()).isZero();
            assertThatThrownBy(tier::prepare)
                    .isInstanceOf(TierUnavailableException.class)
                    .hasMessageContaining("mend `url`");
            assertThat(tier.health().available()).isFalse();
            assertThat(tier.health().reason()).contains("no answer");
            assertThatThrownBy(() -> tier.read("c1", Range.newest(1)))
                    .isInstanceOf(TierUnavailableException.class)
                    .hasMessageContaining("the warm tier is not open: db.example: no answer");
            assertThatThrownBy(() -> tier.conversations().get("c1")).isInstanceOf(TierUnavailableException.class);

            reachable = true;
            tier.prepare();
            tier.append(List.of(Messages.message("c1", 1, "hello")), 1);
            assertThat(tier.health().available()).isTrue();
            assertThat(tier.read("c1", Range.newest(1)).messages()).hasSize(1);
            assertThat(tier.conversations().get("c1")).isEmpty();
            assertThat(tier.cursor()).isEqualTo(1);
        }
    }

    @Test
    void it_is_not_opened_any_more_once_it_is_closed() {
        DeferredWarmStore tier = new DeferredWarmStore("warm", "mysql", this::openWhenReachable);
        tier.close();
        reachable = true;
        assertThatThrownBy(tier::prepare)
                .isInstanceOf(TierUnavailableException.class)
                .hasMessageContaining("stopping");
    }
}
