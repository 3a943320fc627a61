package io.kefu.bench.faults;

import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.StoredMessage;
import java.time.LocalDate;
import java.util.BitSet;

/**
 * What a tier holds of all that was acknowledged, looked at in the engine itself and not through the way that fails.
 *
 * @param lost acknowledged and not there
 * @param doubled there more than once
 * @param wrong there with another text, or never written
 */
record Held(long lost, long doubled, long wrong) {
    /** Every message of it, day by day. */
    static Held whole(MessageTier tier, Traffic traffic, int[] acknowledged) {
        BitSet[] seen = new BitSet[Traffic.CONVERSATIONS];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = new BitSet();
        }
        long[] counts = new long[2];
        for (LocalDate day : tier.days()) {
            tier.scan(day, message -> count(message, seen, counts, traffic));
        }
        long lost = 0;
        for (int i = 0; i < seen.length; i++) {
            lost += acknowledged[i] - seen[i].get(1, acknowledged[i] + 1).cardinality();
        }
        return new Held(lost, counts[0], counts[1]);
    }

    private static void count(StoredMessage message, BitSet[] seen, long[] counts, Traffic traffic) {
        int conversation = Integer.parseInt(message.conversationId().substring(1));
        int seq = Math.toIntExact(message.seq());
        if (!message.text().equals(Traffic.text(message.conversationId(), seq))
                || seq > traffic.acknowledged(conversation) + 1_000) {
            counts[1]++;
        } else if (seen[conversation].get(seq)) {
            counts[0]++;
        } else {
            seen[conversation].set(seq);
        }
    }

    /** The last messages of each conversation, which are all that a hot tier holds. */
    static Held newest(MessageTier tier, int[] acknowledged, int count) {
        long lost = 0;
        long wrong = 0;
        for (int i = 0; i < acknowledged.length; i++) {
            String id = Traffic.conversation(i);
            int expected = Math.min(count, acknowledged[i]);
            var messages = tier.read(id, Range.before(acknowledged[i] + 1L, Math.max(1, expected)))
                    .messages();
            lost += expected - messages.size();
            wrong += messages.stream()
                    .filter(each -> !each.text().equals(Traffic.text(id, each.seq())))
                    .count();
        }
        return new Held(Math.max(0, lost), 0, wrong);
    }
}
