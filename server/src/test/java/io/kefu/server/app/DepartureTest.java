package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.server.testing.TestClient;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DepartureTest {

    @TempDir
    private Path directory;

    @Test
    void clients_come_back_no_faster_than_they_are_let_in_and_leave_before_the_drain_ends() {
        Departure departure = new Departure(Duration.ofSeconds(30), 1_000);
        assertThat(departure.spread(5, Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(2));
        assertThat(departure.spread(20_000, Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(20));
        assertThat(departure.spread(1_000_000, Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(24));
        assertThat(departure.spread(5, Duration.ZERO)).isZero();
        assertThat(departure.within(Duration.ofSeconds(9), Duration.ofSeconds(10)))
                .isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void no_client_of_a_server_that_is_succeeded_waits_longer_because_there_are_many() {
        Departure departure = new Departure(Duration.ofSeconds(30), 1_000);
        assertThat(departure.quick(5)).isEqualTo(Duration.ofMillis(200));
        assertThat(departure.quick(15_000)).isEqualTo(Duration.ofSeconds(15));
        assertThat(departure.quick(1_000_000)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void a_stop_waits_as_long_as_the_drain_for_a_client_that_does_not_leave() {
        try (WholeServer server = WholeServer.in(directory)
                .edit("server.yaml", "drain: 1s", "drain: 4s")
                .start()) {
            TestClient stays = server.visitor().client();
            long from = System.nanoTime();
            server.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThan(Duration.ofSeconds(4));
            assertThat(stays.awaitClose()).isEqualTo(1001); // told so by the gateway, before the web server stopped
        }
    }
}
