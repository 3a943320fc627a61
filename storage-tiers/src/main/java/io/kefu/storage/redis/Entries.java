package io.kefu.storage.redis;

import static io.kefu.storage.redis.MessageForm.bytes;

import io.kefu.storage.tier.Amend;
import io.kefu.storage.tier.Amendment;
import io.kefu.storage.tier.ConversationRow;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A batch as the script {@code append.lua} takes it: one call for each conversation, its entries in their order. */
final class Entries {
    private static final byte[] NONE = {};

    private final RedisSettings settings;
    private final Map<String, List<byte[]>> values = new LinkedHashMap<>();

    Entries(RedisSettings settings, List<TierEntry> batch) {
        this.settings = settings;
        for (TierEntry entry : batch) {
            switch (entry) {
                case StoredMessage message -> put(message);
                case Amend amend
                when amend.isOfEarlier() -> put(amend, "a", bytes(amend.targetSeq()), amend.amendment());
                case Amend amend -> {}
                case ConversationRow row ->
                    of(row).addAll(List.of(
                            bytes("r"), bytes(row.visitorId()), bytes(row.group()), bytes(row.closedAt())));
            }
        }
    }

    private void put(StoredMessage message) {
        of(message)
                .addAll(List.of(
                        bytes("m"),
                        bytes(message.seq()),
                        bytes(message.epoch()),
                        bytes(message.visitorId()),
                        MessageForm.of(message)));
        Amendment amendment = message.amendment();
        of(message).add(bytes(amendment == null ? 0 : amendment.rank()));
        of(message).add(amendment == null ? NONE : MessageForm.of(amendment));
    }

    private void put(TierEntry entry, String kind, byte[] target, Amendment amendment) {
        of(entry).addAll(List.of(bytes(kind), target, bytes(amendment.rank()), MessageForm.of(amendment)));
    }

    private List<byte[]> of(TierEntry entry) {
        return values.computeIfAbsent(
                entry.conversationId(),
                id -> new ArrayList<>(List.of(
                        bytes(settings.perConversation()),
                        bytes(settings.keepAfterClose().toMillis()),
                        bytes(settings.keepIdle().toMillis()))));
    }

    List<Script.Call> calls(Keys keys) {
        return values.entrySet().stream()
                .map(each ->
                        new Script.Call(keys.of(each.getKey()), each.getValue().toArray(byte[][]::new)))
                .toList();
    }
}
