package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.Ack;
import io.kefu.protocol.v1.Error;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Send;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is taken back, changed, answered and noted, on the sockets and in history. */
class ChangesTest {

    private static final long WINDOW_MILLIS = 2_000;

    @TempDir
    private static Path directory;

    private static WholeServer server;
    private static Person amy;
    private Person visitor;
    private String conversation;

    @BeforeAll
    static void start() {
        server = WholeServer.in(directory)
                .edit(
                        "channel.yaml",
                        "recallWindow: {visitor: 2m, agent: 2m}",
                        "recallWindow: {visitor: 2s, agent: 2m}")
                .edit("groups.yaml", "capacity: 8", "capacity: 100")
                .start();
        amy = server.agent("amy");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void talk() {
        visitor = server.visitor();
        conversation = visitor.ack(Person.event("", "handover")).getConversationId();
        visitor.assigned(conversation, "amy");
    }

    private static Send.Builder change(Ack of, MessageType how, String text) {
        return Send.newBuilder()
                .setConversationId(of.getConversationId())
                .setMessageType(how)
                .setTargetSeq(of.getSeq())
                .setText(text);
    }

    private static JsonNode history(Person reader, Ack of) {
        String path = "/api/v1/conversations/" + of.getConversationId() + "/messages?limit=200";
        JsonNode items = reader.http().get(path).json().path("items");
        for (int i = 0; i < items.size(); i++) {
            assertThat(items.path(i).path("seq").asLong()).isEqualTo(i + 1);
        }
        return items.path((int) of.getSeq() - 1);
    }

    @Test
    void a_message_taken_back_is_taken_back_everywhere_with_the_words_of_its_edits() {
        Ack said = visitor.say(conversation, "my card is 6222-1");
        visitor.ack(change(said, MessageType.MESSAGE_TYPE_EDIT, "my card is 6222-2"));
        Ack recall = visitor.ack(change(said, MessageType.MESSAGE_TYPE_RECALL, ""));
        Message seen = amy.message(conversation, recall.getSeq());
        assertThat(seen.getMessageType()).isEqualTo(MessageType.MESSAGE_TYPE_RECALL);
        assertThat(seen.getTargetSeq()).isEqualTo(said.getSeq());
        for (Person reader : List.of(visitor, amy)) {
            JsonNode old = history(reader, said);
            assertThat(old.path("recalled").asBoolean()).isTrue();
            assertThat(old.has("text")).isFalse();
            String all = reader.http()
                    .get("/api/v1/conversations/" + conversation + "/messages?limit=200")
                    .text();
            assertThat(all).doesNotContain("6222");
        }
    }

    @Test
    void an_edit_shows_the_new_words_in_history() {
        Ack said = visitor.say(conversation, "I want twoo");
        Ack edit = visitor.ack(change(said, MessageType.MESSAGE_TYPE_EDIT, "I want two"));
        assertThat(amy.message(conversation, edit.getSeq()).getText()).isEqualTo("I want two");
        JsonNode now = history(amy, said);
        assertThat(now.path("text").asString()).isEqualTo("I want two");
        assertThat(now.path("edited").asBoolean()).isTrue();
    }

    @Test
    void nobody_changes_what_another_said_and_nobody_too_late() throws InterruptedException {
        Ack said = visitor.say(conversation, "mine");
        amy.message(conversation, said.getSeq());
        assertThat(amy.refused(change(said, MessageType.MESSAGE_TYPE_RECALL, ""))
                        .getCode())
                .isEqualTo(ErrorCode.ERROR_CODE_FORBIDDEN);
        TimeUnit.MILLISECONDS.sleep(WINDOW_MILLIS + 50); // the window is time itself: there is nothing to wait on
        Error late = visitor.refused(change(said, MessageType.MESSAGE_TYPE_RECALL, ""));
        assertThat(late.getCode()).isEqualTo(ErrorCode.ERROR_CODE_FORBIDDEN);
        assertThat(visitor.refused(change(said, MessageType.MESSAGE_TYPE_EDIT, "other"))
                        .getCode())
                .isEqualTo(ErrorCode.ERROR_CODE_FORBIDDEN);
        assertThat(history(amy, said).path("text").asString()).isEqualTo("mine");
    }

    @Test
    void a_reply_names_what_it_answers_and_only_what_exists() {
        Ack said = visitor.say(conversation, "which one?");
        amy.message(conversation, said.getSeq());
        amy.ack(Person.text(conversation, "that one").setReplyToSeq(said.getSeq()));
        assertThat(visitor.hears("that one").getReplyToSeq()).isEqualTo(said.getSeq());
        assertThat(visitor.refused(Person.text(conversation, "?").setReplyToSeq(999))
                        .getCode())
                .isEqualTo(ErrorCode.ERROR_CODE_BAD_REQUEST);
    }

    @Test
    void a_note_is_a_number_to_the_visitor_and_nothing_more() {
        Ack note = amy.ack(Person.text(conversation, "careful, a tester").setPrivate(true));
        amy.ack(change(note, MessageType.MESSAGE_TYPE_EDIT, "careful, a good tester"));
        Ack after = amy.say(conversation, "hello");
        visitor.message(conversation, after.getSeq());
        Message hidden = visitor.message(conversation, note.getSeq());
        assertThat(hidden)
                .isEqualTo(Message.newBuilder()
                        .setConversationId(conversation)
                        .setEpoch(note.getEpoch())
                        .setSeq(note.getSeq())
                        .setHidden(true)
                        .build());
        assertThat(history(visitor, note).path("hidden").asBoolean()).isTrue();
        assertThat(history(amy, note).path("text").asString()).isEqualTo("careful, a good tester");
        String asVisitor = visitor.http()
                        .get("/api/v1/conversations/" + conversation + "/messages?limit=200")
                        .text()
                + visitor.http().get("/api/v1/conversations/" + conversation).text()
                + visitor.client().frames();
        assertThat(asVisitor).doesNotContain("careful");
        assertThat(visitor.refused(Person.text(conversation, "x").setPrivate(true))
                        .getCode())
                .isEqualTo(ErrorCode.ERROR_CODE_FORBIDDEN);
    }
}
