package io.kefu.server.flow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whose head, what lists show of a conversation, is still to be written for the tiers. A change of state is written with what
 * changed it. That another message came is written a little later, once for all that came meanwhile: of an open conversation
 * lists show what is in memory, and take from the tiers only its place. Owned by the flow's thread.
 */
final class Heads {
    /** After the first message that it lacks. */
    static final long LATER_MILLIS = 5_000;

    /** When each is due, the first due first, as all wait alike. */
    private final LinkedHashMap<String, Long> owed = new LinkedHashMap<>();

    void owe(String conversationId, long nowMillis) {
        owed.putIfAbsent(conversationId, nowMillis + LATER_MILLIS);
    }

    void owe(Collection<String> conversationIds, long nowMillis) {
        conversationIds.forEach(each -> owe(each, nowMillis));
    }

    /** It is written, or never will be. */
    void settle(String conversationId) {
        owed.remove(conversationId);
    }

    /** Takes out those that are due; all of them where the clock was set back by more than they wait. */
    List<String> due(long nowMillis, int most) {
        List<String> due = new ArrayList<>();
        Iterator<Map.Entry<String, Long>> each = owed.entrySet().iterator();
        while (due.size() < most && each.hasNext()) {
            Map.Entry<String, Long> next = each.next();
            long wait = next.getValue() - nowMillis;
            if (wait > 0 && wait <= LATER_MILLIS) {
                break;
            }
            due.add(next.getKey());
            each.remove();
        }
        return due;
    }

    /** Takes out any. */
    List<String> any(int most) {
        List<String> some = owed.keySet().stream().limit(most).toList();
        owed.keySet().removeAll(some);
        return some;
    }
}
