package io.kefu.server.gateway;

import io.kefu.protocol.BadFrameException;

/**
 * What the gateway counts. Implementations must be quick, never block and never throw. A connection is given where a
 * label may depend on who it is (see {@link Connection#session}).
 */
public interface GatewayEvents {
    /** Counts nothing. */
    GatewayEvents NONE = new GatewayEvents() {};

    /** Why a handshake was refused. */
    enum Refusal {
        NOT_WEBSOCKET,
        NO_SUBPROTOCOL,
        ORIGIN,
        TOO_MANY_CONNECTIONS,
        TOO_FAST,
        /** A request of its did not come whole in time, or the answer was not read. */
        TOO_SLOW,
        /** It had taken longest when more came than may be on their way. */
        TOO_MANY_OPENING,
        DRAINING
    }

    default void handshakeRefused(Refusal why) {}

    default void connectionOpened(Connection connection) {}

    /** As {@link ConnectionListener#onClosed}. */
    default void connectionClosed(Connection connection, int code) {}

    /** What carries a connection is another now than {@code before}, as {@link Connection#transport} names it. */
    default void transportChanged(Connection connection, String before) {}

    /** The peer ended its side of TCP without a close frame. */
    default void peerHalfClosed(Connection connection) {}

    /** The connection broke without a close frame: the peer sent a TCP reset, or the network said that it is gone. */
    default void peerReset(Connection connection) {}

    /** A ping was sent. */
    default void heartbeatExpected(Connection connection) {}

    /** No byte at all came within one interval after a ping. */
    default void heartbeatTimeout(Connection connection) {}

    /** Closed because its outbound queue went over its bound. */
    default void slowConsumerClosed(Connection connection) {}

    /** Cut off because one write did not end within its bound: the peer reads nothing. */
    default void writeStuck(Connection connection) {}

    /** A droppable frame was dropped. */
    default void frameDropped(Connection connection) {}

    /** A frame could not be decoded; the connection closes with 4400. */
    default void badFrame(Connection connection, BadFrameException.Reason reason) {}

    /** The peer broke RFC 6455; the connection closes with 1002, 1003, 1007 or 1009. */
    default void protocolViolated(Connection connection, int closeCode) {}

    /** Fields or enum words that this version does not know were skipped. */
    default void unknownFields(Connection connection, int count) {}
}
