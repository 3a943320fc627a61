package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.Ack;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.Error;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.Hello;
import io.kefu.protocol.v1.Ping;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.server.admin.Http;
import io.kefu.server.testing.RawFrame;
import io.kefu.server.testing.RawWebSocket;
import io.kefu.server.testing.TestClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ends a client's connection, or holds the client back, whatever carries its frames. */
class TransportEndsTest {

    private static final String LONG_TEXT = "长".repeat(8_000);
    private static final int LARGEST_FRAME = 128 * 1024;

    @TempDir
    private static Path directory;

    private static WholeServer server;

    @BeforeAll
    static void start() {
        server = WholeServer.in(directory.resolve("roomy"))
                .edit("server.yaml", "limits:", "limits:\n    outboundQueue: 64KiB")
                .start();
        Person first = server.visitor(); // the bot's first answer takes longest
        String conversation = first.say("hello there").getConversationId();
        WholeServer.eventually(() -> !first.messages(conversation).isEmpty());
        first.close();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void leave() {
        server.everybodyLeaves();
    }

    @ParameterizedTest
    @EnumSource
    void what_is_no_frame_ends_the_connection(Transport transport) {
        Person visitor = server.visitor(transport::connect);

        hears(visitor, visitor.say("hello there"));
        visitor.client().sendRaw("{nonsense".getBytes(StandardCharsets.UTF_8));

        assertThat(visitor.client().awaitClose()).isEqualTo(4400);
    }

    @ParameterizedTest
    @EnumSource
    void what_is_too_large_ends_the_connection(Transport transport) {
        Person visitor = server.visitor(transport::connect);
        hears(visitor, visitor.say("hello there"));

        try {
            visitor.client().sendRaw(new byte[LARGEST_FRAME + 1]);
        } catch (CompletionException e) { // it was closed while that was being sent
            assertThat(visitor.client().awaitClose()).isPositive();
        }

        assertThat(visitor.client().awaitClose()).isEqualTo(1009);
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_token_is_turned_away(Transport transport) {
        try (TestClient client = transport.connect(server.port())) {
            client.send(ClientFrame.newBuilder()
                    .setHello(Hello.newBuilder().setToken("nobody's"))
                    .build());

            assertThat(client.awaitClose()).isEqualTo(4401);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothing_is_heard_before_hello(Transport transport) {
        try (TestClient client = transport.connect(server.port())) {
            client.send(ClientFrame.newBuilder()
                    .setPing(Ping.newBuilder().setNonce("n"))
                    .build());

            assertThat(client.awaitClose()).isEqualTo(transport.noHello);
            assertThat(client.frames()).noneMatch(ServerFrame::hasPong);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_same_client_connecting_again_ends_its_older_connection(Transport transport) {
        Person first = server.visitor(transport::connect);
        String instance = "tab-" + transport;
        Person older = Person.resuming(transport.connect(server.port()), first, instance);

        hears(older, first.say("hello there"));
        Person newer = Person.resuming(transport.connect(server.port()), first, instance);

        assertThat(older.client().awaitClose()).isEqualTo(4409);
        newer.roundTrip();
        newer.close();
    }

    @ParameterizedTest
    @EnumSource
    void signing_out_ends_what_the_token_opened(Transport transport) {
        server.session("bob"); // sets the password
        String token =
                server.signIn("bob", WholeServer.PASSWORD).json().path("token").asString();
        Person bob = server.person(transport.connect(server.port()), token);

        assertThat(bob.http().delete("/api/v1/sessions/current").status()).isEqualTo(204);

        assertThat(bob.client().awaitClose()).isEqualTo(4401);
    }

    @ParameterizedTest
    @EnumSource
    void who_reads_nothing_is_sent_away_and_costs_the_others_nothing(Transport transport) {
        Person speaker = server.visitor();
        String conversation = speaker.say("转人工").getConversationId(); // nor to the bot, who would think it over
        Person deaf = Person.resuming(transport.connect(server.port()), speaker, "deaf-" + transport);
        double before = slowConsumers();
        deaf.client().deafen();

        int said = 0;
        while (said % 8 != 0
                || (slowConsumers() == before && said < 1_600)) { // the kernels' buffers take megabytes first
            speaker.say(conversation, LONG_TEXT);
            said++;
        }

        WholeServer.eventually(() -> slowConsumers() > before);
        speaker.roundTrip();
        deaf.client().abort();
    }

    @Test
    void who_is_too_fast_is_told_so_and_when_to_come_again_on_every_transport() {
        try (WholeServer narrow = WholeServer.in(directory.resolve("narrow"))
                .edit(
                        "server.yaml",
                        "visitor: {messagesPerSecond: 1000, burst: 10000}",
                        "visitor: {messagesPerSecond: 1, burst: 1}")
                .start()) {
            for (Transport transport : Transport.values()) {
                Person visitor = narrow.visitor(transport::connect);

                AtomicInteger said = new AtomicInteger();
                WholeServer.eventually(
                        () -> { // an acknowledgement that takes a second makes a slow sender of some
                            visitor.client()
                                    .send(ClientFrame.newBuilder()
                                            .setSend(Person.text("", "fast")
                                                    .setClientMsgId("f" + said.incrementAndGet()))
                                            .build());
                            return error(visitor) != null;
                        });
                Error refused = visitor.sees(ServerFrame::hasError).getError();

                assertThat(refused.getCode()).as(transport.name()).isEqualTo(ErrorCode.ERROR_CODE_RATE_LIMITED);
                assertThat(refused.getRetryAfterMs()).as(transport.name()).isPositive();
            }
        }
    }

    /** A long poll that is just on its way finds nobody instead. */
    @Test
    void a_server_that_stops_says_so_on_every_transport() {
        WholeServer stopping = WholeServer.in(directory.resolve("stopping")).start();
        Map<Transport, Person> people = new EnumMap<>(Transport.class);
        for (Transport transport : Transport.values()) {
            Person person = stopping.visitor(transport::connect);
            hears(person, person.say("hello there"));
            people.put(transport, person);
        }

        stopping.stop();

        people.forEach((transport, person) -> {
            int code = person.client().awaitClose();
            assertThat(code).as(transport.name()).isIn(1001, 1006);
            if (transport != Transport.LONG_POLL || code == 1001) {
                assertThat(person.client().frames()).as(transport.name()).anyMatch(ServerFrame::hasGoaway);
            }
            person.client().abort();
        });
    }

    /** Each is told so within the time in which the server looks, 5 s. */
    @Test
    void a_token_that_ends_ends_what_it_opened_on_every_transport() throws Exception {
        Map<Transport, Person> people = new EnumMap<>(Transport.class);
        try (WholeServer brief = WholeServer.in(directory.resolve("brief")).start()) {
            Map<Transport, String> tokens = new EnumMap<>(Transport.class);
            for (Transport transport : Transport.values()) {
                tokens.put(transport, brief.anonymous().path("token").asString());
            }
            for (Transport transport : Transport.values()) { // the first of each kind takes longest
                Person first = brief.visitor(transport::connect);
                hears(first, first.say("hello there"));
            }
            endTokensIn(40, brief.data());
            for (Transport transport : Transport.values()) {
                Person person = brief.person(transport.connect(brief.port()), tokens.get(transport));
                hears(person, person.say("hello there"));
                people.put(transport, person);
            }

            people.forEach((transport, person) -> assertThat(person.client().awaitClose())
                    .as(transport.name())
                    .isEqualTo(4401));
        }
    }

    /** Nobody has used them yet, so nothing of them is remembered elsewhere. */
    private static void endTokensIn(int seconds, Path data) throws Exception {
        try (Stream<Path> files = Files.walk(data)) {
            Path accounts = files.filter(file -> file.endsWith("accounts.db"))
                    .findFirst()
                    .orElseThrow();
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + accounts);
                    Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout=30000");
                long end = System.currentTimeMillis() + seconds * 1_000L;
                statement.executeUpdate("UPDATE tokens SET expires_at = " + end + " WHERE kind = 'VISITOR'");
            }
        }
    }

    @Test
    void who_says_nothing_for_long_is_sent_away() throws Exception {
        try (WholeServer quick = WholeServer.in(directory.resolve("quick"))
                .edit("server.yaml", "drain: 1s", "drain: 1s\n  heartbeat: 3s")
                .start()) {
            String token = quick.anonymous().path("token").asString();

            assertThat(silentSocket(quick, token)).isEqualTo(4410);
            assertThat(quick.person(TestClient.grpc(quick.port()), token)
                            .client()
                            .awaitClose())
                    .isEqualTo(4410);
            assertThat(silentBetweenRequests(quick, token)).isEqualTo(4410);
        }
    }

    /** Answers no ping. */
    private static int silentSocket(WholeServer quick, String token) throws IOException {
        try (RawWebSocket socket = RawWebSocket.open(quick.port(), "kefu.v1.json")) {
            socket.send(RawFrame.text("{\"hello\":{\"token\":\"" + token + "\"}}"));
            return socket.readClose();
        }
    }

    /** How it ended is kept for 5 s: a machine that takes longer than that to ask is asked again. */
    private static int silentBetweenRequests(WholeServer quick, String token) {
        Http http = quick.http().bearer(token);
        AtomicInteger code = new AtomicInteger();
        WholeServer.eventually(() -> {
            String cursor =
                    http.get("/api/v1/events?wait=0").json().path("cursor").asString();
            long heard = System.nanoTime();
            WholeServer.eventually(
                    () -> System.nanoTime() - heard > 9_000_000_000L); // two and a half heartbeats, and a look
            Http.Reply reply = http.get("/api/v1/events?wait=0&cursor=" + cursor);
            assertThat(reply.status()).isIn(200, 404);
            code.set(reply.json().path("close").path("code").asInt());
            return reply.status() == 200 && code.get() != 0;
        });
        return code.get();
    }

    @Test
    void a_cursor_is_worth_nothing_to_another_and_one_that_reaches_too_far_back_is_said_to() {
        Http mine = server.http().bearer(server.anonymous().path("token").asString());
        Http another = server.http().bearer(server.anonymous().path("token").asString());
        String first = cursor(mine.get("/api/v1/events?wait=25")); // once the welcome is there
        String connection = first.substring(0, first.indexOf('.'));

        assertThat(another.get("/api/v1/events?wait=0&cursor=" + first).status())
                .isEqualTo(403);
        assertThat(another.get("/api/v1/events?wait=0&cursor=" + first).code()).isEqualTo("forbidden");
        assertThat(another.delete("/api/v1/connections/" + connection).status()).isEqualTo(403);

        Http.Reply unknown = mine.get("/api/v1/events?wait=0&cursor=" + connection + ".999");
        assertThat(unknown.status()).isEqualTo(400);
        Http.Reply stale = mine.get("/api/v1/events?wait=0&cursor=" + connection + ".0");
        assertThat(stale.status()).isEqualTo(200); // the answer before may have been lost
        mine.get("/api/v1/events?wait=0&cursor=" + first);
        Http.Reply forgotten = mine.get("/api/v1/events?wait=0&cursor=" + connection + ".0");
        assertThat(forgotten.status()).isEqualTo(409);
        assertThat(forgotten.code()).isEqualTo("conflict");
    }

    private static String cursor(Http.Reply reply) {
        return reply.json().path("cursor").asString();
    }

    /** Waits until what is heard came, and not only what answers: it listens now. */
    private static void hears(Person person, Ack first) {
        person.message(first.getConversationId(), first.getSeq() + 1); // the bot's
    }

    private static Error error(Person person) {
        return person.client().frames().stream()
                .filter(ServerFrame::hasError)
                .map(ServerFrame::getError)
                .findFirst()
                .orElse(null);
    }

    private static double slowConsumers() {
        return server.admin()
                .get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("kefu_slow_consumer_closed_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
