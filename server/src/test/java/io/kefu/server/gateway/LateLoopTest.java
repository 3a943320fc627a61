package io.kefu.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.ClientFrame;
import io.kefu.server.testing.RawFrame;
import io.kefu.server.testing.RawWebSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop that is late with its sockets. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LateLoopTest {
    private static final Duration HELLO = Duration.ofSeconds(3);

    @Test
    void a_hello_that_waits_in_the_kernel_counts_as_said() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        try (var fixture = ConnectionPath.LOOPS.start(limits(), Greeting::new);
                RawWebSocket socket = ConnectionPath.LOOPS.open(fixture, "kefu.v1.json")) {
            assertThat(fixture.nextSeen()).isEqualTo("opened");
            for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
                fixture.gateway.loop().execute(() -> await(free));
            }
            socket.send(RawFrame.text("{\"hello\":{}}"));
            TimeUnit.NANOSECONDS.sleep(HELLO.toNanos() * 2); // after the timers have looked
            free.countDown();

            assertThat(fixture.nextSeen()).isEqualTo("HELLO");
            socket.send(RawFrame.text("{\"ping\":{}}"));
            assertThat(fixture.nextSeen()).isEqualTo("PING");
        } finally {
            free.countDown();
        }
    }

    @Test
    void the_time_for_a_hello_begins_when_the_loop_listens() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        try (var fixture = ConnectionPath.LOOPS.start(limits(), Greeting::new)) {
            for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
                fixture.gateway.loop().execute(() -> await(free));
            }
            try (RawWebSocket socket = ConnectionPath.LOOPS.open(fixture, "kefu.v1.json")) {
                TimeUnit.NANOSECONDS.sleep(HELLO.toNanos() * 2);
                free.countDown();
                assertThat(fixture.nextSeen()).isEqualTo("opened");
                long listening = System.nanoTime();

                assertThat(socket.readClose()).isEqualTo(CloseCode.NO_HELLO);
                assertThat(System.nanoTime() - listening).isGreaterThan(HELLO.toNanos() / 2);
            }
        } finally {
            free.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static GatewayLimits limits() {
        GatewayLimits usual = ConnectionPath.LIMITS;
        return new GatewayLimits(
                usual.maxConnections(),
                usual.handshakesPerSecond(),
                usual.maxMessageBytes(),
                usual.outboundBytes(),
                usual.mergeBytes(),
                usual.heartbeat(),
                HELLO,
                usual.closeWait(),
                usual.stuckWrite(),
                usual.arrivals());
    }

    /** A room to which every first frame is a good hello. */
    private record Greeting(GatewayFixture fixture, Connection connection) implements ConnectionListener {
        Greeting {
            fixture.seen.add("opened");
        }

        @Override
        public void onFrame(ClientFrame frame, int unknownFields, long receivedNanos) {
            connection.greeted();
            fixture.seen.add(frame.getFrameCase().toString());
        }

        @Override
        public void onUnknownKind(String kind) {
            fixture.seen.add(kind);
        }

        @Override
        public void onClosed(int code, String reason) {
            fixture.seen.add("closed " + code);
        }
    }
}
