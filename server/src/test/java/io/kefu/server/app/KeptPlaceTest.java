package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.server.succession.Incumbent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A successor that has gone before it had the place: this test is that successor. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KeptPlaceTest {

    @TempDir
    private Path directory;

    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Test
    void the_server_lets_people_in_again_by_the_same_socket() throws IOException {
        try (Door door = new Door(() -> {})) {
            Succession succession = succession(door);
            Incumbent incumbent = left(succession);
            incumbent.close();

            WholeServer.eventually(() -> !succession.underWay());

            assertThat(seen).containsExactly("yielded", "left", "resumed", "stayed");
        }
    }

    @Test
    void a_server_that_cannot_let_anybody_in_again_says_that_only_another_start_helps() throws IOException {
        try (Door door = new Door(() -> {
            throw new IOException("no");
        })) {
            Succession succession = succession(door);
            Incumbent incumbent = left(succession);
            incumbent.close();

            WholeServer.eventually(() -> !succession.underWay());

            assertThat(seen.getLast()).startsWith("fault: it gave its listening socket");
        }
    }

    @Test
    void a_fault_of_the_web_server_is_one_of_these_too() throws IOException {
        try (Door door = new Door(() -> {
            throw new IllegalStateException("no");
        })) {
            Succession succession = succession(door);
            Incumbent incumbent = left(succession);
            incumbent.close();

            WholeServer.eventually(() -> !succession.underWay());

            assertThat(seen.getLast()).startsWith("fault: it gave its listening socket");
        }
    }

    @Test
    void a_server_that_was_told_to_stop_meanwhile_does_not_open_its_door_again() throws IOException {
        try (Door door = new Door(() -> {})) {
            Succession succession = succession(door);
            Incumbent incumbent = left(succession);
            succession.stop();
            incumbent.close();

            WholeServer.eventually(() -> !succession.underWay());

            assertThat(seen).containsExactly("yielded", "left");
        }
    }

    private Succession succession(Door door) {
        return new Succession(
                door,
                "127.0.0.1",
                new Readiness(null, null, null),
                new Departure(Duration.ofSeconds(10), 1_000),
                why -> seen.add("fault: " + why));
    }

    /** The successor of a server that has begun to leave. */
    private Incumbent left(Succession succession) throws IOException {
        Incumbent incumbent = Incumbent.ask(
                directory,
                socket -> succession.begin(
                        socket.toString(), Optional.of(Duration.ofMinutes(10)), Optional.of(Duration.ZERO)));
        incumbent.leave();
        WholeServer.eventually(() -> seen.contains("left"));
        return incumbent;
    }

    private interface Failing {
        void now() throws IOException;
    }

    /** With one client, who stays. */
    private final class Door implements Place, AutoCloseable {
        private final ServerSocketChannel listening =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        private final int port = ((InetSocketAddress) listening.getLocalAddress()).getPort();
        private final Failing failing;

        Door(Failing failing) throws IOException {
            this.failing = failing;
        }

        @Override
        public boolean canYield() {
            return true;
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public int connections() {
            return 1;
        }

        @Override
        public void yieldPlace() throws IOException {
            listening.close();
            seen.add("yielded");
        }

        @Override
        public void leave(Duration spread) {
            seen.add("left");
        }

        @Override
        public void resume(ServerSocketChannel listener) throws IOException {
            failing.now();
            try (listener) {
                seen.add("resumed");
            }
        }

        @Override
        public void stay() {
            seen.add("stayed");
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }
}
