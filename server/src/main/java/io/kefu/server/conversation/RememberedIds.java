package io.kefu.server.conversation;

import io.kefu.protocol.journal.v1.RememberedId;
import io.kefu.protocol.v1.Party;
import java.security.SecureRandom;
import java.util.List;

/**
 * The message ids that a conversation has seen, so that a resend gets its first number again. An id is kept for seven
 * days, and at most {@value #MOST} of them: the oldest go first.
 *
 * <p>They are kept as a snapshot has them, in one array: a thousand busy conversations remember two million of them, which
 * as objects would be gone through by collections and encoded anew for each snapshot.
 */
final class RememberedIds {

    static final int MOST = 2_000;
    static final long KEEP_MILLIS = 7L * 24 * 3600 * 1000;

    private static final long SEED = new SecureRandom().nextLong();
    private static final long FACTOR = 0x9E3779B97F4A7C15L; // 2^64 divided by the golden ratio (Knuth, TAOCP 3, 6.4)

    private final IdLog log = new IdLog();

    record Seen(long seq, long atMillis) {}

    /** Null when it has not been seen, or is forgotten. */
    Seen find(Party author, String clientMsgId) {
        RememberedId there = find(author, clientMsgId, hash(author.getKindValue(), author.getId(), clientMsgId));
        return there == null ? null : new Seen(there.getSeq(), there.getAtMs());
    }

    private RememberedId find(Party author, String clientMsgId, int hash) {
        for (int entry = log.last(hash); log.holds(entry); entry = log.before(entry)) {
            if (log.hash(entry) == hash) {
                RememberedId there = log.id(entry);
                if (isOf(there, author, clientMsgId)) {
                    return there;
                }
            }
        }
        return null;
    }

    private static boolean isOf(RememberedId id, Party author, String clientMsgId) {
        return id.getClientMsgId().equals(clientMsgId) && id.getAuthor().equals(ConversationState.authorKey(author));
    }

    void remember(Party author, String clientMsgId, long seq, long atMillis) {
        int hash = hash(author.getKindValue(), author.getId(), clientMsgId);
        if (find(author, clientMsgId, hash) == null) {
            RememberedId id = RememberedId.newBuilder()
                    .setAuthor(ConversationState.authorKey(author))
                    .setClientMsgId(clientMsgId)
                    .setSeq(seq)
                    .setAtMs(atMillis)
                    .build();
            log.add(id, hash);
        }
        while (log.size() > MOST || (log.size() > 0 && log.eldestMillis() < atMillis - KEEP_MILLIS)) {
            log.forgetEldest();
        }
    }

    /** With a seed of this process: who chooses ids cannot choose them alike. */
    private static int hash(int kind, String author, String clientMsgId) {
        long hash = mixed(mixed(SEED + kind, author), clientMsgId);
        return (int) (hash >>> Integer.SIZE);
    }

    private static long mixed(long before, String text) {
        long hash = (before ^ text.length()) * FACTOR;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FACTOR;
            hash ^= hash >>> Integer.SIZE;
        }
        return hash;
    }

    /** Bytes that {@link #writeTo} writes. */
    int encodedSize() {
        return log.encodedSize();
    }

    /** Writes the field {@code remembered} of a ConversationSnapshot, the oldest id first. */
    void writeTo(byte[] to, int at) {
        log.writeTo(to, at);
    }

    /** Takes up what a snapshot had, the oldest first. */
    void restore(List<RememberedId> all) {
        for (RememberedId id : all) {
            int colon = id.getAuthor().indexOf(':');
            int kind = Integer.parseInt(id.getAuthor().substring(0, colon));
            log.add(id, hash(kind, id.getAuthor().substring(colon + 1), id.getClientMsgId()));
        }
    }
}
