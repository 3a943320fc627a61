package io.kefu.storage.tier;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a batch comes to, for engines that write many rows at once: each message once, with what the batch itself makes of it; the amendments of messages that are
 * in the tier already; and what it says of each conversation.
 */
public final class FoldedBatch {
    private record Place(String conversation, long seq) {}

    /**
     * What is told of a conversation; null for what is not.
     *
     * @param epoch of its last message: only a message replaces one of an older epoch
     */
    public record Talk(String id, String visitor, String epoch, String team) {
        Talk and(Talk later) {
            return new Talk(
                    id,
                    Objects.requireNonNullElse(later.visitor, visitor),
                    later.epoch == null ? epoch : later.epoch,
                    later.team == null ? team : later.team);
        }
    }

    private final Map<Place, StoredMessage> messages = new LinkedHashMap<>();
    private final Map<Place, Amend> amends = new LinkedHashMap<>();
    private final Map<String, Talk> talks = new LinkedHashMap<>();

    public static FoldedBatch of(List<TierEntry> entries) {
        FoldedBatch batch = new FoldedBatch();
        for (TierEntry entry : entries) {
            switch (entry) {
                case StoredMessage message -> batch.put(message);
                case Amend amend -> batch.put(amend);
                case ConversationRow row ->
                    batch.put(new Talk(row.conversationId(), row.visitorId(), null, row.group()));
            }
        }
        return batch;
    }

    private void put(StoredMessage message) {
        Place place = new Place(message.conversationId(), message.seq());
        StoredMessage held = messages.get(place);
        if (held == null || !held.epoch().equals(message.epoch())) {
            messages.remove(place);
            messages.put(place, message);
        }
        Talk known = talks.get(message.conversationId());
        boolean newsOfIt = known == null
                || !message.visitorId().equals(known.visitor())
                || !message.epoch().equals(known.epoch());
        if (newsOfIt) {
            put(new Talk(message.conversationId(), message.visitorId(), message.epoch(), null));
        }
    }

    private void put(Amend amend) {
        if (!amend.isOfEarlier()) {
            return;
        }
        Place target = new Place(amend.conversationId(), amend.targetSeq());
        if (messages.computeIfPresent(target, (place, held) -> held.with(amend.amendment())) == null) {
            amends.merge(target, amend, (held, later) -> later.amendment().supersedes(held.amendment()) ? later : held);
        }
    }

    private void put(Talk talk) {
        talks.merge(talk.id(), talk, Talk::and);
    }

    /** In the order in which they came. */
    public Collection<StoredMessage> messages() {
        return messages.values();
    }

    /** Of messages that came before the batch, one each. */
    public Collection<Amend> amends() {
        return amends.values();
    }

    /** One of each conversation. */
    public Collection<Talk> talks() {
        return talks.values();
    }
}
