package io.kefu.server.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.server.admin.http.ClientAddress;
import io.kefu.server.testing.RawWebSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The PROXY protocol, version 2, as it is specified by HAProxy (proxy-protocol.txt, section 2.2). */
@ParameterizedClass
@EnumSource(ConnectionPath.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProxyProtocolTest {
    private static final byte[] SIGNATURE = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");
    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;

    private final ConnectionPath path;

    ProxyProtocolTest(ConnectionPath path) {
        this.path = path;
    }

    @Test
    void a_declared_proxy_is_believed_whom_it_speaks_for() throws Exception {
        try (var fixture = behind("127.0.0.1")) {
            assertThat(client(fixture, header(PROXY, "203.0.113.7"))).isEqualTo("203.0.113.7");
            assertThat(client(fixture, header(PROXY, "2001:db8:1:2::5"))).isEqualTo("20010db800010002::/64");
        }
    }

    @Test
    void what_the_client_itself_writes_into_a_header_is_not_believed() throws Exception {
        try (var fixture = behind("127.0.0.1")) {
            assertThat(client(fixture, header(PROXY, "203.0.113.7"), "X-Forwarded-For: 192.0.2.1"))
                    .isEqualTo("203.0.113.7");
        }
    }

    @Test
    void behind_several_declared_proxies_the_first_other_one_from_the_right_counts() throws Exception {
        try (var fixture = behind("127.0.0.1", "10.0.0.0/8")) {
            assertThat(client(
                            fixture,
                            header(PROXY, "10.0.0.5"),
                            "X-Forwarded-For: 192.0.2.1, 198.51.100.9",
                            "X-Forwarded-For: 10.7.7.7"))
                    .isEqualTo("198.51.100.9");
        }
    }

    @Test
    void a_header_of_whom_nobody_declared_is_ignored() throws Exception {
        try (var fixture = behind("10.0.0.0/8")) {
            assertThat(client(fixture, header(PROXY, "203.0.113.7"), "X-Forwarded-For: 192.0.2.1"))
                    .isEqualTo("127.0.0.1");
        }
    }

    @Test
    void a_connection_of_the_proxys_own_is_the_proxys() throws Exception {
        try (var fixture = behind("127.0.0.1")) {
            byte[] local = join(SIGNATURE, new byte[] {LOCAL, 0, 0, 0});
            assertThat(client(fixture, local)).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void what_is_no_header_ends_the_connection() throws Exception {
        byte[] good = header(PROXY, "203.0.113.7");
        byte[] otherVersion = good.clone();
        otherVersion[12] = 0x31;
        byte[] otherSignature = good.clone();
        otherSignature[3] = 'x';
        byte[] otherCommand = good.clone();
        otherCommand[12] = 0x2f;
        try (var fixture = behind("127.0.0.1")) {
            for (byte[] bad : List.of(new byte[0], otherVersion, otherSignature, otherCommand)) {
                assertThatThrownBy(() -> client(fixture, bad)).isInstanceOf(IOException.class);
            }
            assertThat(client(fixture, good)).isEqualTo("203.0.113.7");
        }
    }

    @Test
    void a_header_that_never_ends_is_not_waited_for() throws Exception {
        ArrivalLimits soon = new ArrivalLimits(100, 100, Duration.ofMillis(500), Duration.ofSeconds(60));
        byte[] half = Arrays.copyOf(header(PROXY, "203.0.113.7"), 20);
        try (var fixture = path.behindProxy(limits(soon), gate("127.0.0.1"));
                java.net.Socket slow = new java.net.Socket(InetAddress.getLoopbackAddress(), fixture.port())) {
            slow.setSoTimeout(30_000);
            slow.getOutputStream().write(half);
            GatewayFixture.await(() -> fixture.events.of("refused TOO_SLOW") == 1);
        }
    }

    private GatewayFixture behind(String... proxies) {
        return path.behindProxy(ConnectionPath.LIMITS, gate(proxies));
    }

    private static AddressGate gate(String... proxies) {
        ClientAddress addresses = new ClientAddress(List.of(proxies));
        return new AddressGate(1_000, 1_000, addresses::of, addresses::trusted);
    }

    private static GatewayLimits limits(ArrivalLimits arrivals) {
        GatewayLimits usual = ConnectionPath.LIMITS;
        return new GatewayLimits(
                usual.maxConnections(),
                usual.handshakesPerSecond(),
                usual.maxMessageBytes(),
                usual.outboundBytes(),
                usual.mergeBytes(),
                usual.heartbeat(),
                usual.helloWait(),
                usual.closeWait(),
                usual.stuckWrite(),
                arrivals);
    }

    /** Who the server takes a client to be that begins so. */
    private String client(GatewayFixture fixture, byte[] first, String... headers) throws Exception {
        try (RawWebSocket socket = path.connect(fixture, first)) {
            String[] all = Arrays.copyOf(headers, headers.length + 1);
            all[headers.length] = "Sec-WebSocket-Protocol: kefu.v1.json";
            socket.send(RawWebSocket.handshake("/ws/v1", all).getBytes(ISO_8859_1));
            assertThat(socket.head()).startsWith("HTTP/1.1 101 ");
            return fixture.nextOpened().handshake().clientAddress();
        }
    }

    /** Of TCP from this address to one of the same family. */
    private static byte[] header(int command, String source) {
        byte[] address = InetAddress.ofLiteral(source).getAddress();
        byte family = (byte) (address.length == 4 ? 0x11 : 0x21);
        byte[] ports = {0x30, 0x39, 0x01, (byte) 0xbb};
        int length = 2 * address.length + ports.length;
        return join(SIGNATURE, new byte[] {(byte) command, family, 0, (byte) length}, address, address, ports);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
