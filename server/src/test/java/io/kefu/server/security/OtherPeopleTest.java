package io.kefu.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.Ack;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.Error;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.Resume;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.protocol.v1.Typing;
import io.kefu.server.admin.Http;
import io.kefu.server.app.Person;
import io.kefu.server.app.WholeServer;
import io.kefu.server.testing.TestClient;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is another's cannot be told from what does not exist. */
class OtherPeopleTest {

    private static final String NOWHERE = "cAAAAAAAAAAAAAAAAAAAAAA";

    @TempDir
    private static Path directory;

    private static WholeServer server;
    private Person victim;
    private Ack secret;
    private String conversation;

    @BeforeAll
    static void start() {
        server = WholeServer.in(directory)
                .group("hidden", "capacity: 100")
                .agent("hugo", "hidden")
                .agent("sue", "", "supervisor")
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void leave() {
        server.everybodyLeaves();
    }

    @BeforeEach
    void victim() {
        victim = server.visitorOf("hidden");
        secret = victim.say("my secret");
        conversation = secret.getConversationId();
        victim.update(conversation, now -> now.getGroup().equals("hidden"));
    }

    private static void indistinguishable(Supplier<Http.Reply> another, Supplier<Http.Reply> none) {
        Http.Reply a = another.get();
        Http.Reply b = none.get();
        assertThat(a.status()).as(a.text()).isEqualTo(404);
        assertThat(a.text()).isEqualTo(b.text());
        assertThat(a.status()).isEqualTo(b.status());
    }

    @Test
    void another_visitor_and_an_agent_of_another_group_find_nothing_by_rest() {
        Http stranger = server.visitor().http();
        Http amy = server.as("amy");
        for (Http who : List.of(stranger, amy)) {
            for (String part : List.of("", "/messages", "/messages?after=0", "/messages?before=2&limit=200")) {
                indistinguishable(
                        () -> who.get("/api/v1/conversations/" + conversation + part),
                        () -> who.get("/api/v1/conversations/" + NOWHERE + part));
            }
        }
        indistinguishable(
                () -> stranger.post("/api/v1/conversations/" + conversation + "/rate", "{\"score\": 1}"),
                () -> stranger.post("/api/v1/conversations/" + NOWHERE + "/rate", "{\"score\": 1}"));
        for (String act : List.of(
                "claim {}",
                "assign {\"agent\": \"amy\"}",
                "assign {\"group\": \"support\"}",
                "close {}",
                "reopen {}",
                "tags {\"set\": {\"a\": \"b\"}}",
                "messages {\"client_msg_id\": \"1\", \"message_type\": \"text\", \"text\": \"x\"}")) {
            String verb = act.substring(0, act.indexOf(' '));
            String body = act.substring(act.indexOf(' ') + 1);
            indistinguishable(
                    () -> amy.post("/api/v1/conversations/" + conversation + "/" + verb, body),
                    () -> amy.post("/api/v1/conversations/" + NOWHERE + "/" + verb, body));
        }
        assertThat(amy.get("/api/v1/conversations?limit=200").text()).doesNotContain(conversation);
        assertThat(amy.get("/api/v1/conversations?group=hidden")
                        .json()
                        .path("items")
                        .size())
                .isZero();
        assertThat(amy.get("/api/v1/search?q=secret").text()).doesNotContain(conversation);
        assertThat(victim.messages(conversation))
                .noneMatch(message -> message.getText().equals("x"));
    }

    @Test
    void another_visitor_and_an_agent_of_another_group_find_nothing_by_socket() {
        Person stranger = server.visitor();
        Person amy = server.agent("amy");
        for (Person who : List.of(stranger, amy)) {
            Error another = who.refused(Person.text(conversation, "intruding"));
            Error none = who.refused(Person.text(NOWHERE, "intruding"));
            assertThat(another.getCode()).isEqualTo(ErrorCode.ERROR_CODE_NOT_FOUND);
            assertThat(another.getMessage()).isEqualTo(none.getMessage());
            who.read(conversation, 1);
            who.client()
                    .send(ClientFrame.newBuilder()
                            .setTyping(Typing.newBuilder()
                                    .setConversationId(conversation)
                                    .setPreview("boo"))
                            .build());
            who.roundTrip();
            assertThat(who.client().frames().stream()
                            .filter(ServerFrame::hasError)
                            .filter(frame -> frame.getError().getCode() == ErrorCode.ERROR_CODE_NOT_FOUND))
                    .hasSize(4);
        }
        victim.roundTrip();
        assertThat(victim.client().frames())
                .noneMatch(frame -> frame.hasTyping() || frame.hasRead())
                .noneMatch(frame -> frame.getMessage().getText().equals("intruding"));
    }

    @Test
    void nobody_resumes_what_is_not_theirs() {
        Resume guess = Resume.newBuilder()
                .setConversationId(conversation)
                .setEpoch(secret.getEpoch())
                .build();
        for (Person who : List.of(server.visitor(), server.agent("amy"))) {
            Person again = Person.resuming(TestClient.json(server.port()), who, "thief", guess);
            again.roundTrip();
            assertThat(again.messages(conversation)).isEmpty();
            assertThat(again.client().frames()).noneMatch(ServerFrame::hasReset);
            assertThat(again.welcome().getConversationsList())
                    .noneMatch(head -> head.getConversationId().equals(conversation));
            again.close();
        }
    }

    @Test
    void agents_see_their_groups_conversations_and_supervisors_all() {
        Person hugo = server.agent("hugo");
        Person amy = server.agent("amy");
        victim.assigned(conversation, "hugo");
        hugo.hears("another secret of " + say("another secret of " + conversation));
        amy.roundTrip();
        assertThat(amy.client().frames()).noneMatch(frame -> frame.toString().contains(conversation));
        assertThat(server.as("sue").get("/api/v1/conversations/" + conversation).status())
                .isEqualTo(200);
    }

    private String say(String text) {
        victim.say(conversation, text);
        return conversation;
    }

    @Test
    void the_figures_are_for_supervisors() {
        for (String path : List.of("/api/v1/stats/live", "/api/v1/stats/series?name=connections")) {
            assertThat(server.as("amy").get(path).status()).as(path).isEqualTo(403);
            assertThat(server.as("sue").get(path).status()).as(path).isEqualTo(200);
        }
    }

    @Test
    void an_api_key_does_what_its_scopes_say_by_rest_and_by_socket() {
        String reader = server.apiKey("conversations:read");
        String writer = server.apiKey("messages:write");
        String body = "{\"client_msg_id\": \"k1\", \"message_type\": \"text\", \"text\": \"from the shop\"}";
        String messages = "/api/v1/conversations/" + conversation + "/messages";
        assertThat(server.http().bearer(reader).get(messages).status()).isEqualTo(200);
        assertThat(server.http().bearer(reader).post(messages, body).status()).isEqualTo(403);
        assertThat(server.http().bearer(writer).get(messages).status()).isEqualTo(403);
        assertThat(server.http().bearer(writer).post(messages, body).status()).isEqualTo(201);
        victim.hears("from the shop");
        for (String token : List.of(reader, writer)) {
            for (String path : List.of("/api/v1/me", "/api/v1/agents", "/api/v1/stats/live")) {
                assertThat(server.http().bearer(token).get(path).status()).isEqualTo(403);
            }
            assertThat(server.http()
                            .bearer(token)
                            .post("/api/v1/conversations/" + conversation + "/close", "{}")
                            .status())
                    .isEqualTo(403);
        }
        Person readingSocket = server.person(TestClient.json(server.port()), reader);
        assertThat(readingSocket.refused(Person.text(conversation, "x")).getCode())
                .isEqualTo(ErrorCode.ERROR_CODE_FORBIDDEN);
        Person writingSocket = server.person(TestClient.json(server.port()), writer);
        writingSocket.say(conversation, "by socket");
        victim.hears("by socket");
        Person resuming = Person.resuming(
                TestClient.json(server.port()),
                writingSocket,
                "k",
                Resume.newBuilder()
                        .setConversationId(conversation)
                        .setEpoch(secret.getEpoch())
                        .build());
        resuming.roundTrip();
        assertThat(resuming.messages(conversation)).isEmpty();
        resuming.close();
    }

    @Test
    void the_admin_listener_obeys_the_operators_token_alone() {
        Http admin = new Http(server.admin().base());
        assertThat(admin.get("/admin/v1/status").status()).isEqualTo(401);
        for (String token : List.of(server.session("admin"), victim.token(), server.apiKey("messages:write"))) {
            assertThat(admin.bearer(token).get("/admin/v1/status").status()).isEqualTo(401);
        }
        assertThat(admin.get("/healthz").status()).isEqualTo(200);
        assertThat(server.http().bearer(server.adminToken()).get("/api/v1/me").status())
                .isEqualTo(401);
        assertThat(server.admin()
                        .with("Origin", "https://evil.example")
                        .get("/admin/v1/status")
                        .status())
                .isEqualTo(403);
    }
}
