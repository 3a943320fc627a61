package io.kefu.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.journal.v1.Visitor;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.Hello;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.Party;
import io.kefu.protocol.v1.PartyKind;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.server.flow.Committed;
import io.kefu.server.testing.Rooms;
import io.kefu.server.testing.TestConnection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryTest {

    private static final ConversationSnapshot CONVERSATION = ConversationSnapshot.newBuilder()
            .setConversationId("c")
            .setVisitor(Visitor.newBuilder().setId("v"))
            .build();

    @TempDir
    private Path folder;

    private static Committed answered(long seq, boolean note) {
        Party amy = Party.newBuilder()
                .setKind(PartyKind.PARTY_KIND_AGENT)
                .setId("amy")
                .build();
        Message message = Message.newBuilder()
                .setConversationId("c")
                .setSeq(seq)
                .setAuthor(amy)
                .setPrivate(note)
                .setText("text")
                .build();
        return new Committed(
                List.of(),
                List.of(new Committed.MessageItem(message, message.toByteArray(), "", 1)),
                Map.of("c", CONVERSATION),
                Map.of(),
                List.of(),
                List.of(),
                0,
                1);
    }

    @Test
    void a_note_is_not_handed_over_to_the_visitor_though_its_place_is() {
        try (Rooms rooms = new Rooms(folder).flowing()) {
            TestConnection visitor = new TestConnection("visitor");
            Hello.Builder hello = Hello.newBuilder().setToken("visitor:v");
            rooms.services()
                    .sessionFactory()
                    .opened(visitor)
                    .onFrame(ClientFrame.newBuilder().setHello(hello).build(), 0, 0);
            visitor.await(ServerFrame::hasWelcome);
            rooms.delivery.committed(answered(1, true));
            rooms.delivery.committed(answered(2, false));
            assertThat(visitor.await(ServerFrame::hasMessage).getMessage().getHidden())
                    .isTrue();
            visitor.await(frame -> frame.getMessage().getSeq() == 2);
            rooms.delivery.close(); // delivers the rest first
            assertThat(rooms.handedOver).extracting(Message::getSeq).containsExactly(2L);
        }
    }
}
