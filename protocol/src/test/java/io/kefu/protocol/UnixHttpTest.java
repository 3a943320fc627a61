package io.kefu.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** HTTP over a socket file, with whatever a server may answer. */
@Timeout(60)
class UnixHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Short: a socket file's path may have 107 bytes. */
    private Path socket;

    @BeforeEach
    void name() throws IOException {
        socket = Files.createTempDirectory(Path.of("/tmp"), "ku").resolve("s");
    }

    @AfterEach
    void remove() throws IOException {
        Files.deleteIfExists(socket);
        Files.delete(socket.getParent());
    }

    private final CompletableFuture<String> asked = new CompletableFuture<>();

    /** One connection that is answered so, whatever it asks. */
    private void answering(String answer, boolean hangUp) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.startVirtualThread(() -> {
            try (server) {
                SocketChannel channel = server.accept();
                ByteBuffer bytes = ByteBuffer.allocate(10_000);
                String request = "";
                while (!request.endsWith("\r\n\r\nxy") && channel.read(bytes) >= 0) {
                    request = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
                }
                asked.complete(request);
                channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
                if (hangUp) {
                    channel.close();
                }
            } catch (IOException e) {
                asked.completeExceptionally(e);
            }
        });
    }

    private String body(Duration patience) throws IOException {
        try (UnixHttp.Reply reply = UnixHttp.call(
                socket, "POST", "/a?b=c", Map.of("Authorization", "Bearer t"), new byte[] {'x', 'y'}, patience)) {
            return reply.status() + " " + reply.headers().getOrDefault("kefu-version", "") + " "
                    + new String(reply.body().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_request_is_whole_and_an_answer_of_a_length_is_read_to_its_end() throws Exception {
        answering("HTTP/1.1 200 OK\r\nKefu-Version: 1.2.3\r\ncontent-length: 5\r\n\r\nhello and more", false);
        assertThat(body(PATIENCE)).isEqualTo("200 1.2.3 hello");
        assertThat(asked.join())
                .startsWith("POST /a?b=c HTTP/1.1\r\nHost: localhost\r\n")
                .contains("Authorization: Bearer t\r\n", "Content-Length: 2\r\n")
                .endsWith("\r\n\r\nxy");
    }

    @Test
    void an_answer_in_chunks_is_put_together() throws Exception {
        answering(
                "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nA;x=y\r\n, world 12\r\n0\r\n\r\n",
                false);
        assertThat(body(PATIENCE)).isEqualTo("201  hello, world 12");
    }

    @Test
    void an_answer_that_can_have_no_body_has_none() throws Exception {
        answering("HTTP/1.1 204 No Content\r\n\r\n", false);
        assertThat(body(PATIENCE)).isEqualTo("204  ");
    }

    @Test
    void an_answer_without_a_length_ends_with_the_connection() throws Exception {
        answering("HTTP/1.1 200 OK\r\n\r\nall of it", true);
        assertThat(body(PATIENCE)).isEqualTo("200  all of it");
    }

    @Test
    void an_answer_that_breaks_off_is_no_answer() throws Exception {
        for (String broken : new String[] {
            "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
            "HTTP/1.1 200 OK\r\nTransfer-Enc",
            "SSH-2.0-x\r\n\r\n",
            ""
        }) {
            Files.deleteIfExists(socket);
            answering(broken, true);
            assertThatThrownBy(() -> body(PATIENCE)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void who_never_answers_is_waited_for_only_so_long() throws Exception {
        answering("", false);
        assertThatThrownBy(() -> body(Duration.ofMillis(200))).isInstanceOf(IOException.class);
    }

    @Test
    void a_header_that_would_be_two_is_refused_and_not_told() throws Exception {
        Map<String, String> headers = Map.of("Authorization", "Bearer a-secret\r\nX: y");
        assertThatThrownBy(() -> UnixHttp.call(socket, "GET", "/", headers, new byte[0], PATIENCE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the header Authorization")
                .hasMessageNotContaining("a-secret");
    }

    @Test
    void nobody_there_is_an_error() {
        assertThatThrownBy(() -> body(PATIENCE)).isInstanceOf(IOException.class);
    }
}
