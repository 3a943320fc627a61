package io.kefu.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.Hello;
import io.kefu.protocol.v1.ReadUpTo;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.protocol.v1.Typing;
import io.kefu.server.testing.Rooms;
import io.kefu.server.testing.TestConnection;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientSessionTest {

    @TempDir
    private Path folder;

    private final TestConnection connection = new TestConnection("one");
    private Rooms rooms;
    private ConnectionListener session;

    @BeforeEach
    void open() {
        rooms = new Rooms(folder).flowing();
        session = rooms.services().sessionFactory().opened(connection);
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    private void hello(String token) {
        Hello.Builder hello = Hello.newBuilder().setToken(token);
        session.onFrame(ClientFrame.newBuilder().setHello(hello).build(), 0, 0);
        connection.await(ServerFrame::hasWelcome);
    }

    private ErrorCode refused(ClientFrame.Builder frame) {
        session.onFrame(frame.build(), 0, 0);
        return connection.await(ServerFrame::hasError).getError().getCode();
    }

    @Test
    void a_frame_of_an_unknown_kind_is_no_hello_either() {
        session.onUnknownKind("dance");
        assertThat(connection.awaitClose()).isEqualTo(CloseCode.NO_HELLO);
    }

    @Test
    void who_is_told_to_slow_down_and_never_does_is_sent_away() {
        hello("visitor:v");
        for (int i = 0; i < 100; i++) {
            session.onUnknownKind("dance");
        }
        assertThat(connection.open()).isTrue();
        for (int i = 0; i < 10_000 && connection.open(); i++) {
            session.onUnknownKind("dance");
        }
        assertThat(connection.awaitClose()).isEqualTo(CloseCode.TOO_FAST);
        assertThat(connection.frames())
                .anyMatch(frame -> frame.getError().getCode() == ErrorCode.ERROR_CODE_RATE_LIMITED);
    }

    @Test
    void an_api_key_without_a_scope_learns_nothing_of_a_conversation() {
        hello("key:k");
        Typing.Builder typing = Typing.newBuilder().setConversationId("c");
        ReadUpTo.Builder read = ReadUpTo.newBuilder().setConversationId("c").setSeq(1);
        assertThat(refused(ClientFrame.newBuilder().setTyping(typing))).isEqualTo(ErrorCode.ERROR_CODE_FORBIDDEN);
        assertThat(refused(ClientFrame.newBuilder().setRead(read))).isEqualTo(ErrorCode.ERROR_CODE_FORBIDDEN);
    }
}
