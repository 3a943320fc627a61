package io.kefu.server.routing;

import io.kefu.protocol.v1.AgentStatus;

/** What may be asked of a group's ledger. Asking twice changes nothing the second time. */
public sealed interface LedgerEvent {

    /** A conversation wants a place; an earlier request of the same conversation is replaced. */
    record Request(
            String conversationId,
            long request,
            int priority,
            String preferredAgent,
            String avoidAgent,
            String fallback,
            String visitorId,
            QueueRules queue)
            implements LedgerEvent {}

    /** The conversation gives back whatever place it has. */
    record Leave(String conversationId, String reason) implements LedgerEvent {}

    /** An agent took the conversation by hand, whatever the capacity says. */
    record Hold(String conversationId, long request, String agentId, String visitorId) implements LedgerEvent {}

    /** An agent came, went, or wants no more for now. */
    record AgentIs(String agentId, AgentStatus status) implements LedgerEvent {}

    /** Time has passed, or the configuration changed: whatever is due is done. */
    record Tick() implements LedgerEvent {}

    /**
     * What a routing policy says of waiting.
     *
     * @param max places in the queue, those parked not counted
     * @param timeoutMillis 0: waits for ever
     * @param closeThen a place that is given up closes the conversation; else a message is asked for
     * @param announce the number in the queue is told to the visitor
     */
    record QueueRules(int max, long timeoutMillis, boolean closeThen, boolean announce) {}
}
