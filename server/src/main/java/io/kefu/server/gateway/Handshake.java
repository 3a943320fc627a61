package io.kefu.server.gateway;

import com.github.benmanes.caffeine.cache.Interner;
import java.util.Optional;

/**
 * What is kept of the request that opened a connection, as the client sent it. Headers are the client's word: {@code
 * forwardedFor} is to be believed only behind a proxy that sets it. What many connections have in common is there once.
 *
 * @param remoteAddress the peer's address without port, an IP literal
 * @param host the {@code Host} header
 */
public record Handshake(String remoteAddress, String host, Optional<String> origin, Optional<String> forwardedFor) {
    private static final Interner<String> SHARED = Interner.newWeakInterner();

    public Handshake {
        remoteAddress = SHARED.intern(remoteAddress);
        host = SHARED.intern(host);
        origin = origin.map(SHARED::intern);
        forwardedFor = forwardedFor.map(SHARED::intern);
    }
}
