package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.Resume;
import io.kefu.server.testing.TestClient;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Chatting goes on while nobody answers where the warm tier is. */
class WarmTierAwayTest {

    @TempDir
    private Path directory;

    @Test
    void new_visitors_and_those_who_come_back_are_greeted_heard_and_listed() {
        WholeServer whole = WholeServer.in(directory).agent("lea", "support", "supervisor");
        whole.edit(
                "storage.yaml",
                "{engine: sqlite,",
                "{engine: mysql, url: \"jdbc:mysql://127.0.0.1:1/kefu\", user: kefu, password: \"${file:password}\",");
        whole.file("password", "nobody-is-asked-for-it");
        try (WholeServer server = whole.start()) {
            Person visitor = server.visitor();
            String conversation = visitor.say("is anybody there?").getConversationId();
            assertThat(conversation).isNotEmpty();
            Resume longAgo = Resume.newBuilder()
                    .setConversationId("a-conversation-of-long-ago")
                    .setEpoch("e1")
                    .setLastSeq(3)
                    .build();
            Person again = Person.resuming(TestClient.json(server.port()), visitor, "another-page", longAgo);
            assertThat(again.welcome().getConversations(0).getConversationId()).isEqualTo(conversation);
            assertThat(again.say("still here").getConversationId()).isEqualTo(conversation);
            JsonNode list = server.as("lea").get("/api/v1/conversations").json();
            assertThat(list.path("partial").asBoolean()).isTrue();
            assertThat(list.path("items").path(0).path("conversation_id").asString())
                    .isEqualTo(conversation);
        }
    }
}
