package io.kefu.server.flow;

import io.kefu.server.conversation.ConversationEvent;
import io.kefu.server.conversation.Outcome;
import io.kefu.server.routing.LedgerEvent;
import java.util.Set;
import java.util.function.Consumer;

/** What may be put to the flow. */
public sealed interface Command {

    /** Who hears what became of it. */
    Consumer<Outcome> reply();

    /** Whether nobody waits for it. */
    default boolean unasked() {
        return reply() instanceof Nobody;
    }

    /** For whoever does not wait for an answer. */
    enum Nobody implements Consumer<Outcome> {
        NOBODY;

        @Override
        public void accept(Outcome outcome) {}
    }

    /**
     * An event for a conversation.
     *
     * @param reply told once, after the commit, on the delivery thread; must not block
     * @param origin the connection that sent it, empty for none: it gets the answer and not its own message
     * @param receivedNanos when its frame was complete in the server ({@link System#nanoTime}); 0 when unknown
     */
    record ToConversation(
            String conversationId, ConversationEvent event, Consumer<Outcome> reply, String origin, long receivedNanos)
            implements Command {}

    /**
     * A visitor's message that names no conversation: it goes to the visitor's open one, else opens a new one.
     *
     * @param latest the visitor's latest conversation as far as the asker knows; empty for none
     */
    record ToVisitor(
            String visitorId,
            String latest,
            ConversationEvent.Post post,
            Consumer<Outcome> reply,
            String origin,
            long receivedNanos)
            implements Command {}

    /** An event for a group's ledger. */
    record ToGroup(String group, LedgerEvent event) implements Command {
        @Override
        public Consumer<Outcome> reply() {
            return Nobody.NOBODY;
        }
    }

    /**
     * Conversations that are to be as if they had never been, save for the journal's records: neither in memory nor in a
     * snapshot. Refused as a conflict when one of them is open.
     */
    record Forget(Set<String> conversationIds, Consumer<Outcome> reply) implements Command {
        public Forget {
            conversationIds = Set.copyOf(conversationIds);
        }
    }

    /** An event that nobody waits for. */
    static Command event(String conversationId, ConversationEvent event) {
        return new ToConversation(conversationId, event, Nobody.NOBODY, "", 0);
    }
}
