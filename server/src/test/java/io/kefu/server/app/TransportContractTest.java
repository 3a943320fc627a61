package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.Ack;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.Error;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.Hello;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.Ping;
import io.kefu.protocol.v1.Resume;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.server.testing.TestClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client may rely on, whatever carries its frames: the same frames, resume, limits and ends on each transport. */
class TransportContractTest {

    /** Every way in. */
    enum Transport {
        SOCKET_JSON(4408, "websocket") {
            @Override
            TestClient connect(int port) {
                return TestClient.json(port);
            }
        },
        SOCKET_PROTO(4408, "websocket") {
            @Override
            TestClient connect(int port) {
                return TestClient.proto(port);
            }
        },
        STREAM(4401, "sse") {
            @Override
            TestClient connect(int port) {
                return TestClient.streaming(port);
            }
        },
        LONG_POLL(4401, "long_poll") {
            @Override
            TestClient connect(int port) {
                return TestClient.polling(port);
            }
        },
        GRPC(4408, "grpc") {
            @Override
            TestClient connect(int port) {
                return TestClient.grpc(port);
            }
        };

        private final int noHello;
        private final String label;

        /**
         * As its clients see it.
         *
         * @param noHello with which whoever says something before hello is sent away
         * @param label as meters name it
         */
        Transport(int noHello, String label) {
            this.noHello = noHello;
            this.label = label;
        }

        abstract TestClient connect(int port);

        boolean binary() {
            return this == SOCKET_PROTO || this == GRPC;
        }
    }

    private static final int RESUMED = 40;
    private static final String LONG_TEXT = "长".repeat(8_000);

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
    void a_hello_is_answered_with_a_welcome_that_names_the_one_who_came(Transport transport) {
        var anonymous = server.anonymous();

        Person visitor = server.person(
                transport.connect(server.port()), anonymous.path("token").asString());

        assertThat(visitor.id()).isEqualTo(anonymous.path("visitor_id").asString());
        assertThat(visitor.welcome().getConnectionId()).hasSizeGreaterThanOrEqualTo(22);
        assertThat(visitor.welcome().getHeartbeatIntervalMs()).isEqualTo(25_000);
        WholeServer.eventually(() -> figure("kefu_connections{", "transport=\"" + transport.label + "\"") == 1);
        visitor.close();
        WholeServer.eventually(() -> figure("kefu_connections{", "transport=\"" + transport.label + "\"") == 0);
    }

    @ParameterizedTest
    @EnumSource
    void a_message_is_acknowledged_and_comes_to_the_other_side_in_order_and_back(Transport transport) {
        Person visitor = server.visitor(transport::connect);
        String conversation = visitor.say("转人工").getConversationId();
        Person amy = server.person(transport.connect(server.port()), server.session("amy"));
        visitor.assigned(conversation, "amy");

        List<Long> seqs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            seqs.add(visitor.say(conversation, "question " + i).getSeq());
            seqs.add(amy.say(conversation, "answer " + i).getSeq());
        }
        amy.hears("question 19");
        visitor.hears("answer 19");

        assertThat(seqs)
                .containsExactlyElementsOf(LongStream.range(seqs.getFirst(), seqs.getFirst() + 40)
                        .boxed()
                        .toList());
        assertThat(texts(amy, conversation, "question")).isEqualTo(numbered("question", 20));
        assertThat(texts(visitor, conversation, "answer")).isEqualTo(numbered("answer", 20));
        amy.sees(frame -> frame.hasDelivery() && frame.getDelivery().getSeq() >= seqs.getLast());
    }

    @ParameterizedTest
    @EnumSource
    void the_same_client_msg_id_is_one_message(Transport transport) {
        Person visitor = server.visitor(transport::connect);

        Ack first = visitor.ack(Person.text("", "once").setClientMsgId("twice-said"));
        visitor.client()
                .send(ClientFrame.newBuilder()
                        .setSend(Person.text("", "once").setClientMsgId("twice-said"))
                        .build());
        Ack second = visitor.sees(frame -> frame.hasAck() && frame.getAck().getDuplicate())
                .getAck();

        assertThat(second.getSeq()).isEqualTo(first.getSeq());
        assertThat(second.getConversationId()).isEqualTo(first.getConversationId());
    }

    @ParameterizedTest
    @EnumSource
    void who_was_cut_off_gets_all_that_it_missed_and_nothing_twice(Transport transport) {
        Person visitor = server.visitor(transport::connect);
        Ack last = visitor.say("before the cut");
        visitor.message(last.getConversationId(), 2); // the bot's
        visitor.client().abort();
        Person elsewhere = server.person(TestClient.json(server.port()), visitor.token());
        for (int i = 0; i < RESUMED; i++) {
            elsewhere.say(last.getConversationId(), "missed " + i);
        }
        long newest = elsewhere.say(last.getConversationId(), "the newest").getSeq();

        Person again = Person.resuming(
                transport.connect(server.port()),
                visitor,
                "again-" + transport,
                Resume.newBuilder()
                        .setConversationId(last.getConversationId())
                        .setEpoch(last.getEpoch())
                        .setLastSeq(2)
                        .build());
        again.message(last.getConversationId(), newest);
        elsewhere.say(last.getConversationId(), "live");
        again.hears("live");

        List<Long> heard = again.messages(last.getConversationId()).stream()
                .map(Message::getSeq)
                .toList();
        assertThat(heard).startsWith(LongStream.rangeClosed(3, newest).boxed().toArray(Long[]::new));
        assertThat(heard).doesNotHaveDuplicates().isSorted();
        again.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_ping_is_answered_and_reading_marks_come_back_to_who_made_them(Transport transport) {
        Person visitor = server.visitor(transport::connect);
        Ack ack = visitor.say("hello there");
        visitor.message(ack.getConversationId(), 2);

        visitor.roundTrip();
        visitor.read(ack.getConversationId(), 2);

        visitor.sees(frame -> frame.hasRead() && frame.getRead().getSeq() == 2);
    }

    @ParameterizedTest
    @EnumSource
    void an_unknown_kind_is_refused_and_the_connection_stays(Transport transport) {
        Person visitor = server.visitor(transport::connect);

        visitor.client()
                .sendRaw(transport.binary() ? new byte[] {0x7a, 0} : "{\"dance\":{}}".getBytes(StandardCharsets.UTF_8));

        assertThat(error(visitor.client()).getCode()).isEqualTo(ErrorCode.ERROR_CODE_BAD_REQUEST);
        visitor.roundTrip();
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
    void a_message_that_may_not_be_sent_is_refused_by_its_client_msg_id(Transport transport) {
        Person visitor = server.visitor(transport::connect);

        Error tooLong = visitor.refused(Person.text("", "x".repeat(8_001)));
        Error foreign = visitor.refused(Person.text("AAAAAAAAAAAAAAAAAAAAAA", "hello"));

        assertThat(tooLong.getCode()).isEqualTo(ErrorCode.ERROR_CODE_TOO_LARGE);
        assertThat(foreign.getCode()).isEqualTo(ErrorCode.ERROR_CODE_NOT_FOUND);
        visitor.say("goes on");
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
        while (slowConsumers() == before && said < 2_000) { // the kernels' buffers take megabytes first
            speaker.say(conversation, LONG_TEXT);
            said++;
        }

        assertThat(slowConsumers()).isGreaterThan(before);
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

    private static Error error(TestClient client) {
        return client.await(ServerFrame.FrameCase.ERROR).getError();
    }

    private static List<String> texts(Person person, String conversation, String word) {
        return person.messages(conversation).stream()
                .map(Message::getText)
                .filter(text -> text.startsWith(word))
                .toList();
    }

    private static List<String> numbered(String word, int count) {
        return IntStream.range(0, count).mapToObj(i -> word + " " + i).toList();
    }

    private static double slowConsumers() {
        return figure("kefu_slow_consumer_closed_total", "");
    }

    /** The sum of the series of this name that have this label. */
    private static double figure(String name, String label) {
        return server.admin()
                .get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(name) && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
