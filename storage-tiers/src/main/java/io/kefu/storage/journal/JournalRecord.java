package io.kefu.storage.journal;

import java.util.Objects;

/**
 * One thing that happened.
 *
 * @param stream a conversation's id, or {@code group:NAME} for a group's ledger
 * @param epoch the numbering that {@code seq} belongs to; empty when none
 * @param seq the message's number in its conversation, 1, 2, 3 …; 0 for a record that is no message
 * @param visitor whose conversation it is; empty when none
 * @param clientMsgId the sender's own id for it; empty when none
 * @param atMillis milliseconds since 1970-01-01T00:00Z
 * @param body opaque here; not copied, so neither side changes it after the hand-over
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared; a copy is what the hot path cannot pay
public record JournalRecord(
        String stream,
        String epoch,
        long seq,
        RecordKind kind,
        String visitor,
        String clientMsgId,
        long atMillis,
        byte[] body) {
    public JournalRecord {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(body, "body");
        epoch = Objects.requireNonNullElse(epoch, "");
        visitor = Objects.requireNonNullElse(visitor, "");
        clientMsgId = Objects.requireNonNullElse(clientMsgId, "");
    }
}
