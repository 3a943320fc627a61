package io.kefu.storage.tier;

/** One change of a tier, made from a journal record. The same entry twice changes nothing the second time. */
public sealed interface TierEntry permits StoredMessage, Amend, ConversationRow {
    String conversationId();
}
