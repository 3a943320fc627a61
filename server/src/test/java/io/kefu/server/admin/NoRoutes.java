package io.kefu.server.admin;

import java.util.Map;

/** Knows of no conversation. */
final class NoRoutes implements RouteOperations {

    @Override
    public Object explain(String conversationId) {
        return Map.of("conversation_id", conversationId);
    }

    @Override
    public Object replay(Map<String, Object> request) {
        return request;
    }
}
