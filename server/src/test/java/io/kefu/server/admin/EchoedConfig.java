package io.kefu.server.admin;

import java.util.LinkedHashMap;
import java.util.Map;

/** Answers what it was asked, and by whom. */
final class EchoedConfig implements ConfigOperations {

    @Override
    public Object current() {
        return Map.of("asked", "current");
    }

    @Override
    public Object history() {
        return Map.of("asked", "history");
    }

    @Override
    public Object plan(Map<String, Object> request) {
        return request;
    }

    @Override
    public Object apply(Map<String, Object> request, Operator by) {
        Map<String, Object> answer = new LinkedHashMap<>(request);
        answer.put("by", by.who());
        answer.put("from", by.from());
        return answer;
    }

    @Override
    public Object confirm(Operator by) {
        return Map.of("by", by.who());
    }

    @Override
    public Object diff(Map<String, Object> request) {
        return request;
    }

    @Override
    public Object synced(Map<String, Object> request, Operator by) {
        return request;
    }
}
