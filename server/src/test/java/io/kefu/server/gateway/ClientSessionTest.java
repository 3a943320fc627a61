package io.kefu.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.journal.v1.Visitor;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.ConversationState;
import io.kefu.protocol.v1.Error;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.Hello;
import io.kefu.protocol.v1.Ping;
import io.kefu.protocol.v1.ReadUpTo;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.protocol.v1.Typing;
import io.kefu.server.intake.FrameRate;
import io.kefu.server.testing.Rooms;
import io.kefu.server.testing.TestConnection;
import java.nio.file.Path;
import java.util.List;
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
    void one_connection_sends_only_so_many_frames_whatever_they_are_and_is_told_when_to_go_on() {
        rooms.frames = new FrameRate(1, 3);
        hello("visitor:v");
        for (int i = 0; i < 3; i++) {
            session.onFrame(ping(), 0, 0);
            connection.await(ServerFrame::hasPong);
        }
        assertThat(tooFast(() -> session.onFrame(ping(), 0, 0)).getRetryAfterMs())
                .isBetween(1L, 1_000L);
        tooFast(() -> session.onUnknownKind("dance"));
        assertThat(rooms.limits).containsExactly("connection", "connection");
        assertThat(connection.open()).isTrue();
    }

    /** Frames until one is refused: meanwhile a second may pass, which lets one more in. */
    private Error tooFast(Runnable frame) {
        for (int i = 0; i < 50; i++) {
            frame.run();
            Error error = connection
                    .await(answer -> answer.hasPong() || answer.hasError())
                    .getError();
            if (error.getCode() == ErrorCode.ERROR_CODE_RATE_LIMITED) {
                return error;
            }
        }
        throw new AssertionError("fifty frames passed");
    }

    private static ClientFrame ping() {
        return ClientFrame.newBuilder().setPing(Ping.newBuilder().setNonce("n")).build();
    }

    @Test
    void while_messages_wait_a_visitor_without_a_conversation_is_sent_away_and_one_with_one_comes_back() {
        rooms.overloaded = true;
        session.onFrame(
                ClientFrame.newBuilder()
                        .setHello(Hello.newBuilder().setToken("visitor:new"))
                        .build(),
                0,
                0);
        var error = connection.await(ServerFrame::hasError).getError();
        assertThat(error.getCode()).isEqualTo(ErrorCode.ERROR_CODE_OVERLOADED);
        assertThat(error.getMessage()).contains("系统繁忙");
        assertThat(error.getRetryAfterMs()).isPositive();
        assertThat(connection.awaitClose()).isEqualTo(CloseCode.OVERLOADED);

        rooms.views.put(ConversationSnapshot.newBuilder()
                .setConversationId("c")
                .setEpoch("e")
                .setState(ConversationState.CONVERSATION_STATE_QUEUED)
                .setVisitor(Visitor.newBuilder().setId("v"))
                .build());
        rooms.agent("amy");
        for (String token : List.of("visitor:v", "agent:amy", "key:k")) {
            TestConnection known = new TestConnection(token);
            rooms.services()
                    .sessionFactory()
                    .opened(known)
                    .onFrame(
                            ClientFrame.newBuilder()
                                    .setHello(Hello.newBuilder().setToken(token))
                                    .build(),
                            0,
                            0);
            known.await(ServerFrame::hasWelcome);
        }
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
