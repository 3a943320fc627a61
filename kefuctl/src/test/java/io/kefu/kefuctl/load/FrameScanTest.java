package io.kefu.kefuctl.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.kefuctl.load.FrameScan.Kind;
import io.kefu.kefuctl.load.wire.Codec;
import io.kefu.protocol.FrameJson;
import io.kefu.protocol.v1.Ack;
import io.kefu.protocol.v1.Error;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.GoAway;
import io.kefu.protocol.v1.GoAwayReason;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Party;
import io.kefu.protocol.v1.PartyKind;
import io.kefu.protocol.v1.Pong;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.protocol.v1.Welcome;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FrameScanTest {
    private static final String RUN = "abcdef";

    private static FrameScan scan(Codec codec, ServerFrame frame) throws IOException {
        byte[] payload = codec == Codec.JSON ? FrameJson.encode(frame) : frame.toByteArray();
        byte[] within = new byte[payload.length + 20];
        System.arraycopy(payload, 0, within, 7, payload.length);
        FrameScan scan = new FrameScan(codec, RUN);
        scan.scan(within, 7, payload.length);
        return scan;
    }

    private static Message.Builder message(String id) {
        return Message.newBuilder()
                .setConversationId("c_9fQ2mXv0Tj6sK1bWzR4nYg")
                .setEpoch("e1")
                .setSeq(7_000_000_001L)
                .setMessageId("m_1")
                .setClientMsgId(id)
                .setChannelId("web")
                .setAuthor(
                        Party.newBuilder().setKind(PartyKind.PARTY_KIND_AGENT).setId("lily"))
                .setMessageType(MessageType.MESSAGE_TYPE_TEXT)
                .setText("\"seq\":5 你好".repeat(30));
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void a_message_tells_whose_it_is_and_its_place(Codec codec) throws IOException {
        String id = MessageId.of(RUN, true, 123_456, 9_876_543_210L);
        FrameScan seen =
                scan(codec, ServerFrame.newBuilder().setMessage(message(id)).build());
        assertThat(seen.kind()).isEqualTo(Kind.MESSAGE);
        assertThat(seen.ours()).isTrue();
        assertThat(seen.fromAgent()).isTrue();
        assertThat(seen.talk()).isEqualTo(123_456);
        assertThat(seen.number()).isEqualTo(9_876_543_210L);
        assertThat(seen.seq()).isEqualTo(7_000_000_001L);
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void an_acknowledgement_and_an_error_name_their_message(Codec codec) throws IOException {
        String id = MessageId.of(RUN, false, 3, 12);
        FrameScan ack = scan(
                codec,
                ServerFrame.newBuilder()
                        .setAck(Ack.newBuilder()
                                .setClientMsgId(id)
                                .setConversationId("c")
                                .setEpoch("e1")
                                .setSeq(300))
                        .build());
        assertThat(ack.kind()).isEqualTo(Kind.ACK);
        assertThat(ack.number()).isEqualTo(12);
        assertThat(ack.fromAgent()).isFalse();
        assertThat(ack.seq()).isEqualTo(300);
        FrameScan error = scan(
                codec,
                ServerFrame.newBuilder()
                        .setError(Error.newBuilder()
                                .setCode(ErrorCode.ERROR_CODE_RATE_LIMITED)
                                .setMessage("Too many messages; wait a second")
                                .setClientMsgId(id)
                                .setRetryAfterMs(1_000))
                        .build());
        assertThat(error.kind()).isEqualTo(Kind.ERROR);
        assertThat(error.ours()).isTrue();
        assertThat(error.talk()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void what_is_not_of_this_run_is_nobodys(Codec codec) throws IOException {
        String other = MessageId.of("zzzzzz", true, 1, 1);
        assertThat(scan(
                                codec,
                                ServerFrame.newBuilder()
                                        .setMessage(message(other))
                                        .build())
                        .ours())
                .isFalse();
        assertThat(scan(
                                codec,
                                ServerFrame.newBuilder()
                                        .setMessage(message("m1"))
                                        .build())
                        .ours())
                .isFalse();
        FrameScan pong = scan(
                codec,
                ServerFrame.newBuilder()
                        .setPong(Pong.newBuilder().setNonce("n"))
                        .build());
        assertThat(pong.kind()).isEqualTo(Kind.OTHER);
        FrameScan welcome = scan(
                codec,
                ServerFrame.newBuilder()
                        .setWelcome(Welcome.newBuilder().setConnectionId("x"))
                        .build());
        assertThat(welcome.kind()).isEqualTo(Kind.WELCOME);
        assertThat(welcome.ours()).isFalse();
        FrameScan goaway = scan(
                codec,
                ServerFrame.newBuilder()
                        .setGoaway(GoAway.newBuilder()
                                .setReason(GoAwayReason.GO_AWAY_REASON_UPGRADE)
                                .setReconnectAfterMs(1_234))
                        .build());
        assertThat(goaway.kind()).isEqualTo(Kind.GOAWAY);
        assertThat(goaway.leaveAfterMillis()).isEqualTo(1_234);
        assertThat(goaway.ours()).isFalse();
    }
}
