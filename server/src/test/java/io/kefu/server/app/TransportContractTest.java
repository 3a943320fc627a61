package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.Ack;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.Error;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.Resume;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.server.testing.TestClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client may rely on, whatever carries its frames: the same frames and the same resume on each transport. */
class TransportContractTest {

    private static final int RESUMED = 40;

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
    void a_message_that_may_not_be_sent_is_refused_by_its_client_msg_id(Transport transport) {
        Person visitor = server.visitor(transport::connect);

        Error tooLong = visitor.refused(Person.text("", "x".repeat(8_001)));
        Error foreign = visitor.refused(Person.text("AAAAAAAAAAAAAAAAAAAAAA", "hello"));

        assertThat(tooLong.getCode()).isEqualTo(ErrorCode.ERROR_CODE_TOO_LARGE);
        assertThat(foreign.getCode()).isEqualTo(ErrorCode.ERROR_CODE_NOT_FOUND);
        visitor.say("goes on");
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
