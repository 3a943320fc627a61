package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.Ack;
import io.kefu.protocol.v1.ConversationState;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.PartyKind;
import io.kefu.protocol.v1.Resume;
import io.kefu.server.admin.Http;
import io.kefu.server.testing.TestClient;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The road of a message through the whole server, over real sockets and the REST API. */
class RoadTest {

    @TempDir
    private static Path directory;

    private static WholeServer server;

    @BeforeAll
    static void start() {
        server = WholeServer.in(directory).start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void leave() {
        server.everybodyLeaves();
    }

    static List<Named<IntFunction<TestClient>>> bothForms() {
        return List.of(Named.of("json", TestClient::json), Named.of("protobuf", TestClient::proto));
    }

    @ParameterizedTest
    @MethodSource("bothForms")
    void a_visitor_is_answered_by_the_bot_waits_in_the_queue_and_is_helped_by_an_agent(IntFunction<TestClient> form) {
        Person visitor = server.visitor(form);
        Ack first = visitor.say("怎么取消订单");
        String conversation = first.getConversationId();
        Message answer = visitor.message(conversation, 2);
        assertThat(answer.getAuthor().getKind()).isEqualTo(PartyKind.PARTY_KIND_BOT);
        assertThat(answer.getText()).contains("我的订单");
        assertThat(answer.getReplyToSeq()).isEqualTo(first.getSeq());

        visitor.say("转人工");
        assertThat(visitor.told(conversation, "handover").getText()).isNotBlank();
        assertThat(visitor.update(conversation, now -> now.getQueuePosition() == 1)
                        .getState())
                .isEqualTo(ConversationState.CONVERSATION_STATE_QUEUED);

        String session = server.session("amy");
        Person amy = server.person(form.apply(server.port()), session);
        assertThat(visitor.assigned(conversation, "amy").getGroup()).isEqualTo("support");
        assertThat(visitor.told(conversation, "assigned").getEvent().getDataMap())
                .containsEntry("agent_name", "Amy");

        Ack reply = amy.say(conversation, "您好，我是 Amy 😀");
        Message heard = visitor.hears("您好，我是 Amy 😀");
        assertThat(heard.getSeq()).isEqualTo(reply.getSeq());
        assertThat(heard.getMessageId()).isEqualTo(reply.getMessageId());
        assertThat(heard.getAuthor().getName()).isEqualTo("Amy");
        receiptsGoBothWays(visitor, amy, reply);
        everySeqOnce(visitor, conversation);

        assertThat(amy.http()
                        .post("/api/v1/conversations/" + conversation + "/close", "{}")
                        .json()
                        .path("state")
                        .asString())
                .isEqualTo("closed");
        assertThat(visitor.told(conversation, "closed").getEvent().getDataMap()).containsEntry("by", "agent");
        visitor.state(conversation, ConversationState.CONVERSATION_STATE_CLOSED);
    }

    private static void receiptsGoBothWays(Person visitor, Person amy, Ack reply) {
        String conversation = reply.getConversationId();
        amy.sees(frame -> frame.hasDelivery()
                && frame.getDelivery().getSeq() >= reply.getSeq()
                && frame.getDelivery().getTo().getKind() == PartyKind.PARTY_KIND_VISITOR);
        visitor.read(conversation, reply.getSeq());
        amy.sees(frame -> frame.hasRead()
                && frame.getRead().getSeq() == reply.getSeq()
                && frame.getRead().getBy().getKind() == PartyKind.PARTY_KIND_VISITOR);
        visitor.sees(frame -> frame.hasRead() && frame.getRead().getSeq() == reply.getSeq());

        Ack thanks = visitor.say(conversation, "谢谢");
        amy.hears("谢谢");
        visitor.sees(frame -> frame.hasDelivery()
                && frame.getDelivery().getSeq() >= thanks.getSeq()
                && frame.getDelivery().getTo().getKind() == PartyKind.PARTY_KIND_AGENT);
        amy.read(conversation, thanks.getSeq());
        visitor.sees(frame -> frame.hasRead()
                && frame.getRead().getSeq() == thanks.getSeq()
                && frame.getRead().getBy().getId().equals("amy"));
    }

    /** Those that it sent itself count by their ack. */
    private static void everySeqOnce(Person person, String conversation) {
        List<Long> seqs = person.client().frames().stream()
                .filter(frame -> frame.hasMessage() || frame.hasAck())
                .map(frame -> frame.hasAck()
                        ? frame.getAck().getSeq()
                        : frame.getMessage().getSeq())
                .sorted()
                .toList();
        assertThat(seqs)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, seqs.size())
                        .mapToObj(Long::valueOf)
                        .toList());
        assertThat(conversation).isNotEmpty();
    }

    @Test
    void a_closed_conversation_is_reopened_by_its_visitor_naming_it_and_is_left_alone_otherwise() {
        Person visitor = server.visitor();
        String first = visitor.say("hello there").getConversationId();
        visitor.ack(Person.event(first, "close"));
        visitor.state(first, ConversationState.CONVERSATION_STATE_CLOSED);

        String second = visitor.say("another matter").getConversationId();
        assertThat(second).isNotEqualTo(first);
        visitor.ack(Person.event(second, "close"));
        visitor.state(second, ConversationState.CONVERSATION_STATE_CLOSED);

        assertThat(visitor.say(first, "about the first again").getConversationId())
                .isEqualTo(first);
        visitor.told(first, "reopened");
    }

    @Test
    void what_the_server_says_because_of_a_message_reaches_the_sender_of_it_too() {
        Person visitor = server.visitor();
        String conversation = visitor.ack(Person.event("", "handover")).getConversationId();
        assertThat(visitor.told(conversation, "handover").getSeq()).isEqualTo(2);
        visitor.ack(Person.event(conversation, "close"));
        assertThat(visitor.told(conversation, "closed").getSeq()).isEqualTo(4);
        everySeqOnce(visitor, conversation);
    }

    @Test
    void a_conversation_is_transferred_to_a_group_and_to_an_agent() {
        Person amy = server.agent("amy");
        Person cora = server.agent("cora");
        Person visitor = server.visitor();
        String conversation = visitor.say("转人工").getConversationId();
        visitor.assigned(conversation, "amy");

        Http.Reply moved =
                amy.http().post("/api/v1/conversations/" + conversation + "/assign", "{\"group\": \"complaints\"}");
        assertThat(moved.status()).isEqualTo(200);
        visitor.assigned(conversation, "cora");
        visitor.told(conversation, "transferred");
        cora.assigned(conversation, "cora");
        assertThat(amy.http().get("/api/v1/conversations/" + conversation).status())
                .isEqualTo(404);

        Person bob = server.agent("bob");
        assertThat(cora.http()
                        .post("/api/v1/conversations/" + conversation + "/assign", "{\"agent\": \"bob\"}")
                        .status())
                .isEqualTo(200);
        visitor.assigned(conversation, "bob");
        bob.say(conversation, "it is Bob now");
        visitor.hears("it is Bob now");
    }

    @Test
    void a_resend_gets_the_first_number_again() {
        Person visitor = server.visitor();
        Ack first = visitor.ack(Person.text("", "once").setClientMsgId("the-one"));
        Ack second = visitor.ack(Person.text("", "something between"));
        visitor.client()
                .send(io.kefu.protocol.v1.ClientFrame.newBuilder()
                        .setSend(Person.text("", "once").setClientMsgId("the-one"))
                        .build());
        Ack again = visitor.sees(frame -> frame.hasAck() && frame.getAck().getDuplicate())
                .getAck();
        assertThat(again.getSeq()).isEqualTo(first.getSeq());
        assertThat(again.getMessageId()).isEqualTo(first.getMessageId());
        assertThat(second.getSeq()).isGreaterThan(first.getSeq());
    }

    @Test
    void everything_reaches_a_visitors_second_device() {
        Person phone = server.visitor();
        Person desktop = server.person(TestClient.proto(server.port()), phone.token());
        Ack said = phone.say("written on the phone");
        Message seen = desktop.hears("written on the phone");
        assertThat(seen.getSeq()).isEqualTo(said.getSeq());
        desktop.message(said.getConversationId(), 2); // the bot's
        assertThat(phone.messages(said.getConversationId())).noneMatch(m -> m.getSeq() == said.getSeq());
    }

    @Test
    void whoever_reconnects_gets_exactly_what_it_lacks_and_a_reset_when_that_cannot_be() {
        Person visitor = server.visitor();
        String conversation = visitor.ack(Person.event("", "handover")).getConversationId();
        IntStream.range(0, 20).forEach(i -> visitor.say(conversation, "line " + i));
        long last = visitor.say(conversation, "the last").getSeq();
        Resume from = Resume.newBuilder()
                .setConversationId(conversation)
                .setEpoch("1")
                .setLastSeq(last - 10)
                .build();

        Person again = Person.resuming(TestClient.json(server.port()), visitor, "tab-2", from);
        again.message(conversation, last);
        assertThat(again.messages(conversation))
                .extracting(Message::getSeq)
                .containsExactlyElementsOf(IntStream.rangeClosed((int) last - 9, (int) last)
                        .mapToObj(Long::valueOf)
                        .toList());

        Person lost = Person.resuming(
                TestClient.proto(server.port()),
                visitor,
                "tab-3",
                from.toBuilder().setEpoch("0").build());
        assertThat(lost.sees(frame -> frame.hasReset()).getReset().getLastSeq()).isEqualTo(last);
        Person ahead = Person.resuming(
                TestClient.json(server.port()),
                visitor,
                "tab-4",
                from.toBuilder().setLastSeq(last + 5).build());
        assertThat(ahead.sees(frame -> frame.hasReset()).getReset().getEpoch()).isEqualTo("1");
        assertThat(ahead.messages(conversation)).isEmpty();
        lost.close();
        ahead.close();
        again.close();
    }

    @Test
    void more_than_five_hundred_missed_messages_are_a_reset() {
        Person visitor = server.visitor();
        String conversation = visitor.ack(Person.event("", "handover")).getConversationId();
        IntStream.range(0, 510)
                .forEach(i -> visitor.client()
                        .send(io.kefu.protocol.v1.ClientFrame.newBuilder()
                                .setSend(Person.text(conversation, "line " + i).setClientMsgId("line" + i))
                                .build()));
        long last = visitor.say(conversation, "the last").getSeq();
        Resume resume = Resume.newBuilder()
                .setConversationId(conversation)
                .setEpoch("1")
                .build();

        Person again = Person.resuming(TestClient.json(server.port()), visitor, "tab-2", resume);
        assertThat(again.sees(frame -> frame.hasReset()).getReset().getLastSeq())
                .isEqualTo(last);
        assertThat(again.messages(conversation)).isEmpty();
        assertThat(again.http()
                        .get("/api/v1/conversations/" + conversation + "/messages?after=0&limit=200")
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(200);
        again.close();
    }

    @Test
    void only_an_equal_instance_replaces_a_connection() {
        Person visitor = server.visitor();
        Person tab = Person.resuming(TestClient.json(server.port()), visitor, "same-tab");
        Person other = Person.resuming(TestClient.json(server.port()), visitor, "other-tab");
        Person same = Person.resuming(TestClient.json(server.port()), visitor, "same-tab");
        assertThat(tab.client().awaitClose()).isEqualTo(4409);
        String conversation = same.say("still here").getConversationId();
        other.hears("still here");
        visitor.hears("still here");
        assertThat(conversation).isNotEmpty();

        Person stranger = server.visitor();
        Person equallyNamed = Person.resuming(TestClient.json(server.port()), stranger, "same-tab");
        equallyNamed.roundTrip();
        same.roundTrip();
        List.of(same, other, equallyNamed).forEach(Person::close);
    }
}
