package io.kefu.storage.tier;

import java.util.Objects;

/** A recall or an edit of an earlier message. Without effect where the tier holds no such message. */
public record Amend(String conversationId, long targetSeq, Amendment amendment) implements TierEntry {
    public Amend {
        Objects.requireNonNull(conversationId, "conversationId");
        Objects.requireNonNull(amendment, "amendment");
    }
}
