package io.kefu.server.app;

import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.admin.HoldOperations;
import io.kefu.server.admin.http.ApiException;
import io.kefu.server.delivery.Views;
import io.kefu.storage.Storage;
import io.kefu.storage.hold.Hold;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What operators ask of this server's holds. */
record RunningHolds(Storage storage, Views views) implements HoldOperations {

    @Override
    public List<Object> all() {
        return storage.holds().all().stream().map(RunningHolds::form).toList();
    }

    private static Object form(Hold hold) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("conversation_id", hold.conversationId());
        form.put("reason", hold.reason());
        form.put("since", hold.since().toString());
        return form;
    }

    @Override
    public Object add(String conversationId, String reason) {
        if (!storage.erasures().isGone(conversationId)
                && views.find(conversationId).isEmpty()) {
            throw ApiException.of(ErrorCode.ERROR_CODE_NOT_FOUND, "there is no conversation " + conversationId);
        }
        try {
            return form(storage.holds().add(conversationId, reason, storage.erasures()::isGone));
        } catch (IllegalStateException e) {
            throw ApiException.of(ErrorCode.ERROR_CODE_CONFLICT, e.getMessage());
        }
    }

    @Override
    public boolean remove(String conversationId) {
        return storage.holds().remove(conversationId);
    }
}
