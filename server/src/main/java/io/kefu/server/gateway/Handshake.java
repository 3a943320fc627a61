package io.kefu.server.gateway;

import com.github.benmanes.caffeine.cache.Interner;
import java.util.Optional;

/**
 * What is kept of the request that opened a connection, as the client sent it. Headers are the client's word. What many
 * connections have in common is there once.
 *
 * @param clientAddress whose limits the connection counts against: the peer's address, or what a declared proxy says, and of
 *     IPv6 the network; for limits and logs, never for trust
 * @param host the {@code Host} header
 */
public record Handshake(String clientAddress, String host, Optional<String> origin) {
    private static final Interner<String> SHARED = Interner.newWeakInterner();

    public Handshake {
        clientAddress = SHARED.intern(clientAddress);
        host = SHARED.intern(host);
        origin = origin.map(SHARED::intern);
    }
}
