package io.kefu.bench.kill;

import io.kefu.protocol.v1.Ack;
import io.kefu.protocol.v1.Send;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a client wrote: what is not acknowledged yet, in order, and what was. Guarded by its participant. */
final class Outbox {

    /** An acknowledgement. */
    record Acked(String clientMsgId, String conversationId, long seq, String messageId) {}

    private final LinkedHashMap<String, Send> waiting = new LinkedHashMap<>();
    private final Map<String, Acked> acked = new HashMap<>();
    private final Set<String> resent = new HashSet<>();
    private List<Acked> fresh = new ArrayList<>();
    int duplicates;

    void add(Send send) {
        waiting.put(send.getClientMsgId(), send);
    }

    int size() {
        return waiting.size();
    }

    /** All that must be sent again on a new connection. */
    List<Send> again() {
        resent.addAll(waiting.keySet());
        return List.copyOf(waiting.values());
    }

    Send waiting(String clientMsgId) {
        return waiting.get(clientMsgId);
    }

    /** Takes it out; null when it was acknowledged before, or never written. */
    Send acknowledged(Ack ack, Faults faults) {
        Acked now = new Acked(ack.getClientMsgId(), ack.getConversationId(), ack.getSeq(), ack.getMessageId());
        Acked before = acked.putIfAbsent(ack.getClientMsgId(), now);
        if (before != null && !before.equals(now)) {
            faults.add(Faults.Kind.DOUBLED, "acknowledged as " + before + " and as " + now);
        }
        if (before == null) {
            fresh.add(now);
        }
        if (ack.getDuplicate()) {
            duplicates++;
            if (!resent.contains(ack.getClientMsgId())) {
                faults.add(Faults.Kind.UNEXPECTED, "a duplicate that was sent once: " + now);
            }
        }
        return waiting.remove(ack.getClientMsgId());
    }

    /** What was acknowledged since the last call. */
    List<Acked> takeFresh() {
        List<Acked> taken = fresh;
        fresh = new ArrayList<>();
        return taken;
    }

    int acknowledged() {
        return acked.size();
    }

    int resent() {
        return resent.size();
    }
}
