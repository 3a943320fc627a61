package io.kefu.server.intake;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.protocol.v1.Event;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Send;
import io.kefu.server.delivery.Audience;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChecksTest {

    private static final Audience VISITOR = new Audience.VisitorAudience("v1");

    @Test
    void a_visitor_says_nothing_in_the_systems_name() {
        for (String name : List.of("assigned", "transferred", "closed", "reopened", "reminder", "anything")) {
            assertThatThrownBy(() -> Checks.check(VISITOR, event(name)))
                    .as(name)
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("handover");
        }
    }

    @Test
    void a_visitor_says_what_the_widget_says() {
        for (String name : List.of("handover", "feedback", "contact", "close", "button")) {
            assertThatCode(() -> Checks.check(VISITOR, event(name))).as(name).doesNotThrowAnyException();
        }
    }

    private static Send event(String name) {
        return Send.newBuilder()
                .setClientMsgId("m1")
                .setMessageType(MessageType.MESSAGE_TYPE_EVENT)
                .setEvent(Event.newBuilder().setName(name))
                .build();
    }
}
