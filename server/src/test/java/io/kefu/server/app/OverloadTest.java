package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.Error;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.Hello;
import io.kefu.protocol.v1.ServerFrame.FrameCase;
import io.kefu.server.admin.Http;
import io.kefu.server.testing.TestClient;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose disk is slow, from the first message that waits to the last. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OverloadTest {

    @TempDir
    private Path directory;

    @Test
    void while_messages_wait_new_visitors_are_sent_away_and_current_conversations_go_on() throws Exception {
        WholeServer whole = WholeServer.in(directory)
                .edit(
                        "server.yaml",
                        "overload: {target: 20s, interval: 20s}",
                        "overload: {target: 50ms, interval: 1s}");
        try (WholeServer server = whole.start()) {
            Person visitor = server.visitor();
            visitor.say("hello");
            Person other = server.visitor();
            other.say("hello");
            String silent = server.anonymous().path("token").asString();
            WholeServer.eventually(() -> !overloaded(server));

            AtomicBoolean talking = new AtomicBoolean(true);
            AtomicInteger heard = new AtomicInteger();
            CompletableFuture<Void> talk;
            try (SlowDisk _ = SlowDisk.of(server.data())) {
                // Two, so that somebody waits whenever the disk is slow
                talk = CompletableFuture.allOf(talk(visitor, talking, heard), talk(other, talking, heard));
                WholeServer.eventually(() -> overloaded(server) || talk.isCompletedExceptionally());
                newVisitorsAreSentAway(server, silent);
                assertThat(server.admin().get("/metrics").text()).contains("\nkefu_overloaded 1");
                assertThat(server.admin().get("/admin/v1/status").text()).contains("overloaded", "系统繁忙");
                assertThat(server.admin().get("/readyz").status()).isEqualTo(200);

                server.person(TestClient.json(server.port()), visitor.token()); // welcome again: it has a conversation
                int before = heard.get();
                WholeServer.eventually(() -> heard.get() > before || talk.isDone());
            }
            talking.set(false);
            talk.get(60, TimeUnit.SECONDS);
            WholeServer.eventually(() -> !overloaded(server));
            assertThat(server.http()
                            .post("/api/v1/visitors", "{\"channel\": \"web\"}")
                            .status())
                    .isEqualTo(201);
            assertThat(server.person(TestClient.json(server.port()), silent).say("at last"))
                    .isNotNull();
            assertThat(server.admin().get("/metrics").text()).contains("\nkefu_overloaded 0");
        }
    }

    private static CompletableFuture<Void> talk(Person person, AtomicBoolean talking, AtomicInteger heard) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        while (talking.get()) {
                            person.say("message " + heard.get());
                            heard.incrementAndGet();
                        }
                    } finally {
                        talking.set(false); // who is refused ends it for both
                    }
                },
                talker -> Thread.ofPlatform().daemon().start(talker)); // the common pool may have one thread
    }

    private static void newVisitorsAreSentAway(WholeServer server, String silent) {
        Http.Reply refused = server.http().post("/api/v1/visitors", "{\"channel\": \"web\"}");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("overloaded");
        assertThat(refused.text()).contains("系统繁忙");
        assertThat(refused.json().path("retry_after_ms").asLong()).isBetween(3_000L, 8_000L);
        assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(3, 8);

        for (Transport transport : Transport.values()) {
            try (TestClient client = transport.connect(server.port())) {
                client.send(ClientFrame.newBuilder()
                        .setHello(Hello.newBuilder().setToken(silent))
                        .build());
                Error error = client.await(FrameCase.ERROR).getError();
                assertThat(error.getCode()).isEqualTo(ErrorCode.ERROR_CODE_OVERLOADED);
                assertThat(error.getRetryAfterMs()).isPositive();
                assertThat(client.awaitClose()).as(transport.name()).isEqualTo(4503);
            }
        }
    }

    private static boolean overloaded(WholeServer server) {
        return server.admin().get("/admin/v1/status").json().path("overloaded").asBoolean();
    }
}
