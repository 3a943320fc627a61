package io.kefu.server.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;

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
    private final Predicate<InetAddress> proxies;
    private final Map<String, Integer> held = new ConcurrentHashMap<>();
    private final Cache<String, RateGate> gates = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .executor(Runnable::run) // what a cache has to tidy is little: a change of threads costs more
            .expireAfterAccess(REMEMBERED_FOR)
            .build();

    /**
     * @param connections at once; slightly more when many come in the same moment
     * @param perSecond new ones
     * @param clients who a connection counts for, by its peer's address and what came with it of {@code X-Forwarded-For}
     * @param proxies peers that stand for many
     */
    public AddressGate(
            int connections,
            int perSecond,
            BiFunction<String, Optional<String>, String> clients,
            Predicate<InetAddress> proxies) {
        this.connections = connections;
        this.perSecond = perSecond;
        this.clients = clients;
        this.proxies = proxies;
    }

    /** Whether this peer stands for many. */
    boolean isProxy(InetAddress peer) {
        return proxies.test(peer);
    }

    /** Who a connection counts for. */
    String client(String peer, Optional<String> forwardedFor) {
        return clients.apply(peer, forwardedFor);
    }

    /** Whether it comes too fast after others from there. {@code now} as {@link System#nanoTime}. */
    Optional<Refused> tooFast(Handshake handshake, long now) {
        RateGate gate = gates.get(handshake.clientAddress(), _ -> new RateGate(perSecond, now));
        return gate.pass(now) ? Optional.empty() : Optional.of(Refused.addressTooFast());
    }

    /** Whether as many are there as may be. */
    Optional<Refused> full(Handshake handshake) {
        return held.getOrDefault(handshake.clientAddress(), 0) >= connections
                ? Optional.of(Refused.addressFull())
                : Optional.empty();
    }

    /** What one address may have at once. */
    int connections() {
        return connections;
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
