package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.ConversationState;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A group is taken out of the configuration while somebody waits there. */
class GroupGoneTest {

    private static final String QUEUE = "kefu_queue_length{group=\"passing\"";

    @TempDir
    private Path directory;

    @Test
    void whoever_waits_there_is_served_elsewhere_and_its_figures_go() {
        try (WholeServer server = WholeServer.in(directory)
                .group("passing", "capacity: 3")
                .agent("pat", "passing")
                .start()) {
            Person visitor = server.visitorOf("passing");
            String conversation = visitor.say("hello").getConversationId();
            visitor.state(conversation, ConversationState.CONVERSATION_STATE_QUEUED);
            WholeServer.eventually(() -> metrics(server).contains(QUEUE));

            server.agent("pat", "support")
                    .edit("routing.yaml", "to: {group: passing}", "to: {group: support}")
                    .without("group-passing.yaml");
            assertThat(server.apply().status()).isEqualTo(200);
            Person pat = server.agent("pat");
            visitor.assigned(conversation, "pat");
            pat.say(conversation, "here I am");
            visitor.hears("here I am");
            WholeServer.eventually(() -> !metrics(server).contains(QUEUE));
        }
    }

    private static String metrics(WholeServer server) {
        return server.admin().get("/metrics").text();
    }
}
