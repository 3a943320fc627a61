package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.Ack;
import io.kefu.protocol.v1.ConversationState;
import io.kefu.server.testing.TestClient;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Where conversations go by the quick start's rules, and how long they wait. */
class RoutingTest {

    @TempDir
    private static Path directory;

    private static WholeServer server;

    @BeforeAll
    static void start() {
        server = WholeServer.in(directory)
                .agent("gil", "grace")
                .agent("gus", "grace")
                .agent("ivy", "idle")
                .agent("una", "unanswered")
                .agent("udo", "unanswered")
                .agent("nina", "night")
                .file("slow.yaml", """
                        apiVersion: kefu.io/v1
                        kind: Channel
                        metadata: {name: slow}
                        spec: {type: web, route: slow}
                        ---
                        apiVersion: kefu.io/v1
                        kind: RoutingPolicy
                        metadata: {name: slow}
                        spec: {otherwise: {group: nobody}, queue: {timeout: 1s}}
                        ---
                        apiVersion: kefu.io/v1
                        kind: Group
                        metadata: {name: nobody}
                        """)
                .group("grace", "offlineGrace: 1s")
                .group("idle", "capacity: 1, idle: {remind: 1s, close: 1s}")
                .group("unanswered", "unanswered: {after: 1s}")
                .group("night", "hours: {open: [\"Mon-Sun 00:00-24:00\"], holidays: [" + today() + "]}")
                .start();
    }

    /** Yesterday and tomorrow too: the test may run over midnight. */
    private static String today() {
        java.time.LocalDate today = java.time.LocalDate.now(java.time.ZoneOffset.UTC);
        return today.minusDays(1) + ", " + today + ", " + today.plusDays(1);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void leave() {
        server.everybodyLeaves();
    }

    private static Person identified(String id, Map<String, Object> tags) {
        String token = server.identified(id, tags).path("token").asString();
        return server.person(TestClient.json(server.port()), token);
    }

    private static JsonNode seenBySupervisor(String conversation) {
        return server.as("admin").get("/api/v1/conversations/" + conversation).json();
    }

    @Test
    void a_signed_vip_level_above_ten_leads_to_the_vip_group_and_says_why() {
        server.agent("vera");
        Person vip = identified("vip-1", Map.of("vip_level", 11));
        String conversation = vip.say("hello").getConversationId();
        assertThat(vip.assigned(conversation, "vera").getGroup()).isEqualTo("vip");
        JsonNode routing = seenBySupervisor(conversation).path("routing").path(0);
        assertThat(routing.path("rule").asString()).isEqualTo("vip");
        assertThat(routing.path("to").asString()).isEqualTo("group:vip");
        assertThat(routing.path("why").size()).isPositive();

        Person ordinary = identified("vip-2", Map.of("vip_level", 10));
        String other = ordinary.say("hello").getConversationId();
        assertThat(ordinary.state(other, ConversationState.CONVERSATION_STATE_BOT)
                        .getGroup())
                .isEmpty();
    }

    @Test
    void a_complaint_by_tag_or_by_word_leads_to_the_complaints_group_even_past_the_bot() {
        server.agent("cora");
        Person risky = identified("risky", Map.of("complaint_risk", true));
        risky.assigned(risky.say("hello").getConversationId(), "cora");

        Person angry = server.visitor();
        String conversation = angry.say("怎么取消订单").getConversationId();
        angry.message(conversation, 2);
        angry.say("我要投诉你们");
        angry.assigned(conversation, "cora");
    }

    @Test
    void a_group_with_nobody_there_hands_on_to_the_fallback_of_the_rule() {
        server.agent("amy");
        Person vip = identified("vip-3", Map.of("vip_level", 99));
        String conversation = vip.say("hello").getConversationId();
        assertThat(vip.assigned(conversation, "amy").getGroup()).isEqualTo("support");
    }

    @Test
    void out_of_hours_a_contact_is_asked_for_and_the_conversation_waits() {
        server.agent("nina");
        Person visitor = server.visitorOf("night");
        String conversation = visitor.say("anyone there?").getConversationId();
        assertThat(visitor.told(conversation, "out_of_hours").getEvent().getDataMap())
                .containsKey("opens_at");
        assertThat(visitor.state(conversation, ConversationState.CONVERSATION_STATE_QUEUED)
                        .getGroup())
                .isEqualTo("night");
        Ack contact = visitor.ack(Person.event(conversation, "contact"));
        assertThat(contact.getSeq()).isEqualTo(3);
        assertThat(visitor.client().frames())
                .noneMatch(frame -> frame.getConversation().getAgent().getId().equals("nina"));
    }

    @Test
    void an_agent_who_stays_away_loses_its_conversations_to_another_after_the_grace_time() {
        Person gil = server.agent("gil");
        Person visitor = server.visitorOf("grace");
        String conversation = visitor.say("hello").getConversationId();
        visitor.assigned(conversation, "gil");
        gil.say(conversation, "one moment");
        server.agent("gus").roundTrip();
        gil.client().abort();
        visitor.assigned(conversation, "gus");
        assertThat(visitor.told(conversation, "assigned").getEvent().getDataMap())
                .containsEntry("agent_name", "Gil");
        assertThat(visitor.message(m -> "Gus".equals(m.getEvent().getDataOrDefault("agent_name", "")))
                        .getSeq())
                .isGreaterThan(1);
    }

    @Test
    void a_silent_visitor_is_reminded_then_let_go_and_its_place_is_free() {
        Person ivy = server.agent("ivy");
        Person silent = server.visitorOf("idle");
        String first = silent.say("hello").getConversationId();
        silent.assigned(first, "ivy");
        Person next = server.visitorOf("idle");
        String second = next.say("me too").getConversationId();
        next.update(second, now -> now.getQueuePosition() == 1);

        ivy.say(first, "what can I do for you?");
        silent.told(first, "reminder");
        assertThat(silent.told(first, "closed").getEvent().getDataMap()).containsEntry("by", "idle");
        silent.state(first, ConversationState.CONVERSATION_STATE_CLOSED);
        next.assigned(second, "ivy");
    }

    @Test
    void what_an_agent_leaves_unanswered_goes_to_another() {
        server.agent("una");
        Person visitor = server.visitorOf("unanswered");
        String conversation = visitor.say("hello?").getConversationId();
        visitor.assigned(conversation, "una");
        server.agent("udo");
        visitor.assigned(conversation, "udo");
    }

    @Test
    void who_waits_too_long_is_asked_to_leave_a_message_and_stays_for_the_agents() {
        String token = server.http()
                .post("/api/v1/visitors", "{\"channel\": \"slow\"}")
                .json()
                .path("token")
                .asString();
        Person visitor = server.person(TestClient.json(server.port()), token);
        String conversation = visitor.say("hello?").getConversationId();
        visitor.told(conversation, "leave_message");
        assertThat(seenBySupervisor(conversation).path("state").asString()).isEqualTo("queued");
    }
}
