package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.storage.journal.DirectoryLock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server has left that was killed says where it was, and the process that it names may be anybody now. */
class StaleRunFileTest {

    private static final ServerOptions.TakeOver SOMEHOW =
            new ServerOptions.TakeOver(Optional.empty(), Optional.empty());

    @TempDir
    private Path data;

    @Test
    void nobody_is_asked_to_make_room_where_nobody_has_the_directory() throws Exception {
        try (ServerSocket somebody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            left(ProcessHandle.current().pid(), somebody.getLocalPort());

            assertThat(Successor.of(data, SOMEHOW)).isEmpty();

            somebody.setSoTimeout(1); // nor is the token told to whoever listens there now
            assertThatThrownBy(somebody::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void nobody_is_asked_where_another_process_has_it_since() throws Exception {
        try (ServerSocket somebody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DirectoryLock _ = DirectoryLock.take(data.resolve("journal"))) {
            left(ProcessHandle.current().pid() + 1, somebody.getLocalPort());

            assertThat(Successor.of(data, SOMEHOW)).isEmpty();

            somebody.setSoTimeout(1);
            assertThatThrownBy(somebody::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void a_server_that_has_it_and_does_not_answer_is_not_taken_for_gone() throws Exception {
        int port;
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = nobody.getLocalPort();
        }
        left(ProcessHandle.current().pid(), port);
        try (DirectoryLock _ = DirectoryLock.take(data.resolve("journal"))) {
            assertThatThrownBy(() -> Successor.of(data, SOMEHOW))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("does not make room");
        }
    }

    @Test
    void a_server_that_runs_there_is_asked_and_serves_on_when_nobody_takes_its_place() throws Exception {
        try (WholeServer server = WholeServer.in(data).start()) {
            try (Successor successor = Successor.of(server.data(), SOMEHOW).orElseThrow()) {
                assertThat(successor).isNotNull();
                assertThat(server.admin().post("/admin/v1/drain", "{}").code()).isEqualTo("conflict");
            }
            assertThat(server.visitor().say("still here").getSeq()).isPositive();
        }
    }

    private void left(long pid, int adminPort) throws IOException {
        Files.writeString(
                data.resolve("run.json"),
                "{\"pid\": %d, \"admin_url\": \"http://127.0.0.1:%d\"}".formatted(pid, adminPort));
        Files.writeString(data.resolve("admin.token"), "secret");
    }
}
