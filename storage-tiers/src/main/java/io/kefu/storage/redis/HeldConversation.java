package io.kefu.storage.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kefu.storage.tier.StoredMessage;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One conversation whole, as a walk through all of them finds it. */
record HeldConversation(String visitor, String group, List<StoredMessage> messages) {
    HeldConversation {
        messages = List.copyOf(messages);
    }

    static HeldConversation of(String conversation, Map<byte[], byte[]> hash) {
        Map<String, byte[]> fields = new HashMap<>();
        hash.forEach((name, value) -> fields.put(new String(name, UTF_8), value));
        List<StoredMessage> messages = fields.entrySet().stream()
                .filter(each -> Character.isDigit(each.getKey().charAt(0)))
                .map(each -> MessageForm.message(conversation, each.getValue(), fields.get("a" + each.getKey())))
                .sorted(Comparator.comparingLong(StoredMessage::seq))
                .toList();
        return new HeldConversation(text(fields, "v"), text(fields, "g"), messages);
    }

    private static String text(Map<String, byte[]> fields, String name) {
        byte[] value = fields.get(name);
        return value == null ? "" : new String(value, UTF_8);
    }
}
