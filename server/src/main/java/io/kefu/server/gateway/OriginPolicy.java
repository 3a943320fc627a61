package io.kefu.server.gateway;

/**
 * Which pages may open a socket (RFC 6455, section 10.2). Not asked when the request has no {@code Origin} (no browser),
 * nor when the page comes from this very server.
 */
@FunctionalInterface
public interface OriginPolicy {
    /**
     * Whether a page of this origin may connect; the server's own are asked for too.
     *
     * @param origin the header as sent, such as {@code https://shop.example} or {@code null}
     */
    boolean allows(String origin, Handshake handshake);
}
