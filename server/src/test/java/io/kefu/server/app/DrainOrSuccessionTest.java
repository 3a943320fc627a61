package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.server.admin.Http;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients leave a server for one reason at a time. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DrainOrSuccessionTest {

    @TempDir
    private Path directory;

    @Test
    void a_successor_that_comes_while_a_drain_is_under_way_changes_nothing_of_it() throws IOException {
        try (WholeServer server = WholeServer.in(directory).start();
                ServerSocketChannel successor = successor()) {
            assertThat(server.admin()
                            .post("/admin/v1/drain", "{\"deadline_ms\": 600000}")
                            .status())
                    .isEqualTo(200);

            Http.Reply refused = succession(server);

            assertThat(refused.code()).isEqualTo("conflict");
            assertThat(server.admin()
                            .get("/admin/v1/drain")
                            .json()
                            .path("draining")
                            .asBoolean())
                    .isTrue();
            assertThat(new Http(server.admin().base()).get("/readyz").text()).contains("draining");
            assertThat(successor.isOpen()).isTrue();
        }
    }

    @Test
    void there_is_no_drain_while_a_successor_takes_the_place_and_one_again_when_it_has_gone() throws IOException {
        try (WholeServer server = WholeServer.in(directory).start();
                ServerSocketChannel successor = successor()) {
            assertThat(succession(server).status()).isEqualTo(200);
            try (SocketChannel line = successor.accept()) {
                assertThat(line.isConnected()).isTrue();
                assertThat(drain(server).code()).isEqualTo("conflict");
            }

            WholeServer.eventually(() -> drain(server).status() == 200);
        }
    }

    @Test
    void a_successor_that_wants_clients_to_wait_for_longer_than_any_would_is_refused() throws IOException {
        try (WholeServer server = WholeServer.in(directory).start();
                ServerSocketChannel successor = successor()) {
            Http.Reply refused = server.admin()
                    .post("/admin/v1/succession", "{\"socket\": \"" + socket() + "\", \"deadline_ms\": 600001}");

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text()).contains("from 0 to 600000 milliseconds");
            assertThat(successor.isOpen()).isTrue();
        }
    }

    @Test
    void what_is_no_path_is_refused() {
        try (WholeServer server = WholeServer.in(directory).start()) {
            Http.Reply refused = server.admin().post("/admin/v1/succession", "{\"socket\": \"a\\u0000b\"}");

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("bad_request");
        }
    }

    private ServerSocketChannel successor() throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket()));
    }

    private Path socket() {
        return directory.resolve("successor");
    }

    private Http.Reply succession(WholeServer server) {
        return server.admin().post("/admin/v1/succession", "{\"socket\": \"" + socket() + "\"}");
    }

    private static Http.Reply drain(WholeServer server) {
        return server.admin().post("/admin/v1/drain", "{\"deadline_ms\": 600000}");
    }
}
