package io.kefu.storage.tier;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;

/**
 * One message of a conversation as the tiers hold it.
 *
 * @param seq from 1
 * @param authorKind visitor, agent, bot or system
 * @param internal a note that visitors never see
 * @param text what search sees; the original also after an edit
 * @param body opaque here; not copied
 * @param amendment the last recall or edit, null when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // carried; compared only through digests
public record StoredMessage(
        String conversationId,
        String epoch,
        long seq,
        String channel,
        String visitorId,
        String authorKind,
        String authorId,
        long atMillis,
        boolean internal,
        String text,
        byte[] body,
        Amendment amendment)
        implements TierEntry {
    public StoredMessage {
        Objects.requireNonNull(conversationId, "conversationId");
        Objects.requireNonNull(body, "body");
        epoch = Objects.requireNonNullElse(epoch, "");
        channel = Objects.requireNonNullElse(channel, "");
        visitorId = Objects.requireNonNullElse(visitorId, "");
        authorKind = Objects.requireNonNullElse(authorKind, "");
        authorId = Objects.requireNonNullElse(authorId, "");
        text = Objects.requireNonNullElse(text, "");
        if (seq < 1) {
            throw new IllegalArgumentException("message of " + conversationId + " has seq " + seq + ", not 1 or more");
        }
    }

    /** The text that readers see now: of the last edit, none after a recall. */
    public String shownText() {
        return amendment == null ? text : amendment.text();
    }

    /** The UTC day by which it ages. */
    public LocalDate day() {
        return LocalDate.ofInstant(Instant.ofEpochMilli(atMillis), ZoneOffset.UTC);
    }

    /** The same message with an amendment, when that is later than its own. */
    public StoredMessage with(Amendment later) {
        return later.supersedes(amendment)
                ? new StoredMessage(
                        conversationId,
                        epoch,
                        seq,
                        channel,
                        visitorId,
                        authorKind,
                        authorId,
                        atMillis,
                        internal,
                        text,
                        body,
                        later)
                : this;
    }
}
