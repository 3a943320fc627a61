package io.kefu.server.admin.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Whose limits a request counts against: the peer's address, or what a trusted proxy says in {@code X-Forwarded-For}. Of
 * an IPv6 address the first 64 bits: one household has all of the rest.
 */
public final class ClientAddress {
    private final Set<String> trustedProxies;

    /** {@code trustedProxies} as literal addresses; empty to believe no header. */
    public ClientAddress(Set<String> trustedProxies) {
        this.trustedProxies = Set.copyOf(trustedProxies);
    }

    String of(SocketAddress peer, List<String> forwardedFor) {
        if (!(peer instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return "unknown";
        }
        String nearest = inet.getAddress().getHostAddress();
        if (!trustedProxies.contains(nearest)) {
            return key(inet.getAddress());
        }
        // From the right: each trusted proxy appended whom it heard from.
        List<String> hops = forwardedFor.stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .toList()
                .reversed();
        for (String hop : hops) {
            if (!trustedProxies.contains(hop)) {
                return literal(hop);
            }
        }
        return key(inet.getAddress());
    }

    private static String literal(String hop) {
        try {
            return key(InetAddress.ofLiteral(hop));
        } catch (IllegalArgumentException e) {
            return "unknown"; // a proxy's garbage shares one bucket
        }
    }

    private static String key(InetAddress address) {
        if (address instanceof Inet6Address) {
            return HexFormat.of().formatHex(address.getAddress(), 0, 8) + "::/64";
        }
        return address.getHostAddress();
    }
}
