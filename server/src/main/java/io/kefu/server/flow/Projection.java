package io.kefu.server.flow;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.journal.v1.Fact;
import io.kefu.protocol.v1.ConversationState;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.PartyKind;
import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.projection.ProjectionSource;
import io.kefu.storage.tier.Amend;
import io.kefu.storage.tier.Amendment;
import io.kefu.storage.tier.ConversationRow;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierEntry;
import java.util.List;
import java.util.Locale;

/** What the flow's records mean to the tiers: messages, what became of them, and what lists show of a conversation. */
public final class Projection implements ProjectionSource {

    @Override
    public List<TierEntry> entries(JournalRecord record) {
        try {
            return switch (record.kind()) {
                case MESSAGE -> message(record, Message.parseFrom(record.body()));
                case FACT -> fact(Fact.parseFrom(record.body()));
                case LEDGER -> List.of();
            };
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("the body is no " + record.kind() + ": " + e.getMessage(), e);
        }
    }

    private static List<TierEntry> message(JournalRecord record, Message message) {
        StoredMessage stored = new StoredMessage(
                record.stream(),
                record.epoch(),
                message.getSeq(),
                message.getChannelId(),
                record.visitor(),
                word(message.getAuthor().getKind()),
                message.getAuthor().getId(),
                record.atMillis(),
                message.getPrivate(),
                searchable(message),
                record.body(),
                null);
        return switch (message.getMessageType()) {
            case MESSAGE_TYPE_RECALL -> List.of(stored, amend(message, Amendment.Kind.RECALL));
            case MESSAGE_TYPE_EDIT -> List.of(stored, amend(message, Amendment.Kind.EDIT));
            default -> List.of(stored);
        };
    }

    private static Amend amend(Message message, Amendment.Kind kind) {
        return new Amend(
                message.getConversationId(),
                message.getTargetSeq(),
                new Amendment(kind, message.getSeq(), message.getText()));
    }

    /** What the server says by itself would drown what people said. */
    private static String searchable(Message message) {
        return switch (message.getMessageType()) {
            case MESSAGE_TYPE_TEXT -> message.getText();
            case MESSAGE_TYPE_FILE, MESSAGE_TYPE_IMAGE, MESSAGE_TYPE_VOICE ->
                message.getFile().getName();
            case MESSAGE_TYPE_CARD ->
                message.getCard().getTitle() + " " + message.getCard().getText();
            default -> "";
        };
    }

    private static List<TierEntry> fact(Fact fact) {
        return fact.hasHead() ? List.of(row(fact.getHead())) : List.of();
    }

    private static ConversationRow row(ConversationSnapshot head) {
        return new ConversationRow(
                head.getConversationId(),
                head.getEpoch(),
                head.getChannel(),
                head.getVisitor().getId(),
                head.getVisitor().getName(),
                word(head.getState()),
                head.getGroup(),
                head.getAgent().getId(),
                head.getLastSeq(),
                head.getCreatedMs(),
                head.getUpdatedMs(),
                head.getClosedMs(),
                head.toByteArray());
    }

    /** The protocol's word for a state. */
    public static String word(ConversationState state) {
        return state.name().substring("CONVERSATION_STATE_".length()).toLowerCase(Locale.ROOT);
    }

    static String word(PartyKind kind) {
        return switch (kind) {
            case PARTY_KIND_VISITOR -> "visitor";
            case PARTY_KIND_AGENT -> "agent";
            case PARTY_KIND_BOT -> "bot";
            case PARTY_KIND_SYSTEM -> "system";
            case PARTY_KIND_UNSPECIFIED, UNRECOGNIZED -> "unspecified";
        };
    }
}
