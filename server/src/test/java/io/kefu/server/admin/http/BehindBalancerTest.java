package io.kefu.server.admin.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webserver.WebServer;
import io.kefu.server.testing.TcpBalancer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests through a balancer that begins each connection with a PROXY protocol header. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BehindBalancerTest {

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void what_the_client_itself_writes_into_a_header_is_not_believed(HttpClient.Version version) throws Exception {
        assertThat(client(version, "203.0.113.7", "192.0.2.1", "127.0.0.1")).isEqualTo("203.0.113.7");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void a_declared_proxy_before_it_is_believed(HttpClient.Version version) throws Exception {
        assertThat(client(version, "10.0.0.5", "192.0.2.1, 198.51.100.9", "127.0.0.1", "10.0.0.0/8"))
                .isEqualTo("198.51.100.9");
    }

    /** Who the server takes one to be that comes so. */
    private static String client(HttpClient.Version version, String source, String forwardedFor, String... proxies)
            throws Exception {
        ClientAddress addresses = new ClientAddress(List.of(proxies));
        byte[] header = ("PROXY TCP4 " + source + " 127.0.0.1 12345 443\r\n").getBytes(ISO_8859_1);
        WebServer server = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .enableProxyProtocol(true)
                .routing(routing -> routing.get("/", (request, answer) -> answer.send(addresses.of(request))))
                .build()
                .start();
        try (TcpBalancer balancer = new TcpBalancer(server.port(), header);
                HttpClient client = HttpClient.newBuilder().version(version).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + balancer.port() + "/"))
                    .header("X-Forwarded-For", forwardedFor)
                    .timeout(Duration.ofSeconds(60))
                    .build();
            client.send(request, HttpResponse.BodyHandlers.ofString()); // over HTTP/1.1, which may upgrade it
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(version);
            client.shutdownNow();
            return answer.body();
        } finally {
            server.stop();
        }
    }
}
