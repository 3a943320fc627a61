package io.kefu.bench.kill;

/**
 * One message as somebody knows it.
 *
 * @param author kind and id, such as {@code visitor:abc}; empty when hidden
 * @param note only agents may see it
 */
record Stored(String messageId, String clientMsgId, String author, String text, boolean hidden, boolean note) {

    static Stored hiddenOne() {
        return new Stored("", "", "", "", true, false);
    }

    /** As a visitor may see it. */
    Stored forVisitor() {
        return note ? hiddenOne() : this;
    }
}
