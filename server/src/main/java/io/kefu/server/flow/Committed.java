package io.kefu.server.flow;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.journal.v1.Fact;
import io.kefu.protocol.journal.v1.LedgerAgent;
import io.kefu.protocol.v1.Message;
import io.kefu.server.conversation.Effect;
import io.kefu.server.conversation.Outcome;
import io.kefu.server.routing.LedgerEffect;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One batch that is on disk, in the order of the journal.
 *
 * @param summaries each conversation that the batch touched, as it is after it
 * @param ledgers each group's ledger that the batch touched, as it is after it
 * @param firstOffset the journal offset of its first record
 * @param records how many there are
 */
public record Committed(
        List<Answer> answers,
        List<Item> items,
        Map<String, ConversationSnapshot> summaries,
        Map<String, LedgerView> ledgers,
        List<PendingEffect> effects,
        List<LedgerEffect.Position> positions,
        long firstOffset,
        int records) {

    /** What an asker is told. */
    public record Answer(Consumer<Outcome> to, Outcome outcome) {}

    /** A record, as far as anybody outside must hear of it. */
    public sealed interface Item {
        String conversationId();
    }

    /**
     * A message.
     *
     * @param body the journal's bytes of the message: shared, never written to
     */
    @SuppressWarnings("ArrayRecordComponent") // carried, never compared; a copy is what the hot path cannot pay
    public record MessageItem(Message message, byte[] body, String origin, long receivedNanos) implements Item {
        @Override
        public String conversationId() {
            return message.getConversationId();
        }
    }

    public record FactItem(String conversationId, Fact fact, String origin) implements Item {}

    /** An effect outside the flow, of a conversation. */
    public record PendingEffect(String conversationId, Effect effect) {}

    /** What the outside may know of a ledger: who of its agents is there, who waits, who has how many. */
    public record LedgerView(List<LedgerAgent> agents, int queueLength, Map<String, Integer> load) {}

    /** Told of each batch, in order, on the flow's own thread; must not block for long. */
    @FunctionalInterface
    public interface Listener {
        void committed(Committed batch);
    }
}
