package io.kefu.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.server.testing.RawFrame;
import io.kefu.server.testing.RawWebSocket;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TimersTest {

    @Test
    void each_connection_is_pinged_once_an_interval() throws IOException, InterruptedException {
        GatewayLimits quick = new GatewayLimits(
                100,
                1_000,
                1_024,
                65_536,
                65_536,
                Duration.ofMillis(100),
                Duration.ofSeconds(60),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                ArrivalLimits.DEFAULT);
        try (GatewayFixture fixture = ConnectionPath.LOOPS.start(quick);
                RawWebSocket one = ConnectionPath.LOOPS.open(fixture, "kefu.v1.json");
                RawWebSocket other = ConnectionPath.LOOPS.open(fixture, "kefu.v1.json")) {
            long began = System.nanoTime();
            for (int i = 0; i < 10; i++) {
                for (RawWebSocket socket : new RawWebSocket[] {one, other}) {
                    assertThat(socket.read().opcode()).isEqualTo(Opcode.PING);
                    socket.send(RawFrame.of(Opcode.PONG, new byte[0]));
                }
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(900));
            assertThat(fixture.events.of("heartbeat timeout")).isZero();
        }
    }
}
