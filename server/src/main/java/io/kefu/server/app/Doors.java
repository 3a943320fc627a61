package io.kefu.server.app;

import io.kefu.monitoring.Author;
import io.kefu.monitoring.ClientKind;
import io.kefu.monitoring.Direction;
import io.kefu.monitoring.LiveState;
import io.kefu.monitoring.MessageKind;
import io.kefu.monitoring.Meters;
import io.kefu.monitoring.Transport;
import io.kefu.protocol.BadFrameException;
import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.v1.ConversationState;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.PartyKind;
import io.kefu.server.conversation.Phases;
import io.kefu.server.delivery.Audience;
import io.kefu.server.delivery.DeliveryMeters;
import io.kefu.server.flow.FlowMeters;
import io.kefu.server.gateway.Connection;
import io.kefu.server.gateway.GatewayEvents;
import io.kefu.server.gateway.SessionServices;
import io.kefu.server.gateway.Sessions;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** The meters at the doors: what the rooms report, under the names of the catalogue. */
final class Doors implements FlowMeters, DeliveryMeters, GatewayEvents, SessionServices.SessionMeters {

    private final Meters meters;
    private final Consumer<String> onLedger;
    private final LongConsumer onWait;
    private final QueueWaits queueWaits;

    /**
     * Opens them.
     *
     * @param onLedger told the group whose queue or places changed
     * @param onWait told how long what clients said took to be on disk, nanoseconds
     */
    Doors(Meters meters, Consumer<String> onLedger, LongConsumer onWait) {
        this.meters = meters;
        this.onLedger = onLedger;
        this.onWait = onWait;
        this.queueWaits = new QueueWaits(meters.groups());
    }

    @Override
    public void committed(int records, long nanos) {
        meters.journal().commit(nanos, records);
    }

    @Override
    public void waited(long nanos) {
        onWait.accept(nanos);
    }

    @Override
    public void message(Message message) {
        meters.channel(message.getChannelId())
                .message(author(message.getAuthor().getKind()), kind(message.getMessageType()));
    }

    private static Author author(PartyKind kind) {
        return switch (kind) {
            case PARTY_KIND_VISITOR -> Author.VISITOR;
            case PARTY_KIND_AGENT -> Author.AGENT;
            case PARTY_KIND_BOT -> Author.BOT;
            default -> Author.SYSTEM;
        };
    }

    static MessageKind kind(MessageType type) {
        return switch (type) {
            case MESSAGE_TYPE_TEXT -> MessageKind.TEXT;
            case MESSAGE_TYPE_IMAGE -> MessageKind.IMAGE;
            case MESSAGE_TYPE_VOICE -> MessageKind.VOICE;
            case MESSAGE_TYPE_FILE -> MessageKind.FILE;
            case MESSAGE_TYPE_CARD -> MessageKind.CARD;
            case MESSAGE_TYPE_EVENT -> MessageKind.EVENT;
            case MESSAGE_TYPE_RECALL -> MessageKind.RECALL;
            case MESSAGE_TYPE_EDIT -> MessageKind.EDIT;
            case MESSAGE_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("a message of no known type");
        };
    }

    @Override
    public void delivered(Message message, long receivedNanos, long writtenNanos) {
        if (receivedNanos != 0) {
            Direction direction = message.getAuthor().getKind() == PartyKind.PARTY_KIND_VISITOR
                    ? Direction.VISITOR_TO_AGENT
                    : Direction.AGENT_TO_VISITOR;
            meters.channel(message.getChannelId()).delivered(direction, writtenNanos - receivedNanos);
        }
    }

    @Override
    public void changed(ConversationSnapshot before, ConversationSnapshot now) {
        ConversationState was = before == null ? Phases.CLOSED : before.getState();
        if (was != now.getState()) {
            live(was, -1);
            live(now.getState(), 1);
            if (now.getState() == Phases.CLOSED) {
                meters.autoReply().closed(now.getConversationId());
            }
        }
        queueWaits.changed(before, now);
        if (now.getRating().getScore() > 0
                && (before == null || !before.getRating().equals(now.getRating()))) {
            meters.groups().rating(now.getRating().getScore());
        }
    }

    private void live(ConversationState state, int change) {
        switch (state) {
            case CONVERSATION_STATE_BOT -> meters.groups().conversations(LiveState.BOT, change);
            case CONVERSATION_STATE_QUEUED -> meters.groups().conversations(LiveState.QUEUED, change);
            case CONVERSATION_STATE_ASSIGNED -> meters.groups().conversations(LiveState.ASSIGNED, change);
            default -> {}
        }
    }

    @Override
    public void journalFailed() {
        meters.journal().failed();
    }

    @Override
    public void handshakeRefused(Refusal why) {
        meters.gateway().handshakeRefused(why.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void frameDropped(Connection connection) {
        meters.gateway().frameDropped();
    }

    @Override
    public void ledgerChanged(String group) {
        onLedger.accept(group);
    }

    @Override
    public void refused(ErrorCode code) {
        String word = code.name().substring("ERROR_CODE_".length()).toLowerCase(Locale.ROOT);
        meters.gateway().refused("socket", word);
        if (code == ErrorCode.ERROR_CODE_OVERLOADED) {
            meters.gateway().rateLimited(word);
        }
    }

    @Override
    public void limited(String limit) {
        meters.gateway().rateLimited(limit);
    }

    @Override
    public void acknowledged(long nanos) {
        meters.journal().ack(nanos);
    }

    @Override
    public void opened(Audience audience, Connection connection) {
        meters.gateway().connectionOpened(transport(connection.transport()), kind(audience));
    }

    @Override
    public void ended(Audience audience, Connection connection) {
        meters.gateway().connectionEnded(transport(connection.transport()), kind(audience));
    }

    @Override
    public void transportChanged(Connection connection, String before) {
        Sessions.identity(connection).map(Sessions.Identity::audience).ifPresent(audience -> {
            meters.gateway().connectionEnded(transport(before), kind(audience));
            opened(audience, connection);
        });
    }

    private static Transport transport(String word) {
        return Transport.valueOf(word.toUpperCase(Locale.ROOT));
    }

    @Override
    public void connectionClosed(Connection connection, int code) {
        meters.gateway().connectionClosed(code);
    }

    @Override
    public void heartbeatExpected(Connection connection) {
        Sessions.identity(connection)
                .ifPresent(who -> meters.channel(who.channel()).heartbeatExpected(kind(who.audience())));
    }

    @Override
    public void heartbeatTimeout(Connection connection) {
        Sessions.identity(connection)
                .ifPresent(who -> meters.channel(who.channel()).heartbeatTimeout(kind(who.audience())));
    }

    @Override
    public void slowConsumerClosed(Connection connection) {
        meters.gateway().queueFull();
    }

    @Override
    public void writeStuck(Connection connection) {
        meters.gateway().readsNothing();
    }

    @Override
    public void peerHalfClosed(Connection connection) {
        meters.gateway().halfClosed();
    }

    @Override
    public void peerReset(Connection connection) {
        meters.gateway().reset();
    }

    @Override
    public void badFrame(Connection connection, BadFrameException.Reason reason) {
        meters.gateway().badFrame();
    }

    @Override
    public void protocolViolated(Connection connection, int closeCode) {
        meters.gateway().badFrame();
    }

    @Override
    public void unknownFields(Connection connection, int count) {
        meters.gateway().unknownFields(count);
    }

    private static ClientKind kind(Audience audience) {
        return switch (audience) {
            case Audience.VisitorAudience _ -> ClientKind.VISITOR;
            case Audience.AgentAudience _ -> ClientKind.AGENT;
            case Audience.KeyAudience _ -> ClientKind.API;
        };
    }
}
