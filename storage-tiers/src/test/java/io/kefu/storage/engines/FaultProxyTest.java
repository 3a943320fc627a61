package io.kefu.storage.engines;

import static io.kefu.storage.fault.Deadlines.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class FaultProxyTest {
    private static final int SHORT_MILLIS = 200;

    private final AtomicLong arrived = new AtomicLong();
    private ServerSocket echo;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        proxy = FaultProxy.to("127.0.0.1", echo.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void without_a_fault_every_byte_passes_in_both_directions() throws IOException {
        byte[] sent = new byte[1_000_000];
        new Random(1).nextBytes(sent);
        try (Socket client = client()) {
            Thread.ofVirtual().start(() -> write(client, sent));
            assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
        }
    }

    @Test
    void an_end_of_either_side_reaches_the_other() throws Exception {
        try (Socket client = client()) {
            write(client, new byte[] {1});
            client.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes()).containsExactly(1);
        }
        await("the proxy lets go", () -> proxy.connections() == 0);
    }

    @Test
    void each_answer_is_delayed_once() throws IOException {
        proxy.delay(Duration.ofMillis(SHORT_MILLIS));
        try (Socket client = client()) {
            for (int call = 0; call < 3; call++) {
                assertThat(millisOf(client, 1)).isBetween((long) SHORT_MILLIS - 10, 10L * SHORT_MILLIS);
            }
            proxy.heal();
            assertThat(millisOf(client, 1)).isLessThan(SHORT_MILLIS);
        }
    }

    @Test
    void a_slow_line_takes_its_time_for_each_byte() throws IOException {
        proxy.slow(10_000);
        try (Socket client = client()) {
            assertThat(millisOf(client, 2_000)).isGreaterThanOrEqualTo(390); // 200 ms there, 200 ms back
        }
    }

    @Test
    void what_is_held_arrives_when_the_line_heals() throws IOException {
        try (Socket client = client()) {
            call(client, 1);
            proxy.hold();
            write(client, new byte[] {7});
            assertSilent(client);
            assertThat(arrived).hasValue(1);
            proxy.heal();
            assertThat(client.getInputStream().read()).isEqualTo(7);
        }
    }

    @Test
    void what_is_dropped_never_arrives_and_its_connection_ends_when_the_line_heals() throws IOException {
        try (Socket client = client();
                Socket quiet = client()) {
            call(quiet, 1);
            proxy.drop();
            write(client, new byte[] {7});
            assertSilent(client);
            proxy.heal();
            assertReset(client);
            call(quiet, 1);
        }
        assertThat(arrived).hasValue(2);
    }

    @Test
    void a_dropped_answer_is_one_to_a_request_that_was_carried_out() throws Exception {
        try (Socket client = client()) {
            proxy.dropAnswers();
            write(client, new byte[] {7});
            await("the request arrives", () -> arrived.get() == 1);
            assertSilent(client);
            proxy.heal();
            assertReset(client);
        }
    }

    @Test
    void a_reset_ends_open_connections_and_lets_new_ones_come() throws IOException {
        try (Socket client = client()) {
            call(client, 1);
            proxy.reset();
            assertReset(client);
        }
        try (Socket client = client()) {
            call(client, 1);
        }
    }

    @Test
    void a_batch_is_cut_off_in_its_middle() throws Exception {
        try (Socket client = client()) {
            proxy.resetAfter(50_000);
            Thread.ofVirtual().start(() -> write(client, new byte[100_000]));
            assertReset(client);
            await("the first half arrives", () -> arrived.get() <= 50_000);
        }
        try (Socket client = client()) {
            write(client, new byte[] {1});
            assertReset(client);
            proxy.heal();
        }
        try (Socket client = client()) {
            call(client, 1);
        }
    }

    @Test
    void while_it_refuses_nobody_gets_through() throws IOException {
        proxy.refuse();
        assertThatThrownBy(() -> {
                    try (Socket client = client()) {
                        call(client, 1);
                    }
                })
                .isInstanceOf(SocketException.class);
        proxy.heal();
        try (Socket client = client()) {
            call(client, 1);
        }
    }

    @Test
    void without_an_engine_clients_are_turned_away() throws IOException {
        echo.close();
        try (Socket client = client()) {
            assertReset(client);
        }
    }

    private Socket client() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    private static long millisOf(Socket client, int bytes) throws IOException {
        long from = System.nanoTime();
        call(client, bytes);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
    }

    private static void call(Socket client, int bytes) throws IOException {
        client.getOutputStream().write(new byte[bytes]);
        if (client.getInputStream().readNBytes(bytes).length != bytes) {
            throw new SocketException("the echo ended early");
        }
    }

    private static void assertSilent(Socket client) throws IOException {
        client.setSoTimeout(SHORT_MILLIS);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout(0);
    }

    private static void assertReset(Socket client) {
        assertThatThrownBy(() -> client.getInputStream().readAllBytes())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    private static void write(Socket client, byte[] bytes) {
        try {
            client.getOutputStream().write(bytes);
        } catch (SocketException e) {
            assertThat(client.isConnected()).isTrue(); // cut off, as some tests want it
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        while (!echo.isClosed()) {
            try {
                Socket socket = echo.accept();
                Thread.ofVirtual().start(() -> echo(socket));
            } catch (IOException e) {
                assertThat(echo.isClosed()).isTrue();
            }
        }
    }

    private void echo(Socket socket) {
        byte[] piece = new byte[8_192];
        try (socket) {
            InputStream in = socket.getInputStream();
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                arrived.addAndGet(read);
                socket.getOutputStream().write(piece, 0, read);
            }
        } catch (IOException e) {
            assertThat(e).isInstanceOf(SocketException.class); // the proxy reset it
        }
    }
}
