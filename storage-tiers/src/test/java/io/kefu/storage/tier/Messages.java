package io.kefu.storage.tier;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Tier entries for tests. Every message is a minute after the one before. */
public final class Messages {
    public static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private Messages() {}

    public static StoredMessage message(String conversation, long seq, String text) {
        return by(conversation, seq, "visitor", "v-" + conversation, text);
    }

    public static StoredMessage by(String conversation, long seq, String kind, String author, String text) {
        return at(conversation, seq, kind, author, text, START.plusSeconds(60 * seq));
    }

    public static StoredMessage at(String conversation, long seq, String kind, String author, String text, Instant at) {
        byte[] body = (conversation + "#" + seq + ":" + text).getBytes(StandardCharsets.UTF_8);
        return new StoredMessage(
                conversation,
                "e1",
                seq,
                "web",
                "v-" + conversation,
                kind,
                author,
                at.toEpochMilli(),
                false,
                text,
                body,
                null);
    }

    public static StoredMessage of(String visitor, String channel, String conversation, long seq, String text) {
        return new StoredMessage(
                conversation,
                "e1",
                seq,
                channel,
                visitor,
                "visitor",
                visitor,
                START.plusSeconds(60 * seq).toEpochMilli(),
                false,
                text,
                text.getBytes(StandardCharsets.UTF_8),
                null);
    }

    public static Amend recall(String conversation, long target, long bySeq) {
        return new Amend(conversation, target, new Amendment(Amendment.Kind.RECALL, bySeq, ""));
    }

    public static Amend edit(String conversation, long target, long bySeq, String text) {
        return new Amend(conversation, target, new Amendment(Amendment.Kind.EDIT, bySeq, text));
    }

    public static ConversationRow row(String conversation, String state, String group, String agent, long updatedAt) {
        return new ConversationRow(
                conversation,
                "e1",
                "web",
                "v-" + conversation,
                "Visitor of " + conversation,
                state,
                group,
                agent,
                1,
                1,
                updatedAt,
                state.equals("closed") ? updatedAt : 0,
                new byte[] {1, 2});
    }
}
