package io.kefu.server.gateway;

import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.delivery.Audience;
import io.kefu.server.delivery.Delivery;
import io.kefu.server.delivery.PresenceBoard;
import io.kefu.server.delivery.Roster;
import io.kefu.server.delivery.Subscriber;
import io.kefu.server.delivery.Views;
import io.kefu.server.delivery.Visibility;
import io.kefu.server.intake.AgentPresence;
import io.kefu.server.intake.FrameRate;
import io.kefu.server.intake.Intake;
import io.kefu.server.intake.Newcomers;
import io.kefu.server.intake.SendLimits;
import io.kefu.storage.accounts.Grant;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What sessions work with.
 *
 * @param authentication who has a token, by what is in force now
 * @param pages whether the page that opened the connection may use what the token gives
 * @param frames how fast the frames of one connection may come, as it is in force now
 * @param signals how fast one client may send what is no message
 * @param newcomers whether a visitor may come who has no open conversation
 * @param workers runs what may wait, such as a replay
 */
public record SessionServices(
        Function<String, Optional<Grant>> authentication,
        BiPredicate<Handshake, Grant> pages,
        Roster roster,
        Intake intake,
        Delivery delivery,
        Views views,
        Visibility visibility,
        Replays replays,
        PresenceBoard board,
        AgentPresence presence,
        Sessions sessions,
        Supplier<FrameRate> frames,
        SendLimits signals,
        Newcomers newcomers,
        SessionMeters meters,
        Duration heartbeat,
        InstantSource clock,
        Executor workers) {

    /** Makes the sessions of new connections. */
    public ConnectionListener.Factory sessionFactory() {
        return connection -> new ClientSession(connection, this);
    }

    void refused(ErrorCode code) {
        meters.refused(code);
    }

    void limited(String limit) {
        meters.limited(limit);
    }

    void acknowledged(long receivedNanos) {
        meters.acknowledged(System.nanoTime() - receivedNanos);
    }

    void agentConnected(String agentId, Subscriber connection) {
        board.join(connection);
        presence.connected(agentId);
    }

    void agentGone(String agentId, Subscriber connection) {
        board.leave(connection);
        presence.disconnected(agentId);
    }

    /** What sessions measure. */
    public interface SessionMeters {
        void refused(ErrorCode code);

        /** A frame came too fast for the limit of this name. */
        void limited(String limit);

        void acknowledged(long nanos);

        /** A connection has said a good hello. */
        void opened(Audience audience, Connection connection);

        /** One that had said hello is gone. */
        void ended(Audience audience, Connection connection);
    }
}
