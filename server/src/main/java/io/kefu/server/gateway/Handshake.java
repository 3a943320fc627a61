package io.kefu.server.gateway;

import java.util.Optional;

/**
 * The request that opens a connection, as the client sent it. Headers are the client's word: {@code forwardedFor} is to
 * be believed only behind a proxy that sets it.
 *
 * @param remoteAddress the peer's address without port, an IP literal
 * @param host the {@code Host} header
 * @param query the raw query, empty when there is none
 * @param secure whether TLS ends in this process
 */
public record Handshake(
        String remoteAddress,
        String host,
        String path,
        String query,
        Optional<String> origin,
        Optional<String> userAgent,
        Optional<String> forwardedFor,
        Optional<String> acceptLanguage,
        boolean secure) {}
