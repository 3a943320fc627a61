package io.kefu.bench.kill;

import io.kefu.protocol.v1.Party;
import io.kefu.protocol.v1.PartyKind;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** A conversation as one client sees it: each number once, whatever came how often. Guarded by its participant. */
final class View {
    final String conversationId;
    final TreeMap<Long, Stored> messages = new TreeMap<>();
    final Map<String, Long> read = new HashMap<>();
    String epoch = "";

    /** All up to this number are here. */
    long whole;

    /** Of this connection: the number of the last message frame. */
    long lastLive;

    /** Of this connection: the client said what it has, or has since read the rest, so that nothing may be missing. */
    boolean complete;

    View(String conversationId) {
        this.conversationId = conversationId;
    }

    /** The other form that was here before, or null when this changes nothing that was known. */
    Stored put(long seq, Stored message) {
        Stored before = messages.putIfAbsent(seq, message);
        while (messages.containsKey(whole + 1)) {
            whole++;
        }
        return before == null || before.equals(message) ? null : before;
    }

    void read(Party by, long seq) {
        read.merge(reader(by), seq, Math::max);
    }

    /** An agent's mark holds for each of its devices, as a visitor's does. */
    static String reader(Party by) {
        return word(by.getKind()) + ":" + by.getId();
    }

    static String word(PartyKind kind) {
        return kind.name().substring("PARTY_KIND_".length()).toLowerCase(java.util.Locale.ROOT);
    }
}
