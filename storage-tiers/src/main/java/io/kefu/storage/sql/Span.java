package io.kefu.storage.sql;

/** The numbers of a conversation's messages in one month: none is outside. */
record Span(long thread, int month, long first, long last) {
    boolean holds(long seq) {
        return first <= seq && seq <= last;
    }

    Span with(long seq) {
        return new Span(thread, month, Math.min(first, seq), Math.max(last, seq));
    }
}
