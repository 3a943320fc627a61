package io.kefu.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.Hello;
import io.kefu.protocol.v1.Ping;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.server.testing.TestConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
    private static final ClientFrame HELLO =
            ClientFrame.newBuilder().setHello(Hello.newBuilder()).build();
    private static final ClientFrame PING =
            ClientFrame.newBuilder().setPing(Ping.newBuilder()).build();

    private final List<String> seen = new CopyOnWriteArrayList<>();

    /** What serves, once somebody does. */
    private ConnectionListener session(Connection connection) {
        seen.add("opened " + connection.id());
        return new ConnectionListener() {
            @Override
            public void onFrame(ClientFrame frame, int unknownFields, long receivedNanos) {
                seen.add(frame.getFrameCase().name());
            }

            @Override
            public void onUnknownKind(String kind) {
                seen.add(kind);
            }

            @Override
            public void onClosed(int code, String reason) {
                seen.add("closed " + code);
            }
        };
    }

    @Test
    void what_a_client_says_first_waits_and_is_heard_once_somebody_serves() throws InterruptedException {
        WaitingRoom room = new WaitingRoom(Duration.ofMillis(1));
        room.waitAtMost(Duration.ofMinutes(1));
        ConnectionListener listener = room.opened(new TestConnection("k1"));
        assertThat(listener.mayWait(HELLO)).isTrue();
        Thread reader = Thread.startVirtualThread(() -> {
            listener.onFrame(HELLO, 0, 1);
            listener.onFrame(PING, 0, 1);
        });
        assertThat(seen).isEmpty();
        room.serve(this::session);
        assertThat(reader.join(Duration.ofSeconds(30))).isTrue();
        listener.onClosed(1000, "");
        assertThat(seen).containsExactly("opened k1", "HELLO", "PING", "closed 1000");
        room.opened(new TestConnection("k2"));
        assertThat(seen.getLast()).isEqualTo("opened k2");
    }

    @Test
    void who_has_waited_too_long_is_told_to_come_again() {
        TestConnection connection = new TestConnection("k1");
        ConnectionListener listener = new WaitingRoom(Duration.ofMillis(1)).opened(connection);
        listener.onFrame(HELLO, 0, 1);
        ServerFrame told = connection.await(ServerFrame::hasError);
        assertThat(told.getError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_UNAVAILABLE);
        assertThat(told.getError().getRetryAfterMs()).isPositive();
        assertThat(connection.awaitClose()).isEqualTo(CloseCode.OVERLOADED);
        listener.onClosed(CloseCode.OVERLOADED, "");
    }

    @Test
    void what_is_no_frame_of_ours_is_no_hello() {
        TestConnection connection = new TestConnection("k1");
        ConnectionListener listener = new WaitingRoom(Duration.ofMinutes(1)).opened(connection);
        listener.onUnknownKind("nonsense");
        assertThat(connection.awaitClose()).isEqualTo(CloseCode.NO_HELLO);
    }
}
