package io.kefu.server.gateway;

import com.google.protobuf.Timestamp;
import io.kefu.protocol.EncodedFrame;
import io.kefu.protocol.v1.Ack;
import io.kefu.protocol.v1.Error;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.Pong;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.server.conversation.Outcome;

/** The frames with which a session answers. */
final class SessionFrames {

    private SessionFrames() {}

    static EncodedFrame answer(String clientMsgId, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted accepted -> ack(clientMsgId, accepted);
            case Outcome.Refused refused
            when refused.code() == ErrorCode.ERROR_CODE_INTERNAL -> internal(refused.message(), clientMsgId);
            case Outcome.Refused refused -> error(refused.code(), refused.message(), clientMsgId, 0);
            case Outcome.Done _, Outcome.NeedsNew _ ->
                throw new IllegalStateException("a message was neither accepted nor refused");
        };
    }

    private static EncodedFrame ack(String clientMsgId, Outcome.Accepted accepted) {
        return frame(ServerFrame.newBuilder()
                .setAck(Ack.newBuilder()
                        .setClientMsgId(clientMsgId)
                        .setConversationId(accepted.conversationId())
                        .setEpoch(accepted.epoch())
                        .setSeq(accepted.seq())
                        .setMessageId(accepted.messageId())
                        .setSentAt(timestamp(accepted.sentAtMillis()))
                        .setDuplicate(accepted.duplicate())));
    }

    static EncodedFrame error(ErrorCode code, String message, String clientMsgId, long retryAfterMillis) {
        return frame(ServerFrame.newBuilder()
                .setError(Error.newBuilder()
                        .setCode(code)
                        .setMessage(message)
                        .setClientMsgId(clientMsgId)
                        .setRetryAfterMs(retryAfterMillis)));
    }

    static EncodedFrame internal(String incident, String clientMsgId) {
        return frame(ServerFrame.newBuilder()
                .setError(Error.newBuilder()
                        .setCode(ErrorCode.ERROR_CODE_INTERNAL)
                        .setMessage("something went wrong here; the log has it under this incident")
                        .setIncident(incident)
                        .setClientMsgId(clientMsgId)));
    }

    static EncodedFrame pong(String nonce) {
        return frame(ServerFrame.newBuilder().setPong(Pong.newBuilder().setNonce(nonce)));
    }

    static EncodedFrame frame(ServerFrame.Builder frame) {
        return EncodedFrame.of(frame.build());
    }

    static Timestamp timestamp(long millis) {
        return Timestamp.newBuilder()
                .setSeconds(Math.floorDiv(millis, 1000L))
                .setNanos((int) Math.floorMod(millis, 1000L) * 1_000_000)
                .build();
    }
}
