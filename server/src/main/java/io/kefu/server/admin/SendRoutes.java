package io.kefu.server.admin;

import com.google.protobuf.Timestamp;
import io.kefu.protocol.BadFrameException;
import io.kefu.protocol.Decoded;
import io.kefu.protocol.FrameJson;
import io.kefu.protocol.v1.Ack;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.Send;
import io.kefu.server.admin.http.Access;
import io.kefu.server.admin.http.Answer;
import io.kefu.server.admin.http.ApiEvents;
import io.kefu.server.admin.http.ApiException;
import io.kefu.server.admin.http.Call;
import io.kefu.server.admin.http.Route;
import io.kefu.server.conversation.Outcome;
import io.kefu.server.delivery.Audience;
import io.kefu.server.intake.Intake;
import io.kefu.server.intake.Sender;
import io.kefu.storage.accounts.RandomIds;
import io.kefu.storage.accounts.Visitor;
import io.kefu.storage.accounts.Visitors;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The {@code send} of the socket, for integrations. With {@code -} for the conversation, an API key writes to a visitor by
 * {@code channel} and {@code external_id}, in its open conversation or a new one.
 */
final class SendRoutes {
    private static final String ANY = "-";
    private static final int MAX_CLIENT_MSG_ID = 64;

    private final Intake intake;
    private final Visitors visitors;
    private final ApiEvents events;

    SendRoutes(Intake intake, Visitors visitors, ApiEvents events) {
        this.intake = intake;
        this.visitors = visitors;
        this.events = events;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/api/v1/conversations/{id}/messages", Access.AGENTS.orScope("messages:write"), this::send));
    }

    private Answer send(Call call) {
        Send send = read(call);
        var answer = new CompletableFuture<Outcome>();
        Audience caller = Audiences.of(call);
        if (!call.path("id").equals(ANY)) {
            Send named = send.toBuilder().setConversationId(call.path("id")).build();
            intake.send(caller, named, Sender.NOBODY, 0, answer::complete);
        } else if (caller instanceof Audience.KeyAudience key) {
            intake.sendToVisitor(key, visitor(call).id(), send, answer::complete);
        } else {
            throw ApiException.forbidden("an agent writes into a conversation: name it");
        }
        return Answer.created(ack(send, Answers.of(answer)));
    }

    private Visitor visitor(Call call) {
        String channel = call.text("channel", Texts.MAX_NAME)
                .orElseThrow(() -> ApiException.badField("channel", "is needed to find a visitor"));
        String externalId = call.text("external_id", Texts.MAX_EXTERNAL_ID)
                .orElseThrow(() -> ApiException.badField("external_id", "is needed to find a visitor"));
        return visitors.byExternal(channel, externalId).orElseThrow(ApiException::notFound);
    }

    private Send read(Call call) {
        Send send = decode(call.bytes());
        if (!send.getClientMsgId().isEmpty()) {
            return send;
        }
        // Then the request's own key makes a repeat the same message, where it has one.
        String key = call.header("Idempotency-Key")
                .filter(k -> !k.isEmpty() && k.length() <= MAX_CLIENT_MSG_ID)
                .orElseGet(RandomIds::id);
        return send.toBuilder().setClientMsgId(key).build();
    }

    /** By the decoder of the socket's frames, which allows exactly one kind and so no way out of the wrapping. */
    private Send decode(byte[] body) {
        var frame = new ByteArrayOutputStream();
        frame.writeBytes("{\"send\":".getBytes(StandardCharsets.US_ASCII));
        frame.writeBytes(body);
        frame.write('}');
        try {
            if (FrameJson.decodeClient(frame.toByteArray()) instanceof Decoded.Frame<ClientFrame> decoded
                    && decoded.frame().hasSend()) {
                for (int i = 0; i < decoded.unknownFields(); i++) {
                    events.unknownField();
                }
                return decoded.frame().getSend();
            }
        } catch (BadFrameException e) {
            throw ApiException.badRequest("the message cannot be read: " + e.getMessage());
        }
        throw ApiException.badRequest("the body must be a message");
    }

    private static Ack ack(Send send, Outcome outcome) {
        if (!(outcome instanceof Outcome.Accepted accepted)) {
            throw ApiException.of(ErrorCode.ERROR_CODE_CONFLICT, "the conversation is closed");
        }
        return Ack.newBuilder()
                .setClientMsgId(send.getClientMsgId())
                .setConversationId(accepted.conversationId())
                .setEpoch(accepted.epoch())
                .setSeq(accepted.seq())
                .setMessageId(accepted.messageId())
                .setSentAt(Timestamp.newBuilder()
                        .setSeconds(Math.floorDiv(accepted.sentAtMillis(), 1000))
                        .setNanos((int) Math.floorMod(accepted.sentAtMillis(), 1000L) * 1_000_000))
                .setDuplicate(accepted.duplicate())
                .build();
    }
}
