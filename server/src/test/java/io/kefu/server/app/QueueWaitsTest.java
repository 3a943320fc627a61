package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.monitoring.Meters;
import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.v1.ConversationState;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueWaitsTest {

    private final Meters meters = new Meters(Clock.systemUTC());
    private final QueueWaits waits = new QueueWaits(meters.groups());
    private ConversationSnapshot last = at("BOT", "", 1_000);

    @AfterEach
    void close() {
        meters.close();
    }

    private static ConversationSnapshot at(String state, String group, long updated) {
        return ConversationSnapshot.newBuilder()
                .setConversationId("c")
                .setState(ConversationState.valueOf("CONVERSATION_STATE_" + state))
                .setGroup(group)
                .setUpdatedMs(updated)
                .setPersonAskedMs(group.isEmpty() ? 0 : 2_000)
                .build();
    }

    private QueueWaitsTest then(String state, String group, long updated) {
        ConversationSnapshot next = at(state, group, updated);
        waits.changed(last, next);
        last = next;
        return this;
    }

    private void recorded(String group, int times, String seconds) {
        assertThat(meters.scrape("text/plain").body())
                .contains("kefu_queue_wait_seconds_count{group=\"" + group + "\"} " + times)
                .contains("kefu_queue_wait_seconds_sum{group=\"" + group + "\"} " + seconds);
    }

    @Test
    void what_is_said_meanwhile_does_not_shorten_a_wait() {
        then("QUEUED", "support", 2_000)
                .then("QUEUED", "support", 9_000)
                .then("ASSIGNED", "support", 12_000)
                .recorded("support", 1, "10.0");
    }

    @Test
    void giving_up_and_going_to_another_group_end_a_wait_too() {
        then("QUEUED", "support", 2_000).then("QUEUED", "vip", 5_000).then("CLOSED", "vip", 6_000);
        recorded("support", 1, "3.0");
        recorded("vip", 1, "1.0");
    }

    @Test
    void who_is_served_at_once_has_waited_for_nothing() {
        then("ASSIGNED", "support", 2_000).recorded("support", 1, "0.0");
    }

    @Test
    void who_waited_at_the_start_has_waited_since_it_asked() {
        last = null;
        then("QUEUED", "support", 4_000).then("ASSIGNED", "support", 7_000).recorded("support", 1, "5.0");
    }
}
