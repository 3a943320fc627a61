package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.server.testing.TestCertificate;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Operators come in by TLS or by the socket file, each with a token, and what they change says by which. */
@Timeout(value = 480, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AdminEntrancesTest {

    private static final long SOON_NANOS = 20_000_000_000L;

    /** Short: a socket file's path may have 107 bytes. */
    private Path directory;

    @BeforeEach
    void make() throws IOException {
        directory = Files.createTempDirectory(Path.of("/tmp"), "ka");
    }

    @AfterEach
    void remove() throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void both_want_a_token_and_are_told_apart_in_the_audit_log() throws Exception {
        TestCertificate.Made made = TestCertificate.make(directory.resolve("made"));
        try (WholeServer server = secured(made).start();
                HttpClient client =
                        HttpClient.newBuilder().sslContext(made.context()).build()) {
            String address = server.admin().base();
            assertThat(address).startsWith("https://");
            String token = server.adminToken();
            assertThat(ask(client, address, "").statusCode()).isEqualTo(401);
            assertThat(ask(client, address, token).statusCode()).isEqualTo(201);

            Path socket = server.data().resolve("admin.sock");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
            assertThat(over(socket, "POST /admin/v1/api-keys", "wrong")).startsWith("HTTP/1.1 401");
            assertThat(over(socket, "POST /admin/v1/api-keys", token)).startsWith("HTTP/1.1 201");

            String answer = over(socket, "GET /admin/v1/audit?action=token.create", token);
            JsonNode items = JsonMapper.shared()
                    .readTree(answer.substring(answer.indexOf("{\"items\""), answer.lastIndexOf('}') + 1))
                    .path("items");
            assertThat(items.valueStream().map(each -> each.path("from").asString()))
                    .containsExactly("loopback", "loopback", "socket", "socket");
        }
        assertThat(directory.resolve("data/admin.sock")).doesNotExist();
    }

    /** Nobody here vouches for its certificate. */
    @Test
    void a_server_whose_admin_listener_speaks_tls_makes_room_for_a_successor_as_any_other() throws Exception {
        ServerOptions.TakeOver somehow = new ServerOptions.TakeOver(Optional.empty(), Optional.empty());
        TestCertificate.Made made = TestCertificate.make(directory.resolve("made"));
        try (WholeServer server = secured(made).start()) {
            try (Successor successor = Successor.of(server.data(), somehow).orElseThrow()) {
                assertThat(successor).isNotNull();
            }
            assertThat(server.visitor().say("still here").getSeq()).isPositive();
        }
    }

    private WholeServer secured(TestCertificate.Made made) throws IOException {
        Files.writeString(directory.resolve("a.key"), made.keyPem());
        Files.writeString(directory.resolve("a.pem"), made.certificatePem());
        return WholeServer.in(directory)
                .edit(
                        "server.yaml",
                        "admin: {host: 127.0.0.1, port: 0}",
                        "admin: {host: 127.0.0.1, port: 0, tls: {certificateFile: %s, keyFile: %s}}"
                                .formatted(directory.resolve("a.pem"), directory.resolve("a.key")));
    }

    private static HttpResponse<String> ask(HttpClient client, String address, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + "/admin/v1/api-keys"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"x\",\"scopes\":[\"admin:read\"]}"));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String over(Path socket, String line, String token) throws IOException {
        String body = line.startsWith("GET") ? "" : "{\"name\":\"x\",\"scopes\":[\"admin:read\"]}";
        String request = line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
            ByteBuffer bytes = ByteBuffer.allocate(64 * 1024);
            long end = System.nanoTime() + SOON_NANOS;
            while (channel.read(bytes) >= 0) {
                assertThat(bytes.hasRemaining()).isTrue();
            }
            assertThat(System.nanoTime())
                    .as("the connection ends with the answer")
                    .isLessThan(end);
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        }
    }
}
