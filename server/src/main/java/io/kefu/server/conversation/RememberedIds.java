package io.kefu.server.conversation;

import io.kefu.protocol.journal.v1.RememberedId;
import io.kefu.protocol.v1.Party;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The message ids that a conversation has seen, so that a resend gets its first number again. An id is kept for seven
 * days, and at most {@value #MOST} of them: the oldest go first.
 */
final class RememberedIds {

    static final int MOST = 2_000;
    static final long KEEP_MILLIS = 7L * 24 * 3600 * 1000;

    private final LinkedHashMap<Key, Seen> seen = new LinkedHashMap<>();

    private record Key(int kind, String author, String clientMsgId) {
        static Key of(Party author, String clientMsgId) {
            return new Key(author.getKindValue(), author.getId(), clientMsgId);
        }

        /** Out of a snapshot, where the author is as {@link ConversationState#authorKey} writes it. */
        static Key of(RememberedId stored) {
            String author = stored.getAuthor();
            int colon = author.indexOf(':');
            return new Key(
                    Integer.parseInt(author.substring(0, colon)), author.substring(colon + 1), stored.getClientMsgId());
        }

        String stored() {
            return ConversationState.authorKey(kind, author);
        }
    }

    record Seen(long seq, long atMillis) {}

    Seen find(Party author, String clientMsgId) {
        return seen.get(Key.of(author, clientMsgId));
    }

    void remember(Party author, String clientMsgId, long seq, long atMillis) {
        seen.putIfAbsent(Key.of(author, clientMsgId), new Seen(seq, atMillis));
        forget(atMillis);
    }

    private void forget(long nowMillis) {
        Iterator<Map.Entry<Key, Seen>> oldest = seen.entrySet().iterator();
        while (seen.size() > MOST || (oldest.hasNext() && eldest().getValue().atMillis() < nowMillis - KEEP_MILLIS)) {
            oldest.next();
            oldest.remove();
        }
    }

    private Map.Entry<Key, Seen> eldest() {
        return seen.firstEntry();
    }

    List<RememberedId> snapshot() {
        List<RememberedId> all = new ArrayList<>(seen.size());
        seen.forEach((key, value) -> all.add(RememberedId.newBuilder()
                .setAuthor(key.stored())
                .setClientMsgId(key.clientMsgId())
                .setSeq(value.seq())
                .setAtMs(value.atMillis())
                .build()));
        return all;
    }

    void restore(List<RememberedId> all) {
        all.forEach(id -> seen.put(Key.of(id), new Seen(id.getSeq(), id.getAtMs())));
    }
}
