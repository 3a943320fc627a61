package io.kefu.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.journal.v1.Visitor;
import io.kefu.protocol.v1.File;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Send;
import io.kefu.server.conversation.Outcome;
import io.kefu.server.delivery.Audience;
import io.kefu.server.testing.Rooms;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is sent may be opened by whoever sees the conversation. */
class SharingTest {

    private static final Audience VISITOR = new Audience.VisitorAudience("v");

    @TempDir
    private Path folder;

    private Rooms rooms;

    @BeforeEach
    void open() {
        rooms = new Rooms(folder).flowing();
        rooms.people.put("v", new People.Known(Visitor.newBuilder().setId("v").build(), "web"));
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    private Outcome.Accepted sent(String conversation, String file) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        Send send = Send.newBuilder()
                .setClientMsgId("m-" + file)
                .setConversationId(conversation)
                .setMessageType(MessageType.MESSAGE_TYPE_IMAGE)
                .setFile(File.newBuilder().setFileId(file))
                .build();
        rooms.intake.send(VISITOR, send, Sender.NOBODY, 0, answer::complete);
        return (Outcome.Accepted) answer.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    void it_is_shared_before_its_sender_hears_of_it_and_never_by_the_thread_that_delivers() {
        String conversation = sent("", "one").conversationId();
        assertThat(rooms.shared).hasSize(1).noneMatch(share -> share.contains("delivery"));
        sent(conversation, "two");
        assertThat(rooms.shared).hasSize(2).noneMatch(share -> share.contains("delivery"));
    }
}
