package io.kefu.storage.tier;

import java.util.Objects;

/**
 * A recall or an edit of an earlier message. Without effect where the tier holds no such message, or where the target is
 * not earlier.
 */
public record Amend(String conversationId, long targetSeq, Amendment amendment) implements TierEntry {
    public Amend {
        Objects.requireNonNull(conversationId, "conversationId");
        Objects.requireNonNull(amendment, "amendment");
    }

    /** Whether it can have an effect: a message is amended by later ones only, also when entries come a second time. */
    public boolean isOfEarlier() {
        return amendment.bySeq() > targetSeq;
    }
}
