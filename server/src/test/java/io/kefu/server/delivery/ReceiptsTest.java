package io.kefu.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.journal.v1.Visitor;
import io.kefu.protocol.v1.Message;
import io.kefu.server.flow.Committed.MessageItem;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What reached the other side is told in a moment, once, and only the highest. */
class ReceiptsTest {
    private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long START = 1_000_000_000;

    private final Views views = new Views(_ -> Optional.empty());
    private final Subscriptions subscriptions = new Subscriptions(new Team());
    private final Heard visitor = Heard.visitor("k1", "v");
    private final Heard agent = Heard.agent("k2", "amy");
    private final Receipts receipts = new Receipts(views, subscriptions);

    ReceiptsTest() {
        views.put(ConversationSnapshot.newBuilder()
                .setConversationId("c")
                .setVisitor(Visitor.newBuilder().setId("v"))
                .setGroup("sales")
                .build());
        subscriptions.add(visitor);
        subscriptions.add(agent);
    }

    private static final class Team implements Roster {
        private static final Member AMY = new Member("amy", "Amy", false, Map.of("sales", 3));
        private static final Collection<Member> ALL = List.of(AMY);

        @Override
        public Optional<Member> member(String agentId) {
            return agentId.equals(AMY.id()) ? Optional.of(AMY) : Optional.empty();
        }

        @Override
        public Collection<Member> members() {
            return ALL;
        }
    }

    private boolean reached(long seq, Subscriber by) {
        Message message =
                Message.newBuilder().setConversationId("c").setSeq(seq).build();
        return receipts.delivered(new MessageItem(message, message.toByteArray(), "", 1), by);
    }

    private static List<Long> told(Heard to) {
        return to.frames().stream()
                .map(frame -> frame.frame().getDelivery().getSeq())
                .toList();
    }

    @Test
    void of_many_the_highest_is_told_when_they_have_gathered() {
        reached(3, agent);
        reached(5, agent);
        reached(4, agent);
        receipts.tick(START);
        receipts.tick(START + MOMENT - 1);
        assertThat(told(visitor)).isEmpty();
        receipts.tick(START + MOMENT + 1);
        assertThat(told(visitor)).containsExactly(5L);
        receipts.tick(START + 3 * MOMENT);
        assertThat(told(visitor)).containsExactly(5L);
        assertThat(told(agent)).isEmpty();
    }

    @Test
    void what_was_told_is_not_told_again_nor_less() {
        reached(5, agent);
        receipts.flush();
        reached(5, agent);
        receipts.flush();
        reached(2, agent);
        receipts.flush();
        assertThat(told(visitor)).containsExactly(5L);
        reached(6, agent);
        receipts.flush();
        assertThat(told(visitor)).containsExactly(5L, 6L);
    }

    @Test
    void each_side_is_told_of_the_other() {
        reached(7, agent);
        reached(6, visitor);
        receipts.flush();
        assertThat(told(visitor)).containsExactly(7L);
        assertThat(told(agent)).containsExactly(6L);
    }

    @Test
    void the_first_wakes_the_thread_and_the_others_do_not() {
        assertThat(reached(1, agent)).isTrue();
        assertThat(reached(2, agent)).isFalse();
        assertThat(reached(1, visitor)).isFalse();
        receipts.flush();
        assertThat(reached(3, agent)).isTrue();
    }

    @Test
    void the_thread_waits_for_other_things_no_longer_than_they_gather() {
        long most = 10 * MOMENT;
        assertThat(receipts.wait(most, START)).isEqualTo(most);
        reached(1, agent);
        receipts.tick(START);
        assertThat(receipts.wait(most, START)).isBetween(MOMENT, MOMENT + 1);
        assertThat(receipts.wait(most, START + 2 * MOMENT)).isZero();
        receipts.tick(START + 2 * MOMENT);
        assertThat(receipts.wait(most, START + 2 * MOMENT)).isEqualTo(most);
    }
}
