package io.kefu.storage.tier;

import java.util.Objects;

/**
 * What later became of a message.
 *
 * @param bySeq the recall's or edit's own number; a recall wins over any edit, else the later one
 * @param text what an edit shows instead, and search finds; empty for a recall
 */
public record Amendment(Kind kind, long bySeq, String text) {
    /** Stored as {@link #code()}; codes are never given a new meaning. */
    public enum Kind {
        RECALL(1),
        EDIT(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }

        /**
         * The kind with a code.
         *
         * @throws IllegalArgumentException for a code that this version does not know
         */
        public static Kind of(int code) {
            return switch (code) {
                case 1 -> RECALL;
                case 2 -> EDIT;
                default -> throw new IllegalArgumentException("amendment kind " + code + " is unknown");
            };
        }
    }

    public Amendment {
        Objects.requireNonNull(kind, "kind");
        text = kind == Kind.RECALL ? "" : Objects.requireNonNull(text, "text");
    }

    private static final long RECALLS = 1L << 39;

    /** Below 2^40; one supersedes another exactly when its rank is higher, for engines that compare numbers. */
    public long rank() {
        return (kind == Kind.RECALL ? RECALLS : 0) + Math.min(bySeq, RECALLS - 1);
    }

    /** Whether this one replaces another, which may be null. What was taken back stays so, whatever was changed later. */
    public boolean supersedes(Amendment other) {
        if (other == null || kind != other.kind) {
            return other == null || kind == Kind.RECALL;
        }
        return bySeq > other.bySeq();
    }
}
