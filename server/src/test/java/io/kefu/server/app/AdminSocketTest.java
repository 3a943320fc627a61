package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.kefu.protocol.UnixHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The socket file lets in its owner and nobody else, from the first moment. */
class AdminSocketTest {

    /** Short: a socket file's path may have 107 bytes. */
    private Path data;

    @BeforeEach
    void make() throws IOException {
        data = Files.createTempDirectory(Path.of("/tmp"), "ks");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void remove() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Map<String, String> modes() {
        Map<String, String> modes = new TreeMap<>();
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.toList()) {
                modes.put(
                        file.getFileName().toString(),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return modes;
    }

    /** Looks at the directory when it is bound, and not yet all that it will be. */
    private final class Onlooker implements HttpService {
        private Map<String, String> seen = Map.of();

        @Override
        public void routing(HttpRules rules) {
            rules.get("/hello", (_, answer) -> answer.send("hello"));
        }

        @Override
        public void afterStart(WebServer server) {
            seen = modes();
        }
    }

    @Test
    void it_is_never_where_others_may_come_before_it_is_its_owners_alone() throws IOException {
        Onlooker onlooker = new Onlooker();
        Files.createDirectory(data.resolve(".sock")); // of a server that was killed
        Files.createFile(data.resolve(".sock/s"));
        try (AdminSocket socket =
                AdminSocket.open(data, routes -> routes.register(onlooker)).orElseThrow()) {
            assertThat(onlooker.seen).containsExactlyEntriesOf(Map.of(".sock", "rwx------"));
            assertThat(modes()).containsExactlyEntriesOf(Map.of("admin.sock", "rw-------"));
            try (UnixHttp.Reply reply =
                    UnixHttp.call(socket.file(), "GET", "/hello", Map.of(), new byte[0], Duration.ofSeconds(60))) {
                assertThat(new String(reply.body().readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("hello");
            }
        }
        assertThat(modes()).isEmpty();
    }

    @Test
    void where_it_cannot_be_made_there_is_none_and_nothing_is_left() throws IOException {
        Files.createDirectories(data.resolve("admin.sock/not-empty"));
        assertThat(AdminSocket.open(data, _ -> {})).isEmpty();
        assertThat(modes().keySet()).containsExactly("admin.sock");
        Path deep = Files.createDirectories(data.resolve("a".repeat(100)));
        assertThat(AdminSocket.open(deep, _ -> {})).isEmpty();
        assertThat(List.of(deep.toFile().list())).isEmpty();
    }
}
