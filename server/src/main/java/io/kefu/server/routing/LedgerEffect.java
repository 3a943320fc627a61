package io.kefu.server.routing;

/** What the ledger tells conversations once its decision is durable. */
public sealed interface LedgerEffect {

    String conversationId();

    record Granted(String conversationId, long request, String agentId) implements LedgerEffect {}

    record GivenUp(String conversationId, long request, String reason, boolean close) implements LedgerEffect {}

    record Redirected(String conversationId, long request, String fallback) implements LedgerEffect {}

    record AgentLost(String conversationId, long request, String agentId) implements LedgerEffect {}

    /** The conversation's number in the queue, 1 is next; not written down, as it follows from the ledger. */
    record Position(String conversationId, int position) implements LedgerEffect {}
}
