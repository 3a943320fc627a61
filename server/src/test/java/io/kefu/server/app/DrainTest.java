package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.GoAway;
import io.kefu.protocol.v1.Resume;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.server.admin.Http;
import io.kefu.server.testing.TestClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A drain of a server that runs on, over its admin listener. */
class DrainTest {

    @TempDir
    private Path directory;

    @Test
    void each_client_is_told_a_delay_of_its_own_and_may_talk_until_the_deadline_closes_it() {
        try (WholeServer server = WholeServer.in(directory).start()) {
            List<Person> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(server.visitor());
            }
            Http.Reply begun = server.admin().post("/admin/v1/drain", "{\"deadline_ms\": 600000, \"spread_ms\": 3000}");
            assertThat(begun.json().path("connections_asked").asInt()).isEqualTo(8);
            assertThat(begun.json().path("deadline_in_ms").asLong()).isBetween(1L, 600_000L);
            List<Long> delays = all.stream()
                    .map(each -> each.sees(ServerFrame::hasGoaway).getGoaway())
                    .map(GoAway::getReconnectAfterMs)
                    .toList();
            assertThat(delays).allMatch(delay -> delay >= 0 && delay <= 3_000);
            assertThat(delays.stream().distinct().count()).isGreaterThan(1);

            assertThat(all.getFirst().say("still here").getSeq()).isPositive();
            assertThat(server.http().get("/api/v1/channels/web/widget").status())
                    .isEqualTo(200);
            Http.Reply ready = new Http(server.admin().base()).get("/readyz");
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.text()).contains("draining");

            server.admin().post("/admin/v1/undrain", "{}");
            server.admin().post("/admin/v1/drain", "{\"deadline_ms\": 300, \"spread_ms\": 0}");
            all.forEach(each -> assertThat(each.client().awaitClose()).isEqualTo(1001));
            WholeServer.eventually(() -> left(server) == 0);
        }
    }

    @Test
    void a_drain_that_is_called_off_lets_clients_in_again_and_nothing_was_lost() {
        try (WholeServer server = WholeServer.in(directory).start()) {
            Person visitor = server.visitor();
            var first = visitor.say("one");
            server.admin().post("/admin/v1/drain", "{\"deadline_ms\": 600000, \"spread_ms\": 0}");
            assertThat(visitor.sees(ServerFrame::hasGoaway).getGoaway().getReconnectAfterMs())
                    .isZero();
            var second = visitor.say("two");
            visitor.close();
            WholeServer.eventually(() -> left(server) == 0);
            assertThat(server.admin()
                            .post("/admin/v1/undrain", "{}")
                            .json()
                            .path("draining")
                            .asBoolean())
                    .isFalse();
            Person again = Person.resuming(
                    TestClient.json(server.port()),
                    new Person(null, visitor.token(), server.http().bearer(visitor.token())),
                    "tab",
                    Resume.newBuilder()
                            .setConversationId(first.getConversationId())
                            .setEpoch(first.getEpoch())
                            .setLastSeq(first.getSeq())
                            .build());
            assertThat(again.message(first.getConversationId(), second.getSeq()).getText())
                    .isEqualTo("two");
            assertThat(again.client().frames()).noneMatch(ServerFrame::hasGoaway);
            again.close();
        }
    }

    @Test
    void a_bound_that_is_no_number_of_milliseconds_is_refused_and_nothing_begins() {
        try (WholeServer server = WholeServer.in(directory).start()) {
            assertThat(server.admin()
                            .post("/admin/v1/drain", "{\"deadline_ms\": -1}")
                            .status())
                    .isEqualTo(400);
            assertThat(server.admin()
                            .post("/admin/v1/drain", "{\"spread_ms\": \"soon\"}")
                            .status())
                    .isEqualTo(400);
            assertThat(server.admin()
                            .get("/admin/v1/drain")
                            .json()
                            .path("draining")
                            .asBoolean())
                    .isFalse();
            server.visitor().say("here");
        }
    }

    private static int left(WholeServer server) {
        return server.admin()
                .get("/admin/v1/drain")
                .json()
                .path("connections_left")
                .asInt();
    }
}
