package io.kefu.storage.sql;

import io.kefu.storage.tier.StoredMessage;

/**
 * What search has of a message.
 *
 * @param agent who wrote it, empty when that was no agent
 * @param text as it is shown now
 */
public record WordRow(long thread, long seq, long atMillis, String channel, String agent, String text) {
    static WordRow of(long thread, StoredMessage message) {
        return new WordRow(
                thread,
                message.seq(),
                message.atMillis(),
                message.channel(),
                message.authorKind().equals("agent") ? message.authorId() : "",
                message.shownText());
    }
}
