package io.kefu.storage.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorLoadTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void there_is_room_below_three_quarters_of_all_processors() {
        assertThat(ProcessorLoad.hasRoom(Duration.ofMillis(749), SECOND, 1)).isTrue();
        assertThat(ProcessorLoad.hasRoom(Duration.ofMillis(750), SECOND, 1)).isFalse();
        assertThat(ProcessorLoad.hasRoom(Duration.ofMillis(1_499), SECOND, 2)).isTrue();
        assertThat(ProcessorLoad.hasRoom(Duration.ofMillis(1_500), SECOND, 2)).isFalse();
    }

    @Test
    void a_container_with_half_a_processor_is_full_sooner(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("cpu.max"), "50000 100000\n");
        assertThat(ProcessorLoad.quota(file)).isEqualTo(0.5);
        assertThat(ProcessorLoad.hasRoom(Duration.ofMillis(375), SECOND, 0.5)).isFalse();
    }

    @Test
    void without_a_quota_there_is_no_bound(@TempDir Path folder) throws IOException {
        assertThat(ProcessorLoad.quota(Files.writeString(folder.resolve("max"), "max 100000\n")))
                .isEqualTo(Double.MAX_VALUE);
        assertThat(ProcessorLoad.quota(folder.resolve("none"))).isEqualTo(Double.MAX_VALUE);
    }
}
