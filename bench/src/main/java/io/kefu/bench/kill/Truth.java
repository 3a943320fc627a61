package io.kefu.bench.kill;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What the server has said to be stored, conversation by conversation, and everyone's view held against it. */
final class Truth {

    private final Faults faults;
    private final Map<String, List<Stored>> conversations = new LinkedHashMap<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private final Set<String> acknowledged = new HashSet<>();

    Truth(Faults faults) {
        this.faults = faults;
    }

    /** Reads on to the conversation's last number. */
    void readOn(CatchUp history, String conversationId, long lastSeq) throws IOException, InterruptedException {
        history.read(
                conversationId,
                known(conversationId).size(),
                lastSeq,
                (seq, stored) -> add(conversationId, seq, stored));
    }

    private void add(String conversationId, long seq, Stored stored) {
        List<Stored> known = known(conversationId);
        if (seq != known.size() + 1) {
            faults.add(Faults.Kind.GAP, "history of " + conversationId + " goes from " + known.size() + " to " + seq);
        }
        known.add(stored);
        if (!stored.clientMsgId().isEmpty()) {
            Long before = numbers.put(key(conversationId, stored), seq);
            if (before != null) {
                faults.add(
                        Faults.Kind.DOUBLED,
                        stored.clientMsgId() + " is " + before + " and " + seq + " of " + conversationId);
            }
        }
    }

    /** A bot's ids are the same in each conversation. */
    private static String key(String conversationId, Stored stored) {
        return conversationId + " " + stored.author() + " " + stored.clientMsgId();
    }

    private List<Stored> known(String conversationId) {
        return conversations.computeIfAbsent(conversationId, id -> new ArrayList<>());
    }

    /** Every acknowledgement names what is stored under its number. */
    void hold(Participant sender, List<Outbox.Acked> acks) {
        for (Outbox.Acked ack : acks) {
            List<Stored> stored = known(ack.conversationId());
            Stored there = ack.seq() < 1 || ack.seq() > stored.size() ? null : stored.get((int) ack.seq() - 1);
            if (there == null
                    || !there.clientMsgId().equals(ack.clientMsgId())
                    || !there.messageId().equals(ack.messageId())) {
                faults.add(Faults.Kind.LOST, sender + " was told " + ack + " but stored is " + there);
            }
            acknowledged.add(ack.clientMsgId());
        }
    }

    /**
     * The client sees all of it, from one number to another. What it sees beyond is stored as well: the server itself writes
     * at any time, such as when nobody answers.
     */
    void hold(CatchUp history, Participant client, String conversationId, long from, long to)
            throws IOException, InterruptedException {
        long last = Math.max(to, client.seen(conversationId).whole());
        readOn(history, conversationId, last);
        for (long seq = from; seq <= last; seq++) {
            Stored there = known(conversationId).get((int) seq - 1);
            Stored expected = client.role.agent() ? there : there.forVisitor();
            Stored seen = client.message(conversationId, seq);
            if (!Objects.equals(expected, seen)) {
                faults.add(
                        Faults.Kind.DIVERGED,
                        client + " sees " + conversationId + " " + seq + " as " + seen + ", stored is " + expected);
            }
        }
    }

    /** Another reading of the same history says the same. */
    void holdAgain(CatchUp history, String conversationId, boolean visitor) throws IOException, InterruptedException {
        List<Stored> stored = known(conversationId);
        history.read(conversationId, 0, stored.size(), (seq, again) -> {
            Stored expected = seq > stored.size() ? null : stored.get((int) seq - 1);
            if (visitor && expected != null) {
                expected = expected.forVisitor();
            }
            if (!again.equals(expected)) {
                faults.add(
                        Faults.Kind.DIVERGED,
                        conversationId + " " + seq + " is read as " + again + ", before as " + expected);
            }
        });
    }

    Map<String, List<Stored>> all() {
        return conversations;
    }

    int messages() {
        return conversations.values().stream().mapToInt(List::size).sum();
    }

    int acknowledged() {
        return acknowledged.size();
    }
}
