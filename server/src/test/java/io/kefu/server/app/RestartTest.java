package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.protocol.v1.Ack;
import io.kefu.protocol.v1.ConversationHead;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.Resume;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.server.admin.Http;
import io.kefu.server.testing.TestClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stop drains; a start goes on where the stop was. */
class RestartTest {

    @TempDir
    private Path directory;

    @Test
    void a_restart_keeps_history_assignment_read_marks_and_tokens() {
        try (WholeServer server = WholeServer.in(directory).start()) {
            Person amy = server.agent("amy");
            Person visitor = server.visitor();
            String conversation = visitor.ack(Person.event("", "handover")).getConversationId();
            visitor.assigned(conversation, "amy");
            Ack question = visitor.say(conversation, "where is it?");
            amy.message(conversation, question.getSeq());
            Ack answer = amy.say(conversation, "on its way");
            visitor.hears("on its way");
            visitor.read(conversation, question.getSeq());
            amy.sees(frame -> frame.hasRead() && frame.getRead().getSeq() == question.getSeq());
            assertThat(directory.resolve("data/run.json")).exists();

            server.stop();
            assertThat(amy.sees(ServerFrame::hasGoaway).getGoaway().getReason().name())
                    .endsWith("DRAIN");
            assertThat(amy.client().awaitClose()).isIn(1001, 1006);
            assertThat(directory.resolve("data/run.json")).doesNotExist();
            server.start();

            Person again = Person.resuming(
                    TestClient.json(server.port()),
                    new Person(null, visitor.token(), server.http().bearer(visitor.token())),
                    "tab",
                    Resume.newBuilder()
                            .setConversationId(conversation)
                            .setEpoch(answer.getEpoch())
                            .setLastSeq(question.getSeq())
                            .build());
            ConversationHead head = again.welcome().getConversations(0);
            assertThat(head.getAgent().getId()).isEqualTo("amy");
            assertThat(head.getLastSeq()).isEqualTo(answer.getSeq());
            assertThat(head.getReadList()).anyMatch(mark -> mark.getSeq() == question.getSeq());
            Message replayed = again.message(conversation, answer.getSeq());
            assertThat(replayed.getText()).isEqualTo("on its way");
            assertThat(replayed.getMessageId()).isEqualTo(answer.getMessageId());
            assertThat(again.http()
                            .get("/api/v1/conversations/" + conversation + "/messages")
                            .json()
                            .path("items")
                            .size())
                    .isEqualTo((int) answer.getSeq());

            Person amyAgain = server.agent("amy"); // by the token of before
            Ack more = amyAgain.say(conversation, "it has arrived");
            assertThat(more.getSeq()).isEqualTo(answer.getSeq() + 1);
            again.hears("it has arrived");
            again.close();
        }
    }

    /** As a kill leaves it between the moves of a restore into a directory that was there. */
    @Test
    void a_restore_that_was_killed_as_it_moved_its_files_into_place_is_ended_by_the_start() throws Exception {
        try (WholeServer server = WholeServer.in(directory).start()) {
            Person visitor = server.visitor();
            String conversation = visitor.ack(Person.event("", "handover")).getConversationId();
            visitor.say(conversation, "where is it?");
            server.stop();
            Path data = directory.resolve("data");
            Path scratch = Files.createDirectory(data.resolve(".data.restoring1"));
            Files.writeString(scratch.resolve("lock"), "1");
            Path whole = Files.createDirectory(scratch.resolve("whole"));
            for (String each : List.of("journal", "tiers", "admin.token")) {
                Files.move(data.resolve(each), whole.resolve(each));
            }

            server.start();

            assertThat(scratch).doesNotExist();
            assertThat(server.http()
                            .bearer(visitor.token())
                            .get("/api/v1/conversations/" + conversation + "/messages")
                            .text())
                    .contains("where is it?");
        }
    }

    @Test
    void what_such_a_restore_had_still_to_move_may_be_the_configuration() throws Exception {
        WholeServer.in(directory);
        Path data = Files.createDirectory(directory.resolve("data"));
        Path scratch = Files.createDirectory(data.resolve(".data.restoring1"));
        Files.writeString(scratch.resolve("lock"), "1");
        Files.move(
                directory.resolve("config"),
                Files.createDirectory(scratch.resolve("whole")).resolve("config"));

        ServerOptions options = new ServerOptions(
                data.resolve("config"),
                Optional.of(data),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                Optional.empty());
        try (Server server = Server.start(options)) {
            assertThat(scratch).doesNotExist();
            assertThat(server.addresses()).isNotNull();
        }
    }

    @Test
    void what_a_visitor_had_before_is_found_after_a_restart() {
        try (WholeServer server = WholeServer.in(directory).start()) {
            Person visitor = server.visitor();
            server.agent("amy");
            String conversation = visitor.ack(Person.event("", "handover")).getConversationId();
            visitor.assigned(conversation, "amy");
            server.as("amy").post("/api/v1/conversations/" + conversation + "/close", "{}");
            visitor.told(conversation, "closed");
            server.stop();
            server.start();
            Http.Reply earlier = server.as("amy").get("/api/v1/conversations?visitor=" + visitor.id());
            assertThat(earlier.json().path("items").size()).as(earlier.text()).isEqualTo(1);
            assertThat(earlier.json()
                            .path("items")
                            .get(0)
                            .path("conversation_id")
                            .asString())
                    .isEqualTo(conversation);
        }
    }

    @Test
    void a_second_server_on_the_same_directory_is_told_so_and_the_first_goes_on() {
        try (WholeServer server = WholeServer.in(directory).start()) {
            ServerOptions same = new ServerOptions(
                    server.config(),
                    Optional.of(server.data()),
                    Optional.of(0),
                    Optional.of(0),
                    Optional.empty(),
                    false,
                    false,
                    Optional.empty());
            assertThatThrownBy(() -> Server.start(same))
                    .isInstanceOfSatisfying(
                            StartFailure.class,
                            failure -> assertThat(failure.remedy()).contains("--data"));
            server.visitor().say("still here");
            assertThat(Files.exists(server.data().resolve("run.json"))).isTrue();
        }
    }
}
