package io.kefu.server.succession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class LineTest {
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private static ServerSocketChannel listening() throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static int port(ServerSocketChannel channel) throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    @Test
    void a_successor_has_the_socket_with_all_that_waits_in_its_queue_and_each_hears_how_far_the_other_is()
            throws Exception {
        try (ServerSocketChannel first = listening()) {
            int port = port(first);
            CompletableFuture<Heir> given = new CompletableFuture<>();
            try (Incumbent incumbent = Incumbent.ask(directory, socket -> given.complete(Heir.at(socket, at(port))));
                    Heir heir = given.get(30, TimeUnit.SECONDS);
                    Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(heir.gone(SOON)).isFalse();
                CompletableFuture<Boolean> ready = CompletableFuture.supplyAsync(
                        () -> yieldTo(heir, first),
                        task -> Thread.ofPlatform().daemon().start(task));
                incumbent.leave();
                assertThat(ready.get(30, TimeUnit.SECONDS)).isTrue();
                try (ServerSocketChannel second = incumbent.listener();
                        SocketChannel accepted = second.accept()) {
                    assertThat(((InetSocketAddress) accepted.getRemoteAddress()).getPort())
                            .isEqualTo(client.getLocalPort());
                }
                incumbent.served();
                assertThat(heir.serves(PATIENCE)).isTrue();
            }
            assertThat(directory).isEmptyDirectory();
        }
    }

    private static boolean yieldTo(Heir heir, ServerSocketChannel socket) {
        try {
            boolean ready = heir.ready(PATIENCE);
            socket.close();
            heir.yielded();
            return ready;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_successor_that_ends_is_missed_and_the_socket_is_there_again() throws Exception {
        ServerSocketChannel first = listening();
        int port = port(first);
        CompletableFuture<Heir> given = new CompletableFuture<>();
        Incumbent incumbent = Incumbent.ask(directory, socket -> given.complete(Heir.at(socket, at(port))));
        try (Heir heir = given.get(30, TimeUnit.SECONDS)) {
            first.close();
            incumbent.close();
            assertThat(heir.gone(PATIENCE)).isTrue();
            assertThat(heir.ready(PATIENCE)).isFalse();
            try (ServerSocketChannel again = heir.listener();
                    Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
                    SocketChannel accepted = again.accept()) {
                assertThat(accepted.isConnected()).isTrue();
                assertThat(client.isConnected()).isTrue();
            }
        }
    }

    @Test
    void of_two_sockets_with_one_port_each_is_found_by_its_address() throws IOException {
        InetAddress elsewhere = InetAddress.ofLiteral("127.0.0.2");
        try (ServerSocketChannel one = listening();
                ServerSocketChannel other =
                        ServerSocketChannel.open().bind(new InetSocketAddress(elsewhere, port(one)))) {
            int first = Listeners.at(at(port(one)));
            int second = Listeners.at(new InetSocketAddress(elsewhere, port(other)));
            assertThat(first).isNotEqualTo(second);
        }
    }

    @Test
    void one_that_listens_everywhere_is_found() throws IOException {
        try (ServerSocketChannel everywhere = ServerSocketChannel.open().bind(new InetSocketAddress(0))) {
            assertThat(Listeners.at(new InetSocketAddress("0.0.0.0", port(everywhere))))
                    .isPositive();
        }
    }

    @Test
    void what_is_not_there_is_said() {
        assertThatThrownBy(() -> Heir.at(directory.resolve("nobody"), at(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("port 1");
        assertThatThrownBy(() -> Line.to(directory.resolve("nobody")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("connect failed");
        assertThatThrownBy(() -> Line.to(Path.of("/" + "x".repeat(200))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("at most 107 bytes");
    }
}
