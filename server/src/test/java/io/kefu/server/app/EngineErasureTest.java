package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.storage.engines.EngineAddress;
import io.kefu.storage.engines.EngineDatabase;
import io.kefu.storage.engines.EngineKind;
import io.kefu.storage.engines.ProcessEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Who is erased is in no key, row, index or statistic of a database server any more, whoever looks into it. */
class EngineErasureTest {

    @TempDir
    private Path directory;

    private static String tier(String role, EngineAddress address) {
        return role + ": {engine: " + address.kind().word() + ", url: \"" + address.urlWithoutLogin() + "\", "
                + (address.user().isEmpty() ? "" : "user: " + address.user() + ", ") + "password: \"${file:" + role
                + ".password}\", ";
    }

    private WholeServer server(EngineAddress hot, EngineAddress warm, EngineAddress cold) {
        return WholeServer.in(directory)
                .file("hot.password", hot.password())
                .file("warm.password", warm.password())
                .file("cold.password", cold.password())
                .file(
                        "storage.yaml",
                        "apiVersion: kefu.io/v1\nkind: StoragePolicy\nmetadata: {name: default}\nspec:\n  "
                                + tier("hot", hot) + "}\n  " + tier("warm", warm) + "}\n  " + tier("cold", cold)
                                + "batch: {wait: 100ms}}\n");
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL", "POSTGRESQL"})
    void an_erased_visitor_leaves_no_trace_in_any_engine(EngineKind kind) throws Exception {
        try (ProcessEngine redis = own(EngineKind.REDIS);
                ProcessEngine sql = own(kind);
                ProcessEngine clickhouse = own(EngineKind.CLICKHOUSE);
                EngineDatabase hot = redis.freshDatabase();
                EngineDatabase warm = sql.freshDatabase();
                EngineDatabase cold = clickhouse.freshDatabase();
                WholeServer server =
                        server(hot.address(), warm.address(), cold.address()).start()) {
            Person amy = server.agent("amy");
            Person visitor = Talkative.arrives(server, "gone");
            Person other = server.visitor();
            String gone = Talkative.talks(visitor, amy);
            String kept = other.ack(Person.event("", "handover")).getConversationId();
            other.assigned(kept, "amy");
            other.say(kept, "ordinary words");
            allTiersHaveAll(server);
            List<String> words = new ArrayList<>(Talkative.words());
            words.add(visitor.id());
            List<EngineDatabase> databases = List.of(hot, warm, cold);
            analyzed(warm.address());
            for (EngineDatabase each : databases) {
                assertThat(EngineTraces.of(each.address(), words))
                        .as(each.toString())
                        .isNotEmpty();
            }
            assertThat(filesOf(clickhouse, words)).isNotEmpty();

            JsonNode receipt = Talkative.erased(server, visitor.id());
            assertThat(receipt.path("conversations").asInt()).isEqualTo(1);
            for (EngineDatabase each : databases) {
                assertThat(EngineTraces.of(each.address(), words))
                        .as(each.toString())
                        .isEmpty();
                assertThat(EngineTraces.of(each.address(), List.of(gone)))
                        .as(each.toString())
                        .isEmpty();
                assertThat(EngineTraces.of(each.address(), List.of(kept)))
                        .as(each.toString())
                        .isNotEmpty();
            }
            assertThat(filesOf(clickhouse, words)).isEmpty();
            assertThat(server.as("amy")
                            .get("/api/v1/conversations/" + kept + "/messages")
                            .text())
                    .contains("ordinary words");
        }
    }

    /** As the engine does by itself once enough rows have changed. */
    private static void analyzed(EngineAddress database) throws SQLException {
        if (database.kind() == EngineKind.POSTGRESQL) {
            try (Connection connection = DriverManager.getConnection(database.url());
                    Statement statement = connection.createStatement()) {
                statement.execute("ANALYZE");
            }
        }
    }

    /** Parts that count no more among them. */
    private List<Path> filesOf(ProcessEngine engine, List<String> words) {
        return Talkative.filesWith(
                directory.resolve("engines/" + engine.address().kind()), words);
    }

    private ProcessEngine own(EngineKind kind) throws IOException {
        return ProcessEngine.start(kind, Files.createDirectories(directory.resolve("engines/" + kind)));
    }

    private static void allTiersHaveAll(WholeServer server) {
        WholeServer.eventually(() -> {
            JsonNode tiers = server.admin().get("/admin/v1/storage").json().path("tiers");
            return tiers.valueStream()
                    .allMatch(tier -> tier.path("lag_records").asLong(1) == 0
                            && tier.path("messages").asLong(0) > 0);
        });
    }
}
