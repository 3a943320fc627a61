package io.kefu.server.admin;

import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.admin.http.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Erasures and holds as the admin listener sees them; keeps what it was asked. */
final class ErasureDesk implements ErasureOperations, HoldOperations {
    final List<String> erased = new ArrayList<>();
    final TreeMap<String, String> held = new TreeMap<>();

    @Override
    public Optional<String> visitor(String channel, String externalId) {
        return externalId.equals("u-1") ? Optional.of("v-of-" + channel) : Optional.empty();
    }

    @Override
    public Object plan(String visitorId) {
        return Map.of("visitor_id", visitorId, "conversations", 2);
    }

    @Override
    public Object erase(String visitorId, boolean close) {
        if (!close) {
            throw ApiException.of(ErrorCode.ERROR_CODE_CONFLICT, "the visitor has an open conversation");
        }
        erased.add(visitorId);
        return Map.of("erasure", "e1");
    }

    @Override
    public Optional<Object> receipt(String erasureId) {
        return erasureId.equals("e1") ? Optional.of(Map.of("erasure", "e1")) : Optional.empty();
    }

    @Override
    public List<Object> latest() {
        return List.of(Map.of("erasure", "e1"));
    }

    @Override
    public Object publicKey() {
        return Map.of("key_id", "k1");
    }

    @Override
    public List<Object> all() {
        return held.keySet().stream()
                .<Object>map(each -> Map.of("conversation_id", each))
                .toList();
    }

    @Override
    public Object add(String conversationId, String reason) {
        held.put(conversationId, reason);
        return Map.of("conversation_id", conversationId, "reason", reason);
    }

    @Override
    public boolean remove(String conversationId) {
        return held.remove(conversationId) != null;
    }
}
