package io.kefu.server.admin.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.http.ServerRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whose limits a request counts against: the peer's address, or what a trusted proxy says in a PROXY protocol header, the
 * last hop that anyone heard from, and before it in {@code X-Forwarded-For}. Read from the right, over as many trusted hops as there are; what stands left of the first other one anybody may have written.
 * Of an IPv6 address the first 64 bits: one household has all of the rest.
 */
public final class ClientAddress {
    private static final HeaderName FORWARDED_PROTO = HeaderNames.create("X-Forwarded-Proto");

    private final List<Network> trustedProxies;

    /**
     * {@code trustedProxies} as addresses or networks such as {@code 10.0.0.0/8}; none to believe no header.
     *
     * @throws IllegalArgumentException for what is neither
     */
    public ClientAddress(Collection<String> trustedProxies) {
        this.trustedProxies = trustedProxies.stream().map(Network::parse).toList();
    }

    String of(ServerRequest request) {
        List<String> lines = request.headers().all(HeaderNames.X_FORWARDED_FOR, List::of);
        return of(
                request.remotePeer().address(),
                hops(lines, request.proxyProtocolData()).stream().toList());
    }

    /** Where a request comes from, for people to read: as {@link #of}, but a socket file and this machine by their names. */
    String from(ServerRequest request) {
        if (!(request.remotePeer().address() instanceof InetSocketAddress inet)) {
            return "socket";
        }
        String address = of(request);
        return inet.getAddress() != null
                        && inet.getAddress().isLoopbackAddress()
                        && address.equals(key(inet.getAddress()))
                ? "loopback"
                : address;
    }

    /**
     * Who passed the request on, the last of them at the end. The web server, too, adds whom the proxy names to the header,
     * but over HTTP/2 before what the client itself wrote there, so its place says nothing; twice does no harm.
     *
     * @param forwardedFor the lines of {@code X-Forwarded-For}
     * @param proxy what the PROXY protocol header said, where there was one
     * @return all of them, joined by commas; empty when there are none
     */
    public static Optional<String> hops(List<String> forwardedFor, Optional<ProxyProtocolData> proxy) {
        Stream<String> last = proxy.map(ProxyProtocolData::sourceAddress).filter(source -> !source.isEmpty()).stream();
        return Stream.concat(forwardedFor.stream(), last).reduce((left, right) -> left + "," + right);
    }

    /**
     * As for a request.
     *
     * @param peer an IP literal
     * @param forwardedFor what {@link #hops} gives
     */
    public String of(String peer, Optional<String> forwardedFor) {
        try {
            return of(
                    new InetSocketAddress(InetAddress.ofLiteral(peer), 0),
                    forwardedFor.stream().toList());
        } catch (IllegalArgumentException e) {
            return "unknown"; // such as a socket of the file system: all of them share one bucket
        }
    }

    /** Whether a trusted proxy says that the caller came to it over TLS; from anyone else the header is a lie. */
    boolean secure(ServerRequest request) {
        return request.remotePeer().address() instanceof InetSocketAddress inet
                && inet.getAddress() != null
                && trusted(inet.getAddress())
                && request.headers()
                        .first(FORWARDED_PROTO)
                        .filter("https"::equals)
                        .isPresent();
    }

    String of(SocketAddress peer, List<String> forwardedFor) {
        if (!(peer instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return "unknown";
        }
        if (!trusted(inet.getAddress())) {
            return key(inet.getAddress());
        }
        // From the right: each trusted proxy appended whom it heard from.
        List<String> hops = forwardedFor.stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .toList()
                .reversed();
        try {
            return hops.stream()
                    .map(InetAddress::ofLiteral)
                    // Unspecified: a proxy's own connection, such as one that looks whether we are there.
                    .filter(hop -> !trusted(hop) && !hop.isAnyLocalAddress())
                    .findFirst()
                    .map(ClientAddress::key)
                    .orElseGet(() -> key(inet.getAddress()));
        } catch (IllegalArgumentException e) {
            return "unknown"; // a proxy's garbage shares one bucket
        }
    }

    /** Whether it is one of the proxies that are believed. */
    public boolean trusted(InetAddress address) {
        return trustedProxies.stream().anyMatch(network -> network.holds(address));
    }

    private static String key(InetAddress address) {
        if (address instanceof Inet6Address) {
            return HexFormat.of().formatHex(address.getAddress(), 0, 8) + "::/64";
        }
        return address.getHostAddress();
    }
}
