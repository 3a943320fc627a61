package io.kefu.server.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * What one address may have of the server: connections at once, and new ones a second with as many at once. So nobody
 * takes all of what everybody shares. Remembers as many addresses as are connected, and {@value #MOST_REMEMBERED} that
 * came just now.
 */
public final class AddressGate {

    static final int MOST_REMEMBERED = 100_000;
    /** A gate is as new after one second without a try. */
    private static final Duration REMEMBERED_FOR = Duration.ofSeconds(2);

    private final int connections;
    private final int perSecond;
    private final BiFunction<String, Optional<String>, String> clients;
    private final Map<String, Integer> held = new ConcurrentHashMap<>();
    private final Cache<String, RateGate> gates = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterAccess(REMEMBERED_FOR)
            .build();

    /**
     * @param connections at once; slightly more when many come in the same moment
     * @param perSecond new ones
     * @param clients who a connection counts for, by its peer's address and what came with it of {@code X-Forwarded-For}
     */
    public AddressGate(int connections, int perSecond, BiFunction<String, Optional<String>, String> clients) {
        this.connections = connections;
        this.perSecond = perSecond;
        this.clients = clients;
    }

    /** Who a connection counts for. */
    String client(String peer, Optional<String> forwardedFor) {
        return clients.apply(peer, forwardedFor);
    }

    /** Why nothing more is let in from there now. {@code now} as {@link System#nanoTime}. */
    Optional<Refused> refusal(Handshake handshake, long now) {
        String address = handshake.clientAddress();
        if (!gates.get(address, _ -> new RateGate(perSecond, now)).pass(now)) {
            return Optional.of(Refused.addressTooFast());
        }
        return held.getOrDefault(address, 0) >= connections ? Optional.of(Refused.addressFull()) : Optional.empty();
    }

    void opened(Handshake handshake) {
        held.merge(handshake.clientAddress(), 1, Integer::sum);
    }

    void closed(Handshake handshake) {
        held.computeIfPresent(handshake.clientAddress(), (_, count) -> count > 1 ? count - 1 : null);
    }

    /** Addresses that have a connection. */
    int addresses() {
        return held.size();
    }
}
