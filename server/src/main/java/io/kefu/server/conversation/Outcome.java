package io.kefu.server.conversation;

import io.kefu.protocol.v1.ErrorCode;

/** What whoever asked is told, after the commit. */
public sealed interface Outcome {

    /** The message is number {@code seq}; {@code duplicate} when it already was. */
    record Accepted(String conversationId, String epoch, long seq, long sentAtMillis, boolean duplicate)
            implements Outcome {
        public String messageId() {
            return Turn.messageId(conversationId, seq);
        }
    }

    /** Done, or nothing was to do. */
    record Done() implements Outcome {}

    /** Not done, and nothing changed. */
    record Refused(ErrorCode code, String message) implements Outcome {}

    /** The conversation is closed and the message did not name it: it belongs in a new one. */
    record NeedsNew() implements Outcome {}

    static Refused refused(ErrorCode code, String message) {
        return new Refused(code, message);
    }
}
