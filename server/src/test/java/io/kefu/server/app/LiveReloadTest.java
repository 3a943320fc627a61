package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No reload closes a socket. */
class LiveReloadTest {

    private static final int CONNECTIONS = 300;

    @TempDir
    Path directory;

    private WholeServer server;

    @BeforeEach
    void start() {
        server = WholeServer.in(directory).start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int connected() {
        return server.admin()
                .get("/admin/v1/status")
                .json()
                .path("connections")
                .path("visitor")
                .asInt();
    }

    private String metrics() {
        return server.admin().get("/metrics").text();
    }

    @Test
    void rules_channels_and_storage_change_under_hundreds_of_connections_and_none_is_closed() {
        List<Person> visitors = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            visitors.add(server.visitor());
        }
        assertThat(connected()).isEqualTo(CONNECTIONS);
        String closed = closed();
        for (int round = 0; round < 3; round++) {
            server.edit(
                            "routing.yaml",
                            "  rules:\n",
                            "  rules:\n    - {name: r%s, when: 'message.text == \"r%s\"', to: {group: complaints}}\n"
                                    .formatted(round, round))
                    .edit("channel.yaml", "zh: 在线客服", "zh: 在线客服" + round)
                    .edit(
                            "storage.yaml",
                            "keepAfterClose: 2" + (4 + round) + "h",
                            "keepAfterClose: 2" + (5 + round) + "h")
                    .edit(
                            "storage.yaml",
                            round % 2 == 0 ? "engine: duckdb" : "engine: none",
                            round % 2 == 0 ? "engine: none" : "engine: duckdb");
            assertThat(server.apply().status()).isEqualTo(200);
        }
        visitors.forEach(Person::roundTrip);
        assertThat(connected()).isEqualTo(CONNECTIONS);
        assertThat(closed()).isEqualTo(closed);
    }

    private String closed() {
        return metrics()
                .lines()
                .filter(line -> line.startsWith("kefu_connection_closed_total"))
                .toList()
                .toString();
    }
}
