package io.kefu.storage.tier;

import java.util.Set;

/** What the warm tier does beside holding messages: it knows the conversations. */
public interface WarmStore extends MessageTier {
    /** The conversations' list that the same entries keep. */
    ConversationIndex conversations();

    /** The conversations of a visitor of which the tier has, or had, messages. */
    Set<String> conversationsOf(String visitorId);
}
