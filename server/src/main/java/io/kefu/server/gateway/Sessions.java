package io.kefu.server.gateway;

import io.kefu.server.delivery.Audience;
import io.kefu.storage.accounts.Revocation;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The sessions that have said hello, so that a newer one replaces an older and a revoked token ends its own. */
public final class Sessions {

    private record Place(String kind, String id, String instance) {}

    private final AtomicLong revocations = new AtomicLong();
    private final Map<String, ClientSession> byConnection = new ConcurrentHashMap<>();
    private final Map<Place, ClientSession> byInstance = new ConcurrentHashMap<>();

    void add(ClientSession session) {
        byConnection.put(session.connectionId(), session);
        if (!session.instanceId().isEmpty()) {
            ClientSession before = byInstance.put(place(session), session);
            if (before != null) {
                before.end(CloseCode.REPLACED, "the same client has connected again");
            }
        }
    }

    void remove(ClientSession session) {
        byConnection.remove(session.connectionId(), session);
        byInstance.remove(place(session), session);
    }

    private static Place place(ClientSession session) {
        return new Place(
                session.audience().getClass().getSimpleName(),
                session.audience().id(),
                session.instanceId());
    }

    /** Whatever was opened with one of these tokens closes. */
    public void revoked(Revocation revocation) {
        revocations.incrementAndGet();
        byConnection.values().stream()
                .filter(session -> revocation.tokenIds().contains(session.tokenId()))
                .forEach(session -> session.end(CloseCode.NOT_SIGNED_IN, "the token was revoked"));
    }

    /** Whoever's token has ended by now is told so and closed; to be called now and then. */
    public void endExpired(Instant now) {
        byConnection.values().forEach(session -> session.endIfExpired(now));
    }

    /** How many revocations there were: whoever is just saying hello looks whether one came between. */
    long revocations() {
        return revocations.get();
    }

    /** Agents that the configuration no longer has are signed out. */
    public void endAgentsBut(Set<String> agentIds) {
        byConnection.values().stream()
                .filter(session ->
                        session.audience() instanceof Audience.AgentAudience agent && !agentIds.contains(agent.id()))
                .forEach(session -> session.end(CloseCode.NOT_SIGNED_IN, "the agent was removed"));
    }

    /** Who is behind a connection, for meters. */
    public record Identity(Audience audience, String channel) {}

    /** Empty before a good hello. */
    public static Optional<Identity> identity(Connection connection) {
        return Optional.ofNullable(connection.session(ClientSession.class))
                .filter(session -> session.audience() != null)
                .map(session -> new Identity(session.audience(), session.channel()));
    }

    /** Visitors' connections now. */
    public int visitors() {
        return (int) byConnection.values().stream()
                .filter(session -> session.audience() instanceof Audience.VisitorAudience)
                .count();
    }

    public int agents() {
        return (int) byConnection.values().stream()
                .filter(session -> session.audience() instanceof Audience.AgentAudience)
                .count();
    }
}
